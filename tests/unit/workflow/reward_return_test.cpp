// The return of a Reward: its paths and refusals, named by the facts they rest on.
#include <catch2/catch.hpp>

#include "case_steps.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using namespace workflow_test;
using namespace std::chrono_literals;

namespace {

const base::Instant kStart = *base::from_iso("2027-03-20T09:00:00Z");

const workflow::Machine& reward_machine() {
  return machine("reward_return");
}

// A household Reward that arrived damaged ten days ago.
Record damaged() {
  return {{"reward", "RW-1"},        {"title", "Set of two mugs"},  {"miles", 4000},
          {"category", "household"}, {"situation", "received"},     {"reason", "damaged"},
          {"own_fault", false},      {"delivered_on", "2027-03-10"}};
}

base::Result<workflow::Transition> report(Record data) {
  return open_case(reward_machine(), policy(), new_case(),
                   event("report", Actor::customer, std::move(data)), kStart);
}

Record with_field(Record data, std::string_view name, Value value) {
  data[name] = std::move(value);
  return data;
}

workflow::Transition send(const workflow::Case& subject, std::string_view name, Actor actor,
                          Record data, base::Instant now = kStart + 1h) {
  return must(
      decide(reward_machine(), policy(), subject, event(name, actor, std::move(data)), now));
}

std::string refusal_of(const workflow::Case& subject, std::string_view name, Actor actor,
                       Record data, base::Instant now = kStart + 1h) {
  const auto result =
      decide(reward_machine(), policy(), subject, event(name, actor, std::move(data)), now);
  return result ? "" : std::string(result.error().name);
}

// The state that a report leads to, and what the customer is told.
std::string outcome(Record data) {
  const auto step = must(report(std::move(data)));
  std::string out = step.to + ":";
  for (const auto& notice : step.notices)
    out += " " + notice.text.substr(notice.text.rfind('.') + 1);
  return out;
}

const Record kPapers{{"papers", Value::List{"paper-1"}}};

}  // namespace

TEST_CASE("reward, fact 125: not collected in time, the miles are gone", "[workflow][facts]") {
  CHECK(outcome(with_field(damaged(), "situation", "not_collected")) == "no_refund: not_collected");
  CHECK(policy().find("reward_collect_within")->days.days == 3);
  CHECK(policy().find("reward_collect_within")->days.unit == workflow::DayUnit::calendar);
}

TEST_CASE("reward, fact 126: a delivery that failed through the recipient", "[workflow][facts]") {
  CHECK(outcome(with_field(damaged(), "situation", "not_delivered")) == "no_refund: not_delivered");
}

TEST_CASE("reward, facts 127-131: these four reasons count and no other", "[workflow][facts]") {
  for (const char* reason : {"damaged", "defective", "incomplete", "faulty"}) {
    INFO(reason);
    CHECK(outcome(with_field(damaged(), "reason", reason)) == "await_preauth: await_confirmation");
  }
  for (const char* reason : {"other", "changed_mind", "not_fit"}) {
    INFO(reason);
    CHECK(outcome(with_field(damaged(), "reason", reason)) == "no_refund: other_reason");
  }
  Record none = damaged();
  none.erase("reason");
  const auto silent = report(none);
  REQUIRE(!silent);
  CHECK(silent.error().name == "reason_missing");
}

TEST_CASE("reward, fact 132: a fault seen at the handover is told there", "[workflow][facts]") {
  Record now = with_field(damaged(), "situation", "at_handover");
  now.erase("delivered_on");
  CHECK(outcome(now) == "await_preauth: at_handover await_confirmation");
}

TEST_CASE("reward, fact 133: fourteen calendar days after the delivery", "[workflow][facts]") {
  CHECK(outcome(with_field(damaged(), "delivered_on", "2027-03-06")) ==
        "await_preauth: await_confirmation");
  CHECK(outcome(with_field(damaged(), "delivered_on", "2027-03-05")) == "no_refund: too_late");
  Record unknown = damaged();
  unknown.erase("delivered_on");
  const auto result = report(unknown);
  REQUIRE(!result);
  CHECK(result.error().name == "delivery_missing");
  CHECK(policy().find("defect_report_within")->days.days == 14);
}

TEST_CASE("reward, fact 134: not the member's own fault", "[workflow][facts]") {
  CHECK(outcome(with_field(damaged(), "own_fault", true)) == "no_refund: own_fault");
}

TEST_CASE("reward, facts 135, 136: electronics and appliances need a service centre",
          "[workflow][facts]") {
  for (const char* category : {"electronics", "appliance"}) {
    INFO(category);
    const auto step = must(report(with_field(damaged(), "category", category)));
    CHECK(step.to == "need_validation");
    CHECK(refusal_of(step.after, "validated", Actor::customer, {}) == "papers_missing");
    CHECK(send(step.after, "validated", Actor::customer, kPapers).to == "await_preauth");
  }
}

