// Commands that are offered as a button instead of being carried out (1.1: both plausible).
#pragma once

#include <string_view>
#include <vector>

#include "dialogs/command.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

// A button that starts the flow: its label, else its title.
void add_start_button(Turn& turn, Reply& reply, FlowIndex flow);

// "Noted. Or did you want to ...?" with the button.
void offer_start(Turn& turn, FlowIndex flow);
void offer_cancel(Turn& turn);
// The first of the commands that could be one of these, after a text that was stored as an answer.
void offer_noted(Turn& turn, const std::vector<Command>& commands);

// Tasks that a message might have meant too, as buttons beside the question just asked; none when
// none was asked.
void offer_tasks(Turn& turn, const std::vector<Command>& options);

// Whether the task on top, or a flow that it called, is of that flow.
bool is_open_task(const Turn& turn, std::string_view flow);

}  // namespace dialogs
