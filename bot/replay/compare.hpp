// Holds a replayed conversation against what was stored, turn by turn. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/replay/replay.hpp"

namespace bot {

// The first turn that came out otherwise.
struct Divergence {
  std::int64_t turn = 0;
  std::string stored;  // as transcript lines
  std::string replayed;
  std::string detail;  // what differs when the lines do not: a change of the state
};

struct ReplayCheck {
  std::int64_t turns = 0;  // run again
  // Why it could not be replayed to the end; empty when it could.
  std::string not_replayed;
  std::optional<Divergence> divergence;

  bool is_identical() const { return !divergence && not_replayed.empty(); }
};

struct ReplayOptions {
  std::int64_t until = 0;  // the last turn to run; 0: all
  // Compares what customers see and what is answered, not the bytes of the changes: for a replay
  // under another profile, whose flows have other hashes and steps.
  bool is_other_profile = false;
};

ReplayCheck check_replay(const JournaledConversation& conversation, FindProfile find,
                         const ReplayOptions& options = {});

// One line a message, for people: "  bot (create_return.order): Which order ... [1042 | 1057]".
std::string transcript_of(std::string_view output);

// Two columns with `stored` and `replayed` above them.
std::string side_by_side(const Divergence& divergence);

}  // namespace bot
