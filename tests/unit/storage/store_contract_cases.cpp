#include <catch2/catch.hpp>

#include "commits.hpp"
#include "store_contract.hpp"

using namespace storage;  // NOLINT: a test file
using test::at;

namespace {

const auto kOk = CommitStatus::ok;
const auto kConflict = CommitStatus::conflict;

std::string numbers_of(const std::vector<CaseRow>& rows) {
  std::string text;
  for (const auto& row : rows) text += (text.empty() ? "" : " ") + row.number;
  return text;
}

void prepare_cases(Store& store) {
  Commit opening;
  opening.policies = {{"p1", "figures"}};
  opening.cases = {test::new_case("case-1", "R-1")};
  REQUIRE(test::status(store, opening) == kOk);
}

void finds_cases(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  const auto found = store->find_case("case-1");
  REQUIRE(found);
  CHECK(found->number == "R-1");
  CHECK(found->fields == "{\"a\":1}");
  CHECK(found->version == 1);
  CHECK(found->opened == at(1));
  CHECK(store->find_case_by_number("R-1")->id == "case-1");
  CHECK_FALSE(store->find_case("case-2"));
  CHECK_FALSE(store->find_case_by_number("R-2"));
  const auto events = store->case_events("case-1");
  REQUIRE(events.size() == 1);
  CHECK(events[0].event == "submit");
  CHECK(events[0].from.empty());
  CHECK(events[0].to == "submitted");
  CHECK(events[0].actor == "customer");
}

void lets_one_step_win(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  Commit approve;
  approve.cases = {test::case_step(*store->find_case("case-1"), "approve", "approved")};
  Commit reject;
  reject.cases = {test::case_step(*store->find_case("case-1"), "reject", "rejected")};
  reject.audit = {{at(5), "agent", "reject", "case-1", "{}"}};
  reject.outbox = {{"o-1", "mail", "case-1", "{}", at(5)}};
  reject.due = {{"case:case-1:x", "x", "case-1", at(9), ""}};
  reject.conversation = test::conversation(7);
  reject.turn = test::turn(7, 1);
  REQUIRE(test::status(*store, approve) == kOk);
  CHECK(test::status(*store, reject) == kConflict);
  CHECK(store->find_case("case-1")->state == "approved");
  CHECK(store->case_events("case-1").size() == 2);
  CHECK(store->audit("case-1", "", 10).empty());
  CHECK_FALSE(store->find_outbox("o-1"));
  CHECK_FALSE(store->find_due("case:case-1:x"));
  CHECK_FALSE(store->conversation(7));
}

void takes_several_events(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  auto write = test::case_step(*store->find_case("case-1"), "approve", "approved");
  write.row.version = 3;
  write.row.state = "in_transit";
  write.events.push_back(test::case_event("case-1", 3, "ship_confirm", "approved", "in_transit"));
  Commit commit;
  commit.cases = {write};
  REQUIRE(test::status(*store, commit) == kOk);
  CHECK(store->find_case("case-1")->version == 3);
  CHECK(store->case_events("case-1").size() == 3);
}

void refuses_doubled_keys(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  Commit commit;
  commit.cases = {test::new_case("case-2", "R-1")};
  CHECK(test::status(*store, commit) == kConflict);
  commit.cases = {test::new_case("case-1", "R-2")};
  CHECK(test::status(*store, commit) == kConflict);

  auto step = test::case_step(*store->find_case("case-1"), "approve", "approved");
  step.events[0].key = "k1";
  commit.cases = {step};
  REQUIRE(test::status(*store, commit) == kOk);
  REQUIRE(store->case_event_by_key("case-1", "k1"));
  CHECK(store->case_event_by_key("case-1", "k1")->event == "approve");
  CHECK_FALSE(store->case_event_by_key("case-1", "k2"));
  CHECK_FALSE(store->case_event_by_key("case-1", ""));
  step = test::case_step(*store->find_case("case-1"), "arrived", "inspecting");
  step.events[0].key = "k1";
  commit.cases = {step};
  CHECK(test::status(*store, commit) == kConflict);
  CHECK(store->find_case("case-1")->state == "approved");
}

void lists_cases(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  for (int i = 2; i <= 5; ++i) {
    Commit commit;
    const auto number = std::to_string(i);
    commit.cases = {test::new_case("case-" + number, "R-" + number)};
    if (i == 3) commit.cases[0].row.customer = "boris";
    if (i == 4) commit.cases[0].row.conversation = 8;
    if (i != 5) commit.cases[0].row.track = i == 3 ? "RR1" : "RR2";
    REQUIRE(test::status(*store, commit) == kOk);
  }
  CHECK(numbers_of(store->list_cases({}, "", 100)) == "R-5 R-4 R-3 R-2 R-1");
  CHECK(numbers_of(store->list_cases({}, "", 2)) == "R-5 R-4");
  CHECK(numbers_of(store->list_cases({}, "case-4", 2)) == "R-3 R-2");
  CaseFilter filter;
  filter.customer = "anna";
  CHECK(numbers_of(store->list_cases(filter, "", 100)) == "R-5 R-4 R-2 R-1");
  filter.conversation = 8;
  CHECK(numbers_of(store->list_cases(filter, "", 100)) == "R-4");
  filter = {};
  filter.state = "submitted";
  filter.type = "product_return";
  CHECK(numbers_of(store->list_cases(filter, "case-3", 1)) == "R-2");
  filter.state = "approved";
  CHECK(store->list_cases(filter, "", 100).empty());
  filter = {};
  filter.track = "RR2";
  CHECK(numbers_of(store->list_cases(filter, "", 100)) == "R-4 R-2");
}

// The back office's lists: open cases, what people type, and the order of deadlines.
void finds_what_people_look_for(const StoreFactory& factory) {
  auto store = factory.open();
  Commit opening;
  opening.policies = {{"p1", "figures"}};
  for (int i = 1; i <= 6; ++i) {
    const auto number = std::to_string(i);
    auto write = test::new_case("case-" + number, "R-7K2M-000" + number);
    write.row.order = i < 3 ? "1042" : "";
    write.row.is_open = i != 4;
    if (i % 2 == 0) write.row.due = at(100 - i);
    if (i == 5) write.row.track = "RR473124829BY";
    if (i == 6) write.row.customer = "boris";
    opening.cases.push_back(write);
  }
  REQUIRE(test::status(*store, opening) == kOk);
  const auto found = [&](const CaseFilter& filter, std::string_view after = "") {
    std::string text;
    for (const auto& row : store->list_cases(filter, after, 2)) text += row.number.back();
    return text;
  };
  CHECK(store->find_case("case-2")->due == at(98));
  CHECK(store->find_case("case-2")->order == "1042");
  CaseFilter open;
  open.only_open = true;
  CHECK(found(open) == "65");
  CHECK(found(open, "case-5") == "32");
  const auto typed = [&](const std::string& text) {
    CaseFilter filter;
    filter.text = text;
    return found(filter);
  };
  CHECK(typed("R-7K2M-0003") == "3");
  CHECK(typed("r-7k2m-0003") == "3");
  CHECK(typed("R-7K2") == "65");
  CHECK(typed("R-7K").empty());  // too little to look for
  CHECK(typed("1042") == "21");
  CHECK(typed("104").empty());
  CHECK(typed("boris") == "6");
  CHECK(typed("rr473124829by") == "5");
  CHECK(typed("%").empty());
  CHECK(typed("' OR 1=1 --").empty());
  CaseFilter due;
  due.due_before = at(98);
  CHECK(found(due) == "64");  // at 94 and 96; that at 98 is not before
  due.due_before = at(99);
  const auto page = store->list_cases(due, "", 2);
  CHECK(found(due, page_after(due, page.back())) == "2");
  due.only_open = true;
  CHECK(found(due) == "62");
  CHECK(found(due, "no cursor at all") == "62");

  // A deadline that is over leaves the list.
  auto done = test::case_step(*store->find_case("case-6"), "close", "closed");
  done.row.due = std::nullopt;
  done.row.is_open = false;
  Commit closing;
  closing.cases = {done};
  REQUIRE(test::status(*store, closing) == kOk);
  CHECK(found(due) == "2");
}

void reads_due_rows_of_a_case(const StoreFactory& factory) {
  auto store = factory.open();
  Commit commit;
  commit.due = {{"case:c1:ship", "case", "c1", at(30), "{}"},
                {"case:c1:remind", "case", "c1", at(20), "{}"},
                {"case:c10:ship", "case", "c10", at(10), "{}"}};
  REQUIRE(test::status(*store, commit) == kOk);
  const auto rows = store->due_of_case("c1");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].id == "case:c1:remind");
  CHECK(rows[1].id == "case:c1:ship");
  CHECK(store->due_of_case("c2").empty());
}

