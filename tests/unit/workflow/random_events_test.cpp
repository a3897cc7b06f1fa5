// Random events against a small model that knows nothing of the machine's file: only what must
// never be true. BOOMERANG_SEED repeats a run.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <set>

#include "base/random.hpp"
#include "profile.hpp"

using base::Value;
using workflow::Actor;
using namespace workflow_test;

namespace {

constexpr int kEventsPerCase = 60;

// What the world outside remembers of one case.
struct Model {
  bool is_approved = false;  // since the last opening or reopening
  bool is_refunded = false;
  bool needs_decision = false;  // rejected, overdue or finished since a person's last decision
  std::int64_t version = 0;
  std::map<std::string, std::pair<base::Instant, std::string>> due;  // rows in the store
};

bool is_terminal(std::string_view state) {
  return state == "cancelled" || state == "closed";
}

void apply_due(Model& model, const workflow::Transition& step, const std::string& fired) {
  if (!fired.empty()) {
    REQUIRE(model.due.erase(fired) == 1);
  }
  std::set<std::string> seen;
  for (const auto& change : step.due) {
    INFO(change.id);
    REQUIRE(seen.insert(change.id).second);
    if (change.start) {
      model.due[change.id] = {*change.start, change.event};
    } else {
      REQUIRE(model.due.erase(change.id) == 1);  // balanced: what is cancelled was there
    }
  }
}

void check_step(Model& model, const workflow::Transition& step, const workflow::CaseEvent& sent,
                base::Instant now) {
  REQUIRE(step.after.version == ++model.version);
  REQUIRE(step.after.changed == now);
  REQUIRE(step.after.state == step.to);
  if (is_terminal(step.from)) {
    REQUIRE(sent.name == "reopen");
    REQUIRE(workflow::is_person(sent.actor));
  }
  if (is_terminal(step.to)) REQUIRE(model.due.empty());
  // No row of a timer that its state does not know.
  for (const auto& [id, row] : model.due) {
    const auto* timer = machine().find_state(step.to)->timer_for(row.second);
    REQUIRE(timer != nullptr);
    REQUIRE(id == workflow::due_id(step.after.id, timer->name));
  }
  const bool is_decision = sent.actor == Actor::support;
  if (step.to == "approved" && step.from != "approved") {
    REQUIRE(is_decision);
    model.is_approved = true;
    model.needs_decision = false;
  }
  if (sent.name == "accept_late") {
    REQUIRE(is_decision);
    model.needs_decision = false;
  }
  if (sent.name == "reopen") model.is_approved = false;
  if (step.to == "rejected" || step.to == "overdue" || is_terminal(step.to)) {
    model.needs_decision = true;
  }
  static const std::set<std::string> kAfterApproval = {
      "in_transit",     "held_no_number", "inspecting", "extended_check",
      "non_returnable", "refund_pending", "refunded"};
  if (kAfterApproval.contains(step.to)) {
    REQUIRE(model.is_approved);
    REQUIRE_FALSE(model.needs_decision);
  }
  if (sent.name == "refund_posted") {
    REQUIRE(sent.actor == Actor::finance);
    REQUIRE_FALSE(model.is_refunded);
    model.is_refunded = true;
  }
  if (sent.name == "extend" || (step.to == "non_returnable" && step.from != step.to)) {
    REQUIRE(step.notices.size() == 1);
    REQUIRE(step.notices[0].is_mandatory);
  }
  // Targets decide nothing (D3).
  if (sent.name == "approval_late" || sent.name == "inspection_late") REQUIRE(step.from == step.to);
  if (step.to == "in_transit" && step.from == "approved") {
    const Value fields(step.after.fields);
    const bool in_time = now <= at(fields.text_at("ship_by"));
    REQUIRE((in_time || !fields.at("evidence_at").is_nothing()));
  }
}

std::uint64_t seed_of_run() {
  const char* given = std::getenv("BOOMERANG_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20'261'122;
}

// Spoils some events: another customer, a missing or foreign field.
void spoil(workflow::CaseEvent& sent, base::SeededRandom& random) {
  const auto choice = random.below(20);
  if (choice == 0) sent.actor_id = "boris";
  if (choice == 1) sent.data["no_such_field"] = 1;
  if (choice == 2 && !sent.data.empty()) sent.data.erase(std::string(sent.data.begin()->name));
  if (choice == 3) sent.key.clear();
  if (choice == 4 && sent.name == "lost") sent.data["decision"] = "refund";
}

// `./dev soak` asks for ten million.
int event_count() {
  const char* wanted = std::getenv("BOOMERANG_CASE_EVENTS");
  return wanted == nullptr ? 1'000'000 : std::atoi(wanted);
}

}  // namespace

TEST_CASE("decide: a million random events break no promise", "[workflow]") {
  const std::uint64_t seed = seed_of_run();
  INFO("BOOMERANG_SEED=" << seed);
  base::SeededRandom random(seed);
  std::map<std::string, int> visits;
  int taken = 0;
  const int events = event_count();
  for (int i = 0; i < events;) {
    Model model;
    base::Instant now = at("2027-01-01T00:00:00Z");
    auto first =
        random.below(4) == 0 ? event("start", Actor::customer) : event("submit", Actor::customer);
    const auto opened = must(open_case(machine(), policy(), new_case("Asia/Almaty"), first, now));
    apply_due(model, opened, "");
    check_step(model, opened, first, now);
    workflow::Case subject = opened.after;
    for (int j = 0; j < kEventsPerCase; ++j, ++i) {
      now += base::Duration(random.below(36 * 3'600'000));
      // Half the time something that the state knows, else anything at all; sometimes a due row.
      auto sent = event(machine().events()[random.below(machine().events().size())].name,
                        workflow::kActors[random.below(workflow::kActors.size())]);
      const Actor actor = workflow::kActors[random.below(workflow::kActors.size())];
      const auto possible = machine().events_in(subject.state, actor);
      if (!possible.empty() && random.below(4) != 0) {
        sent = event(possible[random.below(possible.size())], actor);
      }
      if (!model.due.empty() && random.below(3) == 0) {
        auto row = model.due.begin();
        std::advance(row, static_cast<std::ptrdiff_t>(random.below(model.due.size())));
        sent = event(row->second.second, Actor::clock, {});
        if (random.below(4) != 0) now = std::max(now, row->second.first);
      }
      spoil(sent, random);
      const auto result = decide(machine(), policy(), subject, sent, now);
      if (!result) {
        REQUIRE(!result.error().name.empty());
        REQUIRE(!result.error().detail.empty());
        continue;
      }
      const auto* timer = machine().find_state(subject.state)->timer_for(sent.name);
      std::string fired;
      if (sent.actor == Actor::clock && timer != nullptr) {
        fired = workflow::due_id(subject.id, timer->name);
        INFO(sent.name << " fired at " << base::to_iso(now));
        REQUIRE(model.due.contains(fired));
        REQUIRE(model.due.at(fired).first <= now);  // never early
      }
      apply_due(model, *result, fired);
      check_step(model, *result, sent, now);
      subject = result->after;
      ++visits[subject.state];
      ++taken;
    }
  }
  CHECK(taken > events / 10);
  for (const auto& state : machine().states()) {
    INFO(state.name);
    CHECK(visits[state.name] > 0);
  }
}
