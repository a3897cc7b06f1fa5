#include "workflow/machine.hpp"

#include <algorithm>

namespace workflow {
namespace {

template <class Named>
const Named* find_named(const std::vector<Named>& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

bool contains(const auto& all, const auto& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

const Timer* State::timer_for(std::string_view event) const {
  const auto found = std::find_if(timers.begin(), timers.end(),
                                  [&](const Timer& timer) { return timer.event == event; });
  return found == timers.end() ? nullptr : &*found;
}

const State* Machine::find_state(std::string_view name) const {
  return find_named(states_, name);
}

const EventKind* Machine::find_event(std::string_view name) const {
  return find_named(events_, name);
}

std::vector<const TransitionRule*> Machine::rules(std::string_view state,
                                                  std::string_view event) const {
  std::vector<const TransitionRule*> out;
  for (const TransitionRule& rule : transitions_) {
    if (rule.event == event && contains(rule.from, state)) out.push_back(&rule);
  }
  return out;
}

std::vector<std::string> Machine::events_in(std::string_view state, Actor actor) const {
  std::vector<std::string> out;
  for (const TransitionRule& rule : transitions_) {
    const bool only_refuses = rule.guards.size() == 1 && !rule.guards.front().must;
    if (only_refuses || !contains(rule.from, state) || !contains(rule.actors, actor)) continue;
    if (!contains(out, rule.event)) out.push_back(rule.event);
  }
  return out;
}

std::vector<std::string> Machine::text_keys() const {
  std::vector<std::string> out;
  for (const auto& notice : notices_) out.push_back(notice->key);
  return out;
}

std::optional<base::Type> Machine::notice_type(std::string_view name, const Policy& policy) const {
  for (const auto& notice : notices_) {
    if (notice->name != name) continue;
    base::Type record = base::Type::of(base::Type::Kind::record);
    record.fields.emplace_back("number", base::Type::of(base::Type::Kind::text));
    for (const auto& [value, type] : notice->types) record.fields.emplace_back(value, type);
    base::Type figures = base::Type::of(base::Type::Kind::record);
    for (const std::string& figure : notice->figures) {
      const base::Type* type = policy.type().field(figure);
      if (type != nullptr) figures.fields.emplace_back(figure, *type);
    }
    record.fields.emplace_back("policy", std::move(figures));
    return record;
  }
  return std::nullopt;
}

}  // namespace workflow
