// Running a flow: from a position on, step by step, until something must be waited for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Steps that one turn may walk before it is called broken and a person is asked in. A sound program
// stops long before; this bound holds for look-up results of any size.
constexpr int kMaxWalk = 20'000;

// Goes on from the frame's position until a question is asked, a result is awaited, or the task
// ends. What is answered or done is passed by. During another walk it begins when that one stops.
void walk(Turn& turn, std::uint64_t run);

// The same from the flow's first step: after answers were dropped or changed (C3), and on resuming.
void walk_again(Turn& turn, std::uint64_t run);

// The whole task that `run` is part of from its first step, calls included: after a correction
// anywhere in it (C3, C8), and on coming back. The task comes to the top of the stack.
void walk_task(Turn& turn, std::uint64_t run);

// Marks the step at this path, where the frame stands, as behind us, and goes on behind it (or at
// an arm of it).
void leave_step(Turn& turn, std::uint64_t run, const std::string& path, std::string_view arm = {});

}  // namespace dialogs
