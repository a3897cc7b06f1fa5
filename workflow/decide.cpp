#include "workflow/decide.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "workflow/due_rows.hpp"
#include "workflow/event_fields.hpp"
#include "workflow/scope.hpp"

namespace workflow {
namespace {

using base::Code;
using base::Error;
using base::Instant;

constexpr std::string_view kDuePrefix = "case:";
constexpr base::Duration kNoon = std::chrono::hours(12);

bool contains(const auto& all, const auto& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

// " (fact 11)", " (facts 11, 12)" or nothing.
std::string facts_in_words(const std::vector<int>& facts) {
  if (facts.empty()) return {};
  std::string out = facts.size() == 1 ? " (fact " : " (facts ";
  for (std::size_t i = 0; i < facts.size(); ++i) {
    if (i > 0) out += ", ";
    out += std::to_string(facts[i]);
  }
  return out + ")";
}

Error refuse(const Guard& guard) {
  return {guard.code, guard.refusal, guard.words + facts_in_words(guard.facts)};
}

Error refuse_state(const Machine& machine, const std::string& state, const CaseEvent& event) {
  if (event.actor == Actor::clock) {
    return {Code::conflict, "timer_stale",
            "No timer that sends '" + event.name + "' runs in state '" + state + "'."};
  }
  std::string possible;
  for (const std::string& name : machine.events_in(state, event.actor)) {
    possible += (possible.empty() ? "" : ", ") + name;
  }
  return {Code::conflict, "wrong_state",
          "'" + event.name + "' is not possible in state '" + state + "'; possible for " +
              std::string(to_string(event.actor)) +
              " now: " + (possible.empty() ? "nothing" : possible) + "."};
}

// One decision while it is being made.
class Decision {
 public:
  Decision(const Machine& machine, const Policy& policy, const Case& before, const CaseEvent& event,
           Instant now)
      : machine_(machine), policy_(policy), before_(before), event_(event), now_(now) {}

  base::Result<Transition> make() {
    const EventKind* kind = machine_.find_event(event_.name);
    if (kind == nullptr) {
      return Error{Code::invalid_argument, "unknown_event",
                   "There is no event '" + event_.name + "' for '" + machine_.type() + "'."};
    }
    const base::Value* carrier = before_.fields.find("carrier");
    const TrackRules rules{machine_.carriers(), carrier != nullptr && carrier->is_text()
                                                    ? carrier->text()
                                                    : std::string()};
    auto data = check_data(kind->data, event_.data, rules);
    if (!data) return data.error();
    event_value_ = event_record(event_, std::move(*data), now_);
    if (auto error = check_actor()) return *error;
    if (auto error = choose_rule()) return *error;
    if (auto error = check_timer()) return *error;
    const ValueNames names(before_, event_value_, policy_, now_);
    for (const Guard& guard : rule_->guards) {
      if (!guard.must || !guard.must->holds(names)) return refuse(guard);
    }
    return apply(names);
  }

 private:
  // Customers, and the assistant for them, touch only their own cases (D4).
  std::optional<Error> check_actor() const {
    const bool is_theirs = event_.actor == Actor::customer || event_.actor == Actor::bot;
    if (is_theirs && (event_.actor_id.empty() || event_.actor_id != before_.customer)) {
      return Error{Code::forbidden, "not_yours", "This case belongs to another customer."};
    }
    return std::nullopt;
  }

  std::optional<Error> choose_rule() {
    const auto rules = machine_.rules(before_.state, event_.name);
    if (rules.empty()) return refuse_state(machine_, before_.state, event_);
    const ValueNames names(before_, event_value_, policy_, now_);
    std::string allowed;
    for (const TransitionRule* rule : rules) {
      if (contains(rule->actors, event_.actor)) {
        if (!rule->when || rule->when->holds(names)) {
          rule_ = rule;
          return std::nullopt;
        }
        continue;
      }
      for (const Actor actor : rule->actors) {
        if (allowed.find(to_string(actor)) != std::string::npos) continue;
        allowed += (allowed.empty() ? "" : ", ") + std::string(to_string(actor));
      }
    }
    if (event_.actor == Actor::clock) return refuse_state(machine_, before_.state, event_);
    return Error{Code::forbidden, "not_allowed",
                 "'" + event_.name + "' is for " + allowed + " only, not for " +
                     std::string(to_string(event_.actor)) + "."};
  }

  // A due row may fire twice, late, or after somebody else moved the case: only a timer that runs
  // and is due counts.
  std::optional<Error> check_timer() {
    if (event_.actor != Actor::clock) return std::nullopt;
    const State* state = machine_.find_state(before_.state);
    const Timer* timer = state != nullptr ? state->timer_for(event_.name) : nullptr;
    if (timer == nullptr) return std::nullopt;  // the clock's event, but on nobody's timer
    const auto due = running_until(before_, timer->name);
    if (!due) return refuse_state(machine_, before_.state, event_);
    if (now_ < *due) {
      return Error{Code::conflict, "timer_early",
                   "Timer '" + timer->name + "' is due at " + base::to_iso(*due) + "."};
    }
    fired_ = timer->name;
    return std::nullopt;
  }

  base::Result<Transition> apply(const ValueNames& names) {
    Transition out;
    out.event = event_.name;
    out.from = before_.state;
    out.to = rule_->to.empty() ? before_.state : rule_->to;
    out.after = before_;
    out.after.state = out.to;
    out.after.version = before_.version + 1;
    out.after.changed = now_;
    set_fields(names, out.after);
    if (auto error = set_deadlines(out.after)) return *error;
    const State* to = machine_.find_state(out.to);
    ENSURE(to != nullptr, "the machine was checked when it was loaded");
    TimerMove move{fired_, {}, rule_->restarts};
    for (const auto& deadline : rule_->deadlines) move.changed_fields.push_back(deadline.field);
    out.due = move_timers(machine_.find_state(out.from), *to, move, policy_, out.after, now_);
    tell(out);
    for (const auto& call : rule_->calls) {
      out.tasks.push_back({call.queue, call.reason, call.priority});
    }
    follow_up(out);
    return out;
  }

  // All values are computed from the case as it was; nothing computed sets nothing.
  void set_fields(const ValueNames& names, Case& after) const {
    for (const std::string& field : rule_->clears) {
      for (const char* suffix : {"", "_zone", "_date"}) after.fields.erase(field + suffix);
    }
    for (const auto& set : rule_->sets) {
      base::Value value = set.value.evaluate(names);
      if (!value.is_nothing()) after.fields[set.field] = std::move(value);
    }
  }

  std::optional<Error> set_deadlines(Case& after) const {
    const base::Value* zone = after.fields.find("zone");
    const std::string customer_zone = zone != nullptr && zone->is_text() ? zone->text() : "";
    for (const auto& rule : rule_->deadlines) {
      Deadline deadline;
      if (rule.date.empty()) {
        deadline = policy_.deadline(rule.figure, now_, customer_zone);
      } else {
        const auto date = base::from_iso(event_value_.text_at(rule.date));
        ENSURE(date.has_value(), "a guard makes sure of the date");
        // Counted from noon, which has the same date in the zones of the shop and its customers.
        deadline = rule.figure.empty()
                       ? deadline_on(std::chrono::floor<std::chrono::days>(*date),
                                     policy_.calendar(), customer_zone)
                       : policy_.deadline(rule.figure, *date + kNoon, customer_zone);
        const base::Value* old = before_.fields.find(rule.field);
        const auto present = old != nullptr ? base::from_iso(old->text()) : std::nullopt;
        const bool is_promise = !rule.figure.empty();  // it may have passed when the date is old
        if ((deadline.at <= now_ && !is_promise) || (present && deadline.at <= *present)) {
          return Error{Code::invalid_argument, "date_not_later",
                       "The new date must lie in the future and after the present one.", rule.date};
        }
      }
      after.fields[rule.field] = base::to_iso(deadline.at);
      after.fields[rule.field + "_zone"] = deadline.zone;
      after.fields[rule.field + "_date"] =
          base::to_iso(Instant(local_date(deadline.at, deadline.zone))).substr(0, 10);
    }
    return std::nullopt;
  }

  void tell(Transition& out) const {
    const ValueNames names(out.after, event_value_, policy_, now_);
    for (const auto& tell : rule_->tells) {
      if (tell.when && !tell.when->holds(names)) continue;
      Notice notice;
      notice.text = tell.notice->key;
      notice.is_mandatory = tell.notice->is_mandatory;
      notice.has_sheet = tell.notice->has_sheet;
      notice.zone = policy_.calendar().zone;
      notice.values["number"] = out.after.number;
      for (const auto& [name, expression] : tell.notice->values) {
        notice.values[name] = expression.evaluate(names);
        // A deadline is named in the zone in which it is the end of a day.
        const std::string zone_name = name + "_zone";
        const base::Value* zone = out.after.fields.find(zone_name);
        if (zone != nullptr && expression.text() == "case." + name) notice.zone = zone->text();
      }
      base::Record figures;
      for (const std::string& figure : tell.notice->figures) {
        figures[figure] = policy_.figures().at(figure);
      }
      notice.values["policy"] = std::move(figures);
      out.notices.push_back(std::move(notice));
    }
  }

  void follow_up(Transition& out) const {
    if (rule_->opens.empty()) return;
    FollowUp next{rule_->opens, {}};
    for (const std::string& field : rule_->copies) {
      const base::Value* value = out.after.fields.find(field);
      if (value != nullptr) next.fields[field] = *value;
    }
    next.fields["linked_from"] = out.after.number;
    out.follow_up = std::move(next);
  }

  const Machine& machine_;
  const Policy& policy_;
  const Case& before_;
  const CaseEvent& event_;
  Instant now_;
  base::Value event_value_;
  const TransitionRule* rule_ = nullptr;
  std::string_view fired_;
};

}  // namespace

base::Result<Transition> open_case(const Machine& machine, const Policy& policy,
                                   const NewCase& fresh, const CaseEvent& first, Instant now) {
  auto fields = check_data(machine.fields(), fresh.fields, {machine.carriers(), {}});
  if (!fields) return fields.error();
  Case before;
  before.id = fresh.id;
  before.number = fresh.number;
  before.type = machine.type();
  before.state = kNewState;
  before.customer = fresh.customer;
  before.conversation = fresh.conversation;
  before.fields = std::move(*fields);
  before.policy_version = policy.version();
  before.opened = now;
  before.changed = now;
  return Decision(machine, policy, before, first, now).make();
}

base::Result<Transition> decide(const Machine& machine, const Policy& policy, const Case& before,
                                const CaseEvent& event, Instant now) {
  ENSURE(before.type == machine.type(), "a case is decided by the machine of its type");
  ENSURE(before.version > 0, "a case is opened by open_case");
  if (before.policy_version != policy.version()) {
    return Error{Code::conflict, "policy_changed",
                 "The case was opened under policy " + before.policy_version + ", not " +
                     policy.version() + "."};
  }
  return Decision(machine, policy, before, event, now).make();
}

std::string due_id(std::string_view case_id, std::string_view timer) {
  std::string id(kDuePrefix);
  id += case_id;
  id += ':';
  id += timer;
  return id;
}

std::optional<DueName> parse_due_id(std::string_view id) {
  if (!id.starts_with(kDuePrefix)) return std::nullopt;
  id.remove_prefix(kDuePrefix.size());
  const auto colon = id.rfind(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == id.size()) return std::nullopt;
  return DueName{std::string(id.substr(0, colon)), std::string(id.substr(colon + 1))};
}

}  // namespace workflow
