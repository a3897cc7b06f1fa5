// Which timers run after a transition. Private to this module.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/decide.hpp"

namespace workflow {

// The case field that decide() keeps: a record of timer name -> instant, the timers that run.
inline constexpr std::string_view kDueField = "due";

// When a running timer of this case fires; nothing when it does not run.
std::optional<base::Instant> running_until(const Case& subject, std::string_view timer);

// What moved the timers.
struct TimerMove {
  std::string_view fired;                   // its row is gone already
  std::vector<std::string> changed_fields;  // deadlines that this transition computed
  std::vector<std::string> restarts;
};

// Brings the `due` field of `after` in line with its state and gives the changes to due rows.
// `from` is null when the case was opened.
std::vector<DueChange> move_timers(const State* from, const State& to, const TimerMove& move,
                                   const Policy& policy, Case& after, base::Instant now);

}  // namespace workflow