TEST_CASE("reward: the service centre and the confirmation come in any order", "[workflow]") {
  const auto start = must(report(with_field(damaged(), "category", "electronics"))).after;
  const Record reference{{"reference", "AB-7"}};
  const auto confirmed = send(start, "confirmed", Actor::support, reference).after;
  CHECK(confirmed.state == "validation_open");
  CHECK(refusal_of(confirmed, "posted", Actor::customer, kPapers) == "not_validated");
  CHECK(send(confirmed, "validated", Actor::customer, kPapers).to == "ship_to_tver");
  const auto validated = send(start, "validated", Actor::customer, kPapers).after;
  CHECK(send(validated, "confirmed", Actor::support, reference).to == "ship_to_tver");
}

TEST_CASE("reward, facts 137-139: the phones of the information service", "[workflow][facts]") {
  CHECK(policy().find("bonus_phone")->value.text() == "+7-495-223-55-55");
  CHECK(policy().find("bonus_phone_free")->value.text() == "8-800-444-55-55");
}

TEST_CASE("reward, facts 140, 141, 149: nothing is posted before the confirmation",
          "[workflow][facts]") {
  const auto start = must(report(damaged())).after;
  CHECK(refusal_of(start, "posted", Actor::customer, kPapers) == "not_confirmed");
  CHECK(refusal_of(start, "confirmed", Actor::support, {}) == "reference_missing");
  CHECK(refusal_of(start, "confirmed", Actor::customer, {{"reference", "mine"}}) == "not_allowed");
  const auto no = send(start, "refused", Actor::support, {{"reason", "No such member."}});
  CHECK(no.to == "no_refund");
  CHECK(texts(no) == std::set<std::string>{"case.reward_return.confirmation_refused"});
}

TEST_CASE("reward, facts 142, 143: by Russian Post to Tver, and nowhere else",
          "[workflow][facts]") {
  const auto& address = policy().find("reward_address")->value;
  CHECK(address.text_at("text") == "170100, Tver, Glavpochtamt, PO Box 92");
  CHECK(address.text_at("recipient") == "OZON.ru");
  const auto start = must(report(damaged())).after;
  const auto ship = send(start, "confirmed", Actor::support, {{"reference", "AB-7"}});
  REQUIRE(ship.notices.size() == 1);
  CHECK(ship.notices[0].values.find("policy")->at("reward_address").text_at("index") == "170100");
}

TEST_CASE("reward, facts 144-148: scans out, then thirty days from the day they came",
          "[workflow][facts]") {
  auto step = must(report(damaged()));
  step = send(step.after, "confirmed", Actor::support, {{"reference", "AB-7"}});
  CHECK(refusal_of(step.after, "posted", Actor::customer, {}) == "papers_missing");
  step = send(step.after, "posted", Actor::customer, kPapers);
  CHECK(texts(step) == std::set<std::string>{"case.reward_return.scans_needed"});
  step = send(step.after, "scans_sent", Actor::customer, kPapers);
  CHECK(step.to == "docs_out");
  const auto received = [](const char* date) { return Record{{"received_on", date}}; };
  CHECK(refusal_of(step.after, "scans_received", Actor::support, {}) == "date_missing");
  CHECK(refusal_of(step.after, "scans_received", Actor::support, received("2027-03-21")) ==
        "date_in_future");
  // Counted from the day they came, not from the day somebody entered it (fact 148).
  const auto pending =
      send(step.after, "scans_received", Actor::support, received("2027-03-18"), kStart + 2h);
  CHECK(text(pending.after, "miles_by_date") == "2027-04-17");
  const auto late =
      must(decide(reward_machine(), policy(), pending.after, event("miles_late", Actor::clock, {}),
                  at("2027-04-17T21:00:00.000Z")));
  CHECK(late.to == "miles_pending");
  CHECK(late.tasks.size() == 1);
  const auto back = send(late.after, "miles_posted", Actor::support, {{"miles", 4000}},
                         at("2027-04-20T09:00:00Z"));
  CHECK(back.to == "miles_refunded");
  CHECK(policy().find("miles_within")->firmness == workflow::Firmness::at_most);
}

TEST_CASE("reward, fact 146: the validation goes with the Act", "[workflow][facts]") {
  auto step = must(report(with_field(damaged(), "category", "electronics")));
  step = send(step.after, "validated", Actor::customer, kPapers);
  step = send(step.after, "confirmed", Actor::support, {{"reference", "AB-7"}});
  step = send(step.after, "posted", Actor::customer, kPapers);
  CHECK(texts(step) == std::set<std::string>{"case.reward_return.scans_and_validation_needed"});
}
