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
  CHECK(store->audit("case-1", 10).empty());
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
      {"a policy is kept as it was; other figures under its name are a conflict", keeps_policies},
      {"cases are there after opening again", keeps_cases_after_reopening},
  };
  return kCases;
}
