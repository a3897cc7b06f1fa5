// Every state x event x actor of the claim for the cost of sending and of the return of a Reward,
// against tables written by hand from the design (that of the product return: decide_table_test).
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <sstream>

#include "profile.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using namespace workflow_test;

namespace {

struct Sent {
  const char* name;
  Actor actor;
};

struct Table {
  const char* type;
  // from | event | actors (c customer, b bot, s support, w warehouse, f finance, k clock, x
  // carrier) | state after it, with data that all guards accept; for the clock at the due instant.
  std::string_view rows;
  std::map<std::string, Record> good;             // data of an event
  std::map<std::string, std::vector<Sent>> ways;  // from nothing into each state
  // Refused with a reason of its own: "state event" and its name, for the customer.
  std::map<std::string, std::string> explained;
};

const Value::List kPapers{"paper-1"};

const Table& claim() {
  static const Sent kStart{"start", Actor::finance};
  static const Sent kEvidence{"evidence", Actor::customer};
  static const Table table{
      "delivery_compensation",
      R"(
new           start          kf  invited
invited       evidence       c   under_review
invited       remind_first   k   invited
invited       remind_second  k   invited
invited       close          k   closed
invited       withdraw       c   closed
under_review  approve        sf  accepted
under_review  reject         sf  declined
under_review  ask            sf  invited
under_review  decision_late  k   under_review
accepted      payout_posted  f   paid
accepted      payout_failed  f   accepted
accepted      payout_late    k   accepted
paid          close          k   closed
declined      appeal         c   declined
declined      close          k   closed
declined      approve        s   accepted
)",
      {{"evidence",
        {{"receipts", Value::List{"receipt-1"}},
         {"amount", 54050},
         {"currency", "RUB"},
         {"payout", "original"}}},
       {"approve", {{"amount", 54050}, {"reason", "The receipt is clear."}}},
       {"reject", {{"reason", "The receipt is of another parcel."}}},
       {"ask", {{"question", "Which parcel is it?"}}},
       {"payout_failed", {{"problem", "The card is closed."}}},
       {"appeal", {{"why", "I disagree."}}},
       {"handoff", {{"why", "I want a person."}}}},
      {{"invited", {kStart}},
       {"under_review", {kStart, kEvidence}},
       {"accepted", {kStart, kEvidence, {"approve", Actor::support}}},
       {"paid",
        {kStart, kEvidence, {"approve", Actor::support}, {"payout_posted", Actor::finance}}},
       {"declined", {kStart, kEvidence, {"reject", Actor::support}}},
       {"closed", {kStart, {"withdraw", Actor::customer}}}},
      {}};
  return table;
}

const Table& reward() {
  static const Sent kReport{"report", Actor::customer};
  static const Sent kElectronics{"report electronics", Actor::customer};
  static const Sent kConfirmed{"confirmed", Actor::support};
  static const Sent kPosted{"posted", Actor::customer};
  static const Sent kReceived{"scans_received", Actor::support};
  static const Record kDamaged{{"reward", "RW-1"},        {"title", "Set of two mugs"},
                               {"miles", 4000},           {"category", "household"},
                               {"situation", "received"}, {"reason", "damaged"},
                               {"own_fault", false},      {"delivered_on", "2027-02-24"}};
  const auto with = [](std::string_view field, const char* value) {
    Record data = kDamaged;
    data[field] = value;
    return data;
  };
  static const Table table{
      "reward_return",
      R"(
new              report               c   await_preauth
need_validation  confirmed            s   validation_open
need_validation  validated            c   await_preauth
need_validation  remind_validation    k   need_validation
need_validation  refused              s   no_refund
need_validation  withdraw             c   closed
validation_open  validated            c   ship_to_tver
validation_open  remind_validation    k   validation_open
validation_open  withdraw             c   closed
await_preauth    confirmed            s   ship_to_tver
await_preauth    remind_confirmation  k   await_preauth
await_preauth    refused              s   no_refund
await_preauth    withdraw             c   closed
ship_to_tver     posted               c   docs_out
ship_to_tver     remind_post          k   ship_to_tver
ship_to_tver     withdraw             c   closed
docs_out         scans_sent           c   docs_out
docs_out         scans_received       s   miles_pending
docs_out         remind_scans         k   docs_out
miles_pending    miles_posted         sf  miles_refunded
miles_pending    miles_late           k   miles_pending
miles_refunded   close                k   closed
no_refund        appeal               c   no_refund
no_refund        close                k   closed
)",
      {{"report", kDamaged},
       {"report electronics", with("category", "electronics")},
       {"report not_collected", with("situation", "not_collected")},
       {"validated", {{"papers", kPapers}}},
       {"confirmed", {{"reference", "AB-17"}}},
       {"refused", {{"reason", "No such Reward."}}},
       {"posted", {{"papers", kPapers}}},
       {"scans_sent", {{"papers", kPapers}}},
       {"scans_received", {{"received_on", "2027-03-01"}}},
       {"miles_posted", {{"miles", 4000}}},
       {"appeal", {{"why", "I disagree."}}},
       {"handoff", {{"why", "I want a person."}}}},
      {{"need_validation", {kElectronics}},
       {"validation_open", {kElectronics, kConfirmed}},
       {"await_preauth", {kReport}},
       {"ship_to_tver", {kReport, kConfirmed}},
       {"docs_out", {kReport, kConfirmed, kPosted}},
       {"miles_pending", {kReport, kConfirmed, kPosted, kReceived}},
       {"miles_refunded",
        {kReport, kConfirmed, kPosted, kReceived, {"miles_posted", Actor::finance}}},
       {"no_refund", {{"report not_collected", Actor::customer}}},
       {"closed", {kReport, {"withdraw", Actor::customer}}}},
      {{"need_validation posted", "not_confirmed"},
       {"await_preauth posted", "not_confirmed"},
       {"validation_open posted", "not_validated"}}};
  return table;
}

