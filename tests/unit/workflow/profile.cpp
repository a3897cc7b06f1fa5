#include "profile.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>

namespace workflow_test {

using base::Record;
using base::Value;
using workflow::Actor;

std::string read_file(const std::string& path) {
  std::ifstream file(std::string(BOOMERANG_SOURCE_DIR "/") + path);
  REQUIRE(file.good());
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const workflow::Policy& policy() {
  static const auto shipped = [] {
    const auto loaded =
        workflow::Policy::load({"config/policy.yaml", read_file("config/policy.yaml")});
    INFO(loaded.faults.to_string());
    REQUIRE(loaded.policy != nullptr);
    return loaded.policy;
  }();
  return *shipped;
}

const workflow::Machine& machine(std::string_view type) {
  static std::map<std::string, std::shared_ptr<const workflow::Machine>, std::less<>> known;
  if (const auto found = known.find(type); found != known.end()) return *found->second;
  const std::string file = "config/cases/" + std::string(type) + ".yaml";
  const std::string text = read_file(file);
  const auto loaded = workflow::load_machine({file, text}, policy());
  INFO(loaded.faults.to_string());
  REQUIRE(loaded.machine != nullptr);
  return *(known[std::string(type)] = loaded.machine);
}

const workflow::Machine& machine() {
  static const workflow::Machine& product_return = machine("product_return");
  return product_return;
}

base::Instant at(std::string_view iso) {
  const auto instant = base::from_iso(iso);
  REQUIRE(instant.has_value());
  return *instant;
}

Record good_data(std::string_view name) {
  static const Value::List lines = {Record{{"item", "mug-7"}, {"quantity", 1}, {"returnable", 2}}};
  static const std::map<std::string_view, Record> all = {
      {"start", {{"order", "7001"}, {"lines", lines}}},
      {"submit",
       {{"order", "7001"},
        {"lines", lines},
        {"reason", "defective"},
        {"description", "The handle came off."},
        {"photos", Value::List{"photo-1"}},
        {"owns_order", true}}},
      {"reject", {{"reason", "The photo shows another product."}}},
      {"overrule", {{"reason", "The second photo is clear."}}},
      {"ask_info", {{"question", "Which part is broken?"}}},
      {"customer_info", {{"answer", "The handle."}}},
      {"appeal", {{"why", "I disagree."}}},
      {"evidence", {{"receipt", "receipt-1"}}},
      {"ship_confirm",
       {{"method", "mail"},
        {"carrier", "USPS"},
        {"track", "RB 473124829 US"},
        {"receipt", "receipt-1"}}},
      {"extend_deadline", {{"until", "2030-06-01"}, {"reason", "Strike at the post."}}},
      {"late_proof", {{"receipt", "receipt-2"}}},
      {"accept_late", {{"reason", "Posted in time."}}},
      {"match", {{"evidence", "track"}}},
      {"track_fix", {{"track", "RB473124829US"}}},
      {"lost", {{"decision", "close"}, {"reason", "The carrier gave up."}}},
      {"accept_partial",
       {{"accepted", Value::List{"mug-7"}},
        {"rejected", Value::List{"jar-2"}},
        {"reason", "The jar was used."}}},
      {"non_returnable", {{"reason", "It was used."}}},
      {"extend", {{"until", "2030-06-01"}, {"reason", "The maker must look at it."}}},
      {"disposition", {{"decision", "Sent back to the customer."}}},
      {"refund_posted", {{"amount", 129900}, {"currency", "RUB"}, {"method", "card"}}},
      {"refund_failed", {{"problem", "The card is closed."}}},
      {"reopen", {{"reason", "Closed by mistake."}}},
      {"handoff", {{"why", "I want a person."}}}};
  const auto found = all.find(name);
  return found == all.end() ? Record{} : found->second;
}

workflow::CaseEvent event(std::string_view name, Actor actor, Record data) {
  workflow::CaseEvent out;
  out.name = name;
  out.actor = actor;
  const bool is_theirs = actor == Actor::customer || actor == Actor::bot;
  out.actor_id = is_theirs ? "anna" : "someone";
  out.channel = "test";
  out.key = "key-1";
  out.data = std::move(data);
  return out;
}

workflow::CaseEvent event(std::string_view name, Actor actor) {
  return event(name, actor, good_data(name));
}

workflow::NewCase new_case(std::string_view zone) {
  return {"0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e",
          "R-TEST-0000",
          "anna",
          "0198c2f0-7b3e-7cc1-9f0e-000000000000",
          {{"zone", zone}}};
}

workflow::Transition must(base::Result<workflow::Transition> result) {
  if (!result) FAIL(result.error().name << ": " << result.error().detail);
  return *result;
}

workflow::Transition apply(const workflow::Case& before, const workflow::CaseEvent& event,
                           base::Instant now) {
  return must(workflow::decide(machine(), policy(), before, event, now));
}

std::string refusal(const workflow::Case& before, const workflow::CaseEvent& event,
                    base::Instant now) {
  const auto result = workflow::decide(machine(), policy(), before, event, now);
  return result ? "" : std::string(result.error().name);
}

Ring ring(const workflow::Case& subject, std::string_view timer) {
  const workflow::State* state = machine().find_state(subject.state);
  REQUIRE(state != nullptr);
  for (const auto& one : state->timers) {
    if (one.name != timer) continue;
    const Value due = Value(subject.fields).at("due." + std::string(timer));
    INFO("timer " << timer << " of state " << subject.state);
    REQUIRE(due.is_text());
    return {event(one.event, Actor::clock, {}), at(due.text())};
  }
  FAIL("state " << subject.state << " has no timer " << timer);
  return {};
}

namespace {

struct Step {
  std::string_view event;
  Actor actor;
  std::string_view timer;  // instead: the timer that fires
};

const std::vector<Step>& path_to(std::string_view state) {
  constexpr Step kSubmit{"submit", Actor::customer, ""};
  constexpr Step kApprove{"approve", Actor::support, ""};
  constexpr Step kShip{"ship_confirm", Actor::customer, ""};
  constexpr Step kArrived{"arrived", Actor::warehouse, ""};
  constexpr Step kAccept{"accept", Actor::warehouse, ""};
  static const std::map<std::string_view, std::vector<Step>> kPaths = {
      {"draft", {{"start", Actor::customer, ""}}},
      {"submitted", {kSubmit}},
      {"info_requested", {kSubmit, {"ask_info", Actor::support, ""}}},
      {"rejected", {kSubmit, {"reject", Actor::support, ""}}},
      {"approved", {kSubmit, kApprove}},
      {"overdue", {kSubmit, kApprove, {"ship_deadline", Actor::clock, "ship"}}},
      {"in_transit", {kSubmit, kApprove, kShip}},
      {"held_no_number", {kSubmit, kApprove, kShip, {"arrived_no_number", Actor::warehouse, ""}}},
      {"inspecting", {kSubmit, kApprove, kShip, kArrived}},
      {"extended_check", {kSubmit, kApprove, kShip, kArrived, {"extend", Actor::warehouse, ""}}},
      {"non_returnable",
       {kSubmit, kApprove, kShip, kArrived, {"non_returnable", Actor::warehouse, ""}}},
      {"refund_pending", {kSubmit, kApprove, kShip, kArrived, kAccept}},
      {"refunded",
       {kSubmit, kApprove, kShip, kArrived, kAccept, {"refund_posted", Actor::finance, ""}}},
      {"cancelled", {kSubmit, {"cancel", Actor::customer, ""}}},
      {"closed", {kSubmit, kApprove, kShip, {"lost", Actor::support, ""}}}};
  return kPaths.at(state);
}

}  // namespace

Arrived arrive(std::string_view state, base::Instant start) {
  Arrived out;
  out.last = start;
  for (const Step& step : path_to(state)) {
    if (out.subject.version == 0) {
      out.subject = must(workflow::open_case(machine(), policy(), new_case(),
                                             event(step.event, step.actor), out.last))
                        .after;
      continue;
    }
    if (!step.timer.empty()) {
      const Ring rung = ring(out.subject, step.timer);
      out.last = rung.due;
    } else {
      out.last += std::chrono::minutes(1);
    }
    auto next = event(step.event, step.actor);
    // Before the date of good_data, so that it can still be extended.
    if (step.event == "extend") next.data["until"] = "2030-05-01";
    out.subject = apply(out.subject, next, out.last).after;
  }
  REQUIRE(out.subject.state == state);
  return out;
}

}  // namespace workflow_test
