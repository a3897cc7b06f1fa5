// Commands that are offered as a button instead of being carried out (1.1: both plausible).
#pragma once

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// A button that starts the flow: its label, else its title.
void add_start_button(Turn& turn, Reply& reply, FlowIndex flow);

// "Noted. Or did you want to ...?" with the button.
void offer_start(Turn& turn, FlowIndex flow);
void offer_cancel(Turn& turn);

}  // namespace dialogs