void keeps_policies(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  CHECK(store->policy("p1")->body == "figures");
  CHECK_FALSE(store->policy("p2"));
  Commit commit;
  commit.policies = {{"p1", "figures"}};
  CHECK(test::status(*store, commit) == kOk);
  commit.policies = {{"p1", "other figures"}};
  CHECK(test::status(*store, commit) == kConflict);
  CHECK(store->policy("p1")->body == "figures");
}

void keeps_cases_after_reopening(const StoreFactory& factory) {
  auto store = factory.open();
  prepare_cases(*store);
  store.reset();
  store = factory.open();
  CHECK(store->find_case("case-1")->state == "submitted");
  CHECK(store->case_events("case-1").size() == 1);
}

}  // namespace

const std::vector<ContractCase>& case_contract() {
  static const std::vector<ContractCase> kCases = {
      {"a case is found by id and number, with its events", finds_cases},
      {"of two steps from the same version one wins; the other leaves nothing behind",
       lets_one_step_win},
      {"several events in one commit", takes_several_events},
      {"a number, an id or an event key twice is a conflict", refuses_doubled_keys},
      {"lists: newest first, filtered, in pages", lists_cases},
      {"lists: open cases, what people type, and the order of deadlines",
       finds_what_people_look_for},
      {"the due rows of one case", reads_due_rows_of_a_case},
      {"a policy is kept as it was; other figures under its name are a conflict", keeps_policies},
      {"cases are there after opening again", keeps_cases_after_reopening},
  };
  return kCases;
}
