// Counters of the turns, plain numbers that the loop thread writes and reads; /metrics shows them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace bot {

struct Metrics {
  std::int64_t turns_committed = 0;
  std::int64_t turns_refused = 0;  // busy, read-only, or a failed commit
  std::int64_t turns_resent = 0;   // answered from the journal or joined to one in flight
  std::int64_t case_events = 0;
  std::int64_t case_refusals = 0;
  std::int64_t timers_fired = 0;
  std::int64_t uploads = 0;
  std::int64_t conversations_opened = 0;
  std::int64_t invariants_broken = 0;
  std::int64_t commits_in_flight = 0;
  // Tasks that came to their end, by flow and outcome: few of each, all from the profile.
  std::map<std::pair<std::string, std::string>, std::int64_t> tasks_finished;
};

}  // namespace bot