Actor actor_of(char letter) {
  const std::string letters = "cbswfkx";
  return workflow::kActors[letters.find(letter)];
}

class TableCheck {
 public:
  explicit TableCheck(const Table& table) : table_(table), machine_(machine(table.type)) {
    std::stringstream lines{std::string(table.rows)};
    std::string from;
    std::string name;
    std::string actors;
    std::string to;
    while (lines >> from >> name >> actors >> to) add(from, name, actors, to);
    for (const auto& state : machine_.states()) {
      if (!state.is_terminal) add(state.name, "handoff", "cbs", state.name);
    }
  }

  void run() {
    std::size_t cells = 0;
    for (const auto& kind : machine_.events()) {
      for (const Actor actor : workflow::kActors) {
        ++cells;
        check("new", kind.name, actor);
        for (const auto& state : machine_.states()) check(state.name, kind.name, actor);
      }
    }
    CHECK(cells == machine_.events().size() * workflow::kActors.size());
    CHECK(met_ == to_);  // every cell of the table was met, and nothing else was possible
  }

 private:
  using Cell = std::tuple<std::string, std::string, Actor>;

  void add(const std::string& from, const std::string& name, const std::string& actors,
           const std::string& to) {
    for (const char letter : actors) to_[{from, name, actor_of(letter)}] = to;
    rows_.insert(from + " " + name);
  }

  // "report electronics" is `report` with other data.
  workflow::CaseEvent made(const std::string& name, Actor actor) const {
    const auto good = table_.good.find(name);
    return event(name.substr(0, name.find(' ')), actor,
                 good == table_.good.end() ? Record{} : good->second);
  }

  base::Result<workflow::Transition> open(const workflow::CaseEvent& first) const {
    auto fresh = new_case("Asia/Almaty");
    if (std::string_view(table_.type) == "delivery_compensation") {
      fresh.fields = {{"zone", "Asia/Almaty"}, {"linked_from", "R-TEST-0001"},
                      {"order", "7001"},       {"reason", "defective"},
                      {"currency", "RUB"},     {"refunded_at", "2027-03-01T08:59:00.000Z"}};
    }
    return open_case(machine_, policy(), fresh, first, start_);
  }

  workflow::Case arrive_in(const std::string& state) const {
    std::optional<workflow::Case> subject;
    for (const auto& step : table_.ways.at(state)) {
      const auto sent = made(step.name, step.actor);
      subject =
          must(subject ? decide(machine_, policy(), *subject, sent, start_) : open(sent)).after;
    }
    REQUIRE(subject->state == state);
    return *subject;
  }

  std::string wanted(const std::string& state, const std::string& name, Actor actor) const {
    const auto found = to_.find({state, name, actor});
    if (found != to_.end()) return "-> " + found->second;
    if (actor == Actor::clock) return "timer_stale";
    const auto explained = table_.explained.find(state + " " + name);
    if (explained != table_.explained.end()) {
      return actor == Actor::customer ? explained->second : "not_allowed";
    }
    return rows_.contains(state + " " + name) ? "not_allowed" : "wrong_state";
  }

  void check(const std::string& state, const std::string& name, Actor actor) {
    INFO(table_.type << ": " << state << " + " << name << " by " << to_string(actor));
    const auto sent = made(name, actor);
    if (state == "new") return compare(state, name, actor, open(sent));
    const auto subject = arrive_in(state);
    base::Instant now = start_ + std::chrono::minutes(1);
    const auto* timer = machine_.find_state(state)->timer_for(name);
    if (actor == Actor::clock && timer != nullptr) {
      now = at(Value(subject.fields).text_at("due." + timer->name));
      const auto early = decide(machine_, policy(), subject, sent, now - base::Duration(1));
      CHECK((!early && early.error().name == "timer_early"));
    }
    compare(state, name, actor, decide(machine_, policy(), subject, sent, now));
  }

  void compare(const std::string& state, const std::string& name, Actor actor,
               const base::Result<workflow::Transition>& result) {
    const std::string found = result ? "-> " + result->to : std::string(result.error().name);
    CHECK(found == wanted(state, name, actor));
    if (result) met_[{state, name, actor}] = result->to;
  }

  const Table& table_;
  const workflow::Machine& machine_;
  const base::Instant start_ = at("2027-03-01T09:00:00Z");
  std::map<Cell, std::string> to_;
  std::map<Cell, std::string> met_;
  std::set<std::string> rows_;
};

}  // namespace

TEST_CASE("claim: every state, event and actor does what the table says (P4)", "[workflow]") {
  TableCheck(claim()).run();
}

TEST_CASE("reward: every state, event and actor does what the table says (P4)", "[workflow]") {
  TableCheck(reward()).run();
}
