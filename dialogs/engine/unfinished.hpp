// Tasks that were put aside: what is kept of them, and the buttons that go on with one.
#pragma once

#include <cstdint>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Parked tasks worth going on with, newest first.
std::vector<std::uint64_t> kept_tasks(const Turn& turn);

// A button for each of them, before the buttons that are there.
void add_resume_buttons(Turn& turn, Reply& reply);

// When a task that is put aside now is let go: its flow's `unfinished`, else when the conversation
// closes.
std::int64_t kept_until(const Turn& turn, const Frame& task);

}  // namespace dialogs
