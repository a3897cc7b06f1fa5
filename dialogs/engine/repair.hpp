// The first repair patterns: cancel, the engine's own questions, repeat, why, a person, and the
// ladder of messages that nobody understood. Further patterns of dialogs.md 1 (information
// questions, clarifying, silence, several interrupted tasks) join here.
#pragma once

#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// X1, X3, X4: cancels the top task with its calls; asks first when much would be lost.
void cancel(Turn& turn);
// Without asking.
void cancel_now(Turn& turn, std::uint64_t run);

// What a message or button says to the engine's own question. Precondition: one is open.
enum class YesNo { yes, no };
void answer_repair(Turn& turn, YesNo answer);

// R6: puts a task aside; its answers stay.
void park(Turn& turn, std::uint64_t run);

// Says the last words of the flows again; the open question follows at the end of the step.
void repeat(Turn& turn);
// Why the pending question is asked.
void explain(Turn& turn);
// "Human": calls a person.
void call_person(Turn& turn);
// A message that fits nothing while no question is open: one more step up the ladder.
void not_understood(Turn& turn);

}  // namespace dialogs
