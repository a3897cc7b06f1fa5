#include "random_model.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

namespace workflow_test {
namespace {

using base::Record;
using workflow::Actor;
using workflow::CaseEvent;

constexpr int kEventsPerCase = 60;

class Walk {
 public:
  Walk(Model& model, base::SeededRandom& random) : model_(model), random_(random) {}

  void step() {
    now_ += base::Duration(random_.below(48 * 3'600'000));
    CaseEvent sent = random_event();
    const Next wanted = expected(sent);
    const auto result = post(sent);
    const std::string found = result ? result->to : std::string();
    if (found != wanted.value_or("")) {
      INFO(model_.type() << ": " << model_.state << " + " << sent.name << " by "
                         << to_string(sent.actor) << " at " << base::to_iso(now_));
      INFO((result ? "taken" : result.error().detail));
      CHECK(found == wanted.value_or(""));
    }
    if (!result || !wanted) return;
    model_.see(*result);
    keep(sent, *result);
    ++taken;
  }

  int taken = 0;

 private:
  CaseEvent random_event() {
    const auto& names = model_.events();
    std::string name = names[random_.below(names.size())];
    Actor actor = workflow::kActors[random_.below(workflow::kActors.size())];
    if (!due_.empty() && random_.below(5) == 0) {  // a timer, as a rule when it is due
      auto row = due_.begin();
      std::advance(row, static_cast<std::ptrdiff_t>(random_.below(due_.size())));
      name = row->first;
      actor = Actor::clock;
      if (random_.below(4) != 0) now_ = std::max(now_, row->second);
    } else if (model_.state == "new") {
      name = model_.opening(random_);
    } else if (random_.below(2) == 0) {  // something that the state knows
      const auto possible = machine(model_.type()).events_in(model_.state, actor);
      if (!possible.empty()) name = possible[random_.below(possible.size())];
    }
    auto sent =
        event(name, actor, actor == Actor::clock ? Record{} : model_.random_data(name, random_));
    if (random_.below(20) == 0) sent.key.clear();
    if (random_.below(40) == 0) sent.actor_id = "boris";
    if (random_.below(40) == 0) sent.data["no_such_field"] = 1;
    return sent;
  }

  Next expected(const CaseEvent& sent) {
    const bool is_theirs = sent.actor == Actor::customer || sent.actor == Actor::bot;
    if (is_theirs && sent.actor_id != "anna") return {};
    if (sent.data.find("no_such_field") != nullptr) return {};
    if (sent.actor == Actor::clock && model_.state != "new") {
      const auto row = due_.find(sent.name);
      if (row == due_.end() || row->second > now_) return {};
      return model_.after_timer(sent.name);
    }
    if (sent.name == "handoff") {
      const bool may = is_theirs || sent.actor == Actor::support;
      return may && !model_.is_over() && model_.state != "new" ? Next(model_.state) : Next();
    }
    return model_.people(sent, now_);
  }

  base::Result<workflow::Transition> post(const CaseEvent& sent) const {
    const auto& rules = machine(model_.type());
    if (model_.state != "new") return decide(rules, policy(), subject_, sent, now_);
    auto fresh = new_case();
    fresh.fields = model_.opening_fields();
    return open_case(rules, policy(), fresh, sent, now_);
  }

  // The rows of the store, and whether exactly the timers of the state run.
  void keep(const CaseEvent& sent, const workflow::Transition& step) {
    const bool entered = step.from != step.to;
    std::set<std::string> before;
    for (const auto& [name, due] : due_) before.insert(name);
    const auto wanted =
        entered ? model_.timers().at(step.to) : model_.running_on(sent, std::move(before), now_);
    if (sent.actor == Actor::clock) {
      due_.erase(sent.name);
      ids_.erase(sent.name);
    }
    std::set<std::string> seen;
    for (const auto& change : step.due) {
      REQUIRE(seen.insert(change.id).second);
      const auto id = workflow::parse_due_id(change.id);
      const auto ended = std::erase_if(ids_, [&](const auto& known) {
        if (known.second != id->timer) return false;
        due_.erase(known.first);
        return true;
      });
      if (!change.start) {
        REQUIRE(ended == 1);  // what is cancelled was there
        continue;
      }
      due_[change.event] = *change.start;
      ids_[change.event] = id->timer;
    }
    std::set<std::string> running;
    for (const auto& [name, due] : due_) running.insert(name);
    REQUIRE(running == wanted);
    REQUIRE(step.after.version == subject_.version + 1);
    subject_ = step.after;
    model_.state = step.to;
  }

  Model& model_;
  base::SeededRandom& random_;
  base::Instant now_ = at("2027-03-01T09:00:00Z");
  workflow::Case subject_;
  std::map<std::string, base::Instant> due_;  // by the event that the timer sends
  std::map<std::string, std::string> ids_;    // event to the timer's name
};

std::uint64_t environment_number(const char* name, std::uint64_t usual) {
  const char* given = std::getenv(name);
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

}  // namespace

void run_model(const std::function<std::unique_ptr<Model>(base::SeededRandom&)>& make) {
  const auto seed = environment_number("BOOMERANG_SEED", 20'261'122);
  const auto events = environment_number("BOOMERANG_CASE_EVENTS", 1'000'000);
  INFO("BOOMERANG_SEED=" << seed);
  base::SeededRandom random(seed);
  std::map<std::string, int> visits;
  std::uint64_t taken = 0;
  for (std::uint64_t i = 0; i < events;) {
    const auto model = make(random);
    Walk walk(*model, random);
    for (int j = 0; j < kEventsPerCase; ++j, ++i) {
      walk.step();
      ++visits[model->state];
    }
    taken += static_cast<std::uint64_t>(walk.taken);
  }
  CHECK(taken > events / 20);
  for (const auto& [state, timers] : make(random)->timers()) {
    INFO(state);
    CHECK(visits[state] > 0);
  }
}

}  // namespace workflow_test
