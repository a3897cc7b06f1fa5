// What the customer wrote, pressed or opened: candidate commands in the order of their trust
// (dialogs.md 1.1): button token, the pending question's own parser, reserved words, phrases that
// start a flow, free text. A classifier's proposals join behind the phrases.
#pragma once

#include "dialogs/engine/turn.hpp"
#include "dialogs/event.hpp"

namespace dialogs {

void on_message(Turn& turn, const MessageEvent& event);
// Engine::is_beyond_doubt. Changes nothing.
bool is_beyond_doubt(Turn& turn, const MessageEvent& event);
void on_press(Turn& turn, const PressEvent& event);
void on_start(Turn& turn, const StartEvent& event);

}  // namespace dialogs
