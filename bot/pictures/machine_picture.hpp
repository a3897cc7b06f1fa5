// A case machine as a picture: its states and what leads from one to another. Any thread; no state.
#pragma once

#include "bot/pictures/picture.hpp"
#include "workflow/machine.hpp"

namespace bot {

// One arrow for all events between two states; dashed when only the clock sends them. Events that
// change no state are left out.
Picture picture_of(const workflow::Machine& machine);

}  // namespace bot
