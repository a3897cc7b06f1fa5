// What a classifier guesses against what the engine itself reads in the same words (dialogs.md 1.1:
// the question's own parser first, then the words of the flows, then guesses).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dialogs/command.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

// What the engine itself reads in a part of a message. `is_settled`: a phrase of the flows from end
// to end, which means that whatever a classifier guesses.
struct OwnReading {
  std::vector<Command> commands;
  bool is_settled = false;
};
// `part` begins at byte `offset` of the message, of which `folded` is base::fold. A phrase of the
// task that is open is an attempt at an answer, unless the message asks for another (R3).
OwnReading read_own(const Turn& turn, std::string_view part, std::uint32_t offset,
                    std::string_view folded);

// Why a proposal is not what `part` of the message means, for who asks "why"; empty: it may be.
// `own` is what the engine reads in it. A rule's own proposals always may be.
std::string_view why_not_meant(const Turn& turn, const Command& proposed, std::string_view part,
                               const OwnReading& own);

// Whether a phrase in the middle of other words counts less than a guess about the same words; says
// so to the turn.
bool is_outdone(Turn& turn, const Command& own, const std::vector<Command>& guesses);

}  // namespace dialogs
