// Coming back to a task after a while (R8): what was looked up is looked up again, what was checked
// is checked again; what no longer holds is told and only that is asked again.
#pragma once

#include <cstdint>

#include "dialogs/engine/turn.hpp"
#include "dialogs/event.hpp"

namespace dialogs {

// Looks at every kept answer of the task that `run` is part of, then goes on with it. A look-up in
// between makes it go on when the result comes (on_refreshed). Answers behind the point of no
// return stand as they are. Precondition: the task is raised.
void refresh(Turn& turn, std::uint64_t run);

// The result of a look-up that `refresh` asked for. One that failed leaves the answer as it is.
void on_refreshed(Turn& turn, const Awaiting& awaiting, const LookupResult& result);

}  // namespace dialogs
