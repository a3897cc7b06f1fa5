// What was done and cannot be undone by taking answers back (C6, X5).
#pragma once

#include <cstdint>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

enum class Wanted { change, cancel };

// Says what was created already, with its number, and what can be done instead: the flow's
// `changed_after` begins at once, its `cancelled_after` is offered, a person is offered.
void tell_fenced(Turn& turn, const Frame& frame, Wanted wanted);

// The same of the task that ended last (State::settled). Whether there is one.
bool tell_settled(Turn& turn, Wanted wanted);

}  // namespace dialogs
