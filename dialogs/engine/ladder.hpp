// The ladder of messages that nobody understood (dialogs.md 1.5): ask again, in other words, with
// buttons, then a person. It is climbed per question (Pending::tries) and per conversation
// (State::not_understood): of the two the higher rung counts. What was understood begins the
// conversation's afresh (Turn::heard).
#pragma once

#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

// How the open question is put at the rung that is reached.
Wording wording_now(const Turn& turn);

// One message more that was not understood. False at the top: then a person was called, and the
// caller says nothing more. A question that gives more tries than the shop keeps its own, so the
// conversation's top is not reached at it. `is_clarified`: it will be asked what was meant.
bool climb(Turn& turn, bool is_clarified = false);

// A message that fits nothing, with no question of a flow open: climbs, and offers what can be
// done.
void not_understood(Turn& turn);

}  // namespace dialogs
