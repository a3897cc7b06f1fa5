// The life of tasks and of the flows that they call: ended, raised, taken up again (R6, X1, X8).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Frames that a chain of calls may pile up.
constexpr std::size_t kMaxStack = 24;

// The task that `run` is part of and every flow called on its behalf, callers first.
std::vector<std::uint64_t> chain_of(const Turn& turn, std::uint64_t run);

// Makes that chain the active one, on top of the stack.
void raise(Turn& turn, std::uint64_t run);

// Ends the frame with that outcome: a called flow returns to its caller, a task gives way to the
// one it interrupted (R6).
void finish(Turn& turn, std::uint64_t run, std::string_view outcome);

// Goes where an exit leads: to a queue of people, or to the end of the flow.
void leave_by(Turn& turn, std::uint64_t run, const Exit& exit, std::string_view reason,
              std::string_view text_key);

// Ends the task that `run` is part of, with every flow it called, without a word.
void end_chain(Turn& turn, std::uint64_t run, std::string_view outcome);

// After a task is gone: asks whether to go on with the one below, if it is interrupted (R6, X8).
void offer_interrupted(Turn& turn);

// Raises the chain of a task that is interrupted, waiting or parked, and goes on with it.
void resume(Turn& turn, std::uint64_t run);

}  // namespace dialogs
