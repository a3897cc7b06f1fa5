#include "workflow/due_rows.hpp"

#include <algorithm>

namespace workflow {
namespace {

constexpr base::Duration kTick = base::Duration(1);

std::optional<base::Instant> instant_in(const base::Record& fields, std::string_view name) {
  const base::Value* value = fields.find(name);
  if (value == nullptr || !value->is_text()) return std::nullopt;
  return base::from_iso(value->text());
}

// When a timer that starts now fires; nothing when it has no reason to start.
std::optional<base::Instant> due_of(const Timer& timer, const Policy& policy, const Case& subject,
                                    base::Instant now) {
  if (timer.kind == Timer::Kind::after) {
    const base::Value* zone = subject.fields.find("zone");
    const bool has_zone = zone != nullptr && zone->is_text();
    const auto deadline = policy.deadline(timer.figure, now, has_zone ? zone->text() : "");
    // A deadline is the last moment in time, so it has passed one tick later.
    const Figure* figure = policy.find(timer.figure);
    return figure->is_in_days && figure->days.until_end_of_day ? deadline.at + kTick : deadline.at;
  }
  const auto moment = instant_in(subject.fields, timer.field);
  if (!moment) return std::nullopt;
  if (timer.kind == Timer::Kind::past) return *moment + kTick;
  const base::Instant due = *moment - policy.duration(timer.figure);
  if (due <= now) return std::nullopt;  // a reminder of three days makes no sense with one left
  return due;
}

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

std::optional<base::Instant> running_until(const Case& subject, std::string_view timer) {
  const base::Value* due = subject.fields.find(kDueField);
  if (due == nullptr || !due->is_record()) return std::nullopt;
  return instant_in(due->record(), timer);
}

std::optional<base::Instant> deadline_of(const Machine& machine, const Case& subject) {
  const State* state = machine.find_state(subject.state);
  if (state == nullptr) return std::nullopt;
  std::optional<base::Instant> promised;
  std::optional<base::Instant> last;
  for (const Timer& timer : state->timers) {
    const auto fires = running_until(subject, timer.name);
    if (!fires) continue;
    if (timer.kind == Timer::Kind::past) {
      const base::Instant moment = *fires - kTick;
      promised = promised ? std::min(*promised, moment) : moment;
    } else {
      last = last ? std::max(*last, *fires) : *fires;
    }
  }
  return promised ? promised : last;
}

std::vector<DueChange> move_timers(const State* from, const State& to, const TimerMove& move,
                                   const Policy& policy, Case& after, base::Instant now) {
  std::vector<DueChange> changes;
  base::Record running;
  if (const base::Value* due = after.fields.find(kDueField); due != nullptr && due->is_record()) {
    running = due->record();
  }
  running.erase(move.fired);
  const bool stays = from == &to;
  if (!stays) {
    for (const auto& [timer, due] : running) {
      changes.push_back({due_id(after.id, timer), std::nullopt, {}});
    }
    running = {};
  }
  for (const Timer& timer : to.timers) {
    const bool starts = !stays || contains(move.restarts, timer.name) ||
                        (!timer.field.empty() && contains(move.changed_fields, timer.field));
    if (!starts) continue;
    const auto due = due_of(timer, policy, after, now);
    const std::string id = due_id(after.id, timer.name);
    if (due) {
      // A timer of the same name in the state before: its row is replaced, not cancelled.
      std::erase_if(changes, [&](const DueChange& change) { return change.id == id; });
      changes.push_back({id, due, timer.event});
      running[timer.name] = base::to_iso(*due);
    } else if (running.erase(timer.name)) {
      changes.push_back({id, std::nullopt, {}});
    }
  }
  if (running.empty()) {
    after.fields.erase(kDueField);
  } else {
    after.fields[kDueField] = std::move(running);
  }
  return changes;
}

}  // namespace workflow
