// Silence (dialogs.md 1.5): a reminder, then the tasks are put aside with their answers, then the
// conversation is closed and what was not to be kept any longer is let go. All by one timer.
#pragma once

#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

inline constexpr std::string_view kSilenceKey = "silence";

// Notes a sign of life and keeps one timer for the next stage. Called at the end of every step;
// `is_heard`: the step was the customer's, or a person gave the dialog back.
void watch_silence(Turn& turn, bool is_heard);

// The timer has come: looks again whether it is time, and goes to the next stage if so.
void on_silence(Turn& turn);

// "One moment": no try is used up, nobody is reminded, and there is twice the time.
void hold(Turn& turn);

}  // namespace dialogs
