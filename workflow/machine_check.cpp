#include "workflow/machine_check.hpp"

#include <algorithm>
#include <set>

namespace workflow {
namespace {

using Names = std::set<std::string, std::less<>>;

bool contains(const auto& all, const auto& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// Messages that the source promises (facts 69 and 70): a machine that has the event or the state
// must send them, whatever its file says.
struct Duty {
  std::string_view event;  // every entry of this event, or
  std::string_view state;  // every entry into this state
  int fact;
};
constexpr Duty kDuties[] = {{"extend", "", 69}, {"", "non_returnable", 70}};

// The states reachable from one, without using some events.
Names reachable(const Machine& machine, const std::string& start,
                const std::vector<std::string>& without) {
  Names seen = {start};
  std::vector<std::string> open = {start};
  while (!open.empty()) {
    const std::string state = std::move(open.back());
    open.pop_back();
    for (const TransitionRule& rule : machine.transitions()) {
      if (rule.to.empty() || !contains(rule.from, state) || contains(without, rule.event)) continue;
      if (seen.insert(rule.to).second) open.push_back(rule.to);
    }
  }
  return seen;
}

void check_states(const Machine& machine, base::Faults& faults) {
  const Names seen = reachable(machine, std::string(kNewState), {});
  for (const State& state : machine.states()) {
    if (!seen.contains(state.name)) {
      faults.error(state.where, "state '" + state.name + "' cannot be reached",
                   "no entry leads to it from 'new'");
    }
    const bool has_exit = std::any_of(machine.transitions().begin(), machine.transitions().end(),
                                      [&](const TransitionRule& rule) {
                                        return contains(rule.from, state.name) &&
                                               !rule.to.empty() && rule.to != state.name;
                                      });
    if (!has_exit && !state.is_terminal) {
      faults.error(state.where, "state '" + state.name + "' cannot be left",
                   "add an entry with `to`, or say `terminal: yes`");
    }
    if (state.is_terminal && !state.timers.empty()) {
      faults.error(state.where, "state '" + state.name + "' is terminal, so no timer may run in it",
                   "remove its timers, or `terminal: yes`");
    }
  }
}

void check_terminal_exits(const Machine& machine, base::Faults& faults) {
  for (const TransitionRule& rule : machine.transitions()) {
    for (const std::string& from : rule.from) {
      const State* state = machine.find_state(from);
      if (state == nullptr || !state->is_terminal) continue;
      for (const Actor actor : rule.actors) {
        if (is_person(actor)) continue;
        faults.error(rule.where,
                     "'" + rule.event + "' lets " + std::string(to_string(actor)) +
                         " change the terminal state '" + from + "'",
                     "only support, warehouse and finance may");
      }
    }
  }
}

// For each state, event and actor the last entry has no `when`, and only the last.
void check_alternatives(const Machine& machine, base::Faults& faults) {
  std::set<std::pair<const TransitionRule*, bool>> reported;
  std::vector<std::string> states = {std::string(kNewState)};
  for (const State& state : machine.states()) states.push_back(state.name);
  for (const std::string& state : states) {
    for (const EventKind& event : machine.events()) {
      const auto rules = machine.rules(state, event.name);
      for (const Actor actor : kActors) {
        const TransitionRule* open = nullptr;  // tried so far, may still fail its `when`
        const TransitionRule* last = nullptr;  // always applies
        for (const TransitionRule* rule : rules) {
          if (!contains(rule->actors, actor)) continue;
          if (last != nullptr && reported.insert({rule, true}).second) {
            faults.error(rule->where,
                         "this '" + event.name + "' in state '" + state +
                             "' is never tried: the one in line " +
                             std::to_string(last->where.line) + " always applies",
                         "give that one a `when`, or remove one");
          }
          (rule->when ? open : last) = rule;
        }
        if (open != nullptr && last == nullptr && reported.insert({open, false}).second) {
          faults.error(open->where,
                       "the last '" + event.name + "' in state '" + state +
                           "' has a `when`, so the event may find no entry",
                       "add an entry without `when`");
        }
      }
    }
  }
}

void check_timers(const Machine& machine, base::Faults& faults) {
  for (const State& state : machine.states()) {
    Names events;
    for (const Timer& timer : state.timers) {
      if (!events.insert(timer.event).second) {
        faults.error(timer.where,
                     "another timer of state '" + state.name + "' sends '" + timer.event + "' too",
                     "every timer of a state needs an event of its own");
      }
      const auto rules = machine.rules(state.name, timer.event);
      const bool is_heard = std::any_of(rules.begin(), rules.end(), [](const auto* rule) {
        return contains(rule->actors, Actor::clock);
      });
      if (!is_heard) {
        faults.error(timer.where,
                     "timer '" + timer.name + "' sends '" + timer.event + "', which state '" +
                         state.name + "' does not take from the clock",
                     "add an entry with `by: clock`");
      }
    }
  }
  for (const TransitionRule& rule : machine.transitions()) {
    const std::string& state_name = rule.to.empty() ? rule.from.front() : rule.to;
    const State* state = machine.find_state(state_name);
    for (const std::string& name : rule.restarts) {
      const bool is_known =
          state != nullptr && std::any_of(state->timers.begin(), state->timers.end(),
                                          [&](const Timer& timer) { return timer.name == name; });
      if (!is_known) {
        faults.error(rule.where,
                     "state '" + state_name + "' has no timer '" + name + "' to restart",
                     "declare it under `timers` of that state");
      }
    }
  }
}

void check_notices(const Machine& machine, base::Faults& faults) {
  for (const auto& notice : machine.notices()) {
    const bool is_told = std::any_of(
        machine.transitions().begin(), machine.transitions().end(),
        [&](const TransitionRule& rule) {
          return std::any_of(rule.tells.begin(), rule.tells.end(),
                             [&](const auto& tell) { return tell.notice == notice.get(); });
        });
    if (!is_told) {
      faults.error(notice->where, "nothing tells notice '" + notice->name + "'",
                   "add `tell: " + notice->name + "` to an entry, or remove the notice");
    }
  }
  for (const TransitionRule& rule : machine.transitions()) {
    if (rule.guards.size() == 1 && !rule.guards.front().must) continue;  // it only refuses
    for (const Duty& duty : kDuties) {
      const bool applies = duty.event.empty() ? rule.to == duty.state : rule.event == duty.event;
      const bool is_done = std::any_of(
          rule.tells.begin(), rule.tells.end(),
          [](const TransitionRule::Tell& tell) { return tell.notice->is_mandatory && !tell.when; });
      if (applies && !is_done) {
        faults.error(
            rule.where,
            "'" + rule.event + "' must tell the customer (fact " + std::to_string(duty.fact) + ")",
            "tell a notice with `mandatory: yes`, without `when`");
      }
    }
  }
}

void check_events(const Machine& machine, base::Faults& faults) {
  for (const EventKind& event : machine.events()) {
    const bool occurs =
        std::any_of(machine.transitions().begin(), machine.transitions().end(),
                    [&](const TransitionRule& rule) { return rule.event == event.name; });
    if (!occurs) {
      faults.error(event.where, "event '" + event.name + "' occurs in no state",
                   "add an entry `on: " + event.name + "` to a state, or remove the event");
    }
  }
}

void check_promises(const Machine& machine, base::Faults& faults) {
  for (const Promise& promise : machine.promises()) {
    for (const TransitionRule& rule : machine.transitions()) {
      if (!contains(promise.without, rule.event)) continue;
      for (const Actor actor : rule.actors) {
        if (is_person(actor)) continue;
        faults.error(promise.where,
                     "'" + rule.event +
                         "' is no person's decision: " + std::string(to_string(actor)) +
                         " may do it in line " + std::to_string(rule.where.line),
                     "name only events that people send");
      }
    }
    if (reachable(machine, promise.from, promise.without).contains(promise.never)) {
      faults.error(promise.where,
                   "'" + promise.never + "' can be reached from '" + promise.from +
                       "' without any of the decisions named here",
                   promise.why);
    }
  }
}

}  // namespace

void check_machine(const Machine& machine, base::Faults& faults) {
  check_states(machine, faults);
  check_terminal_exits(machine, faults);
  check_alternatives(machine, faults);
  check_timers(machine, faults);
  check_events(machine, faults);
  check_notices(machine, faults);
  check_promises(machine, faults);
}

}  // namespace workflow
