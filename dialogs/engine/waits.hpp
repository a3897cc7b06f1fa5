// Steps that wait for something outside, and how they wake: the frame leaves the stack, so that the
// customer may do other things meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Takes the frame, with the flows that called it, off the stack until the signal or its limit.
void begin_wait(Turn& turn, std::uint64_t run, const Place& place, const std::string& path);

// The limit of a wait has come; `key` is the timer's behind "wait:". One that nobody waits for any
// more does nothing.
void on_wait_over(Turn& turn, std::string_view key);
void on_signal(Turn& turn, const SignalEvent& event);

// The moment that lies that far ahead: working days end with the day, in the shop's zone.
base::Instant add_span(const Context& context, const Span& span);

}  // namespace dialogs
