// Information in between (R4): answered without a task of its own; the pending question, its tries
// and its timers stay as they are, and it is asked again shortly.
#pragma once

#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Says the shared text "info.<name>", which may speak of {policy...} and {customer...}.
// Precondition: there is one.
void say_article(Turn& turn, std::string_view name);

}  // namespace dialogs
