// The life of tasks and of the flows that they call: ended, raised, taken up again (R6, X1, X8).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Frames that a chain of calls may pile up.
constexpr std::size_t kMaxStack = 24;

// The task that `run` is part of and every flow called on its behalf, callers first.
std::vector<std::uint64_t> chain_of(const Turn& turn, std::uint64_t run);

// The same with the calls that returned already, whose answers can still be corrected (C8).
std::vector<std::uint64_t> family_of(const Turn& turn, std::uint64_t run);

// R1: the pending question goes with its frame, to be asked again when the task comes back.
void keep_pending(Turn& turn);

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

// Tasks on the stack that gave way to another, the newest first.
std::vector<std::uint64_t> interrupted_tasks(const Turn& turn);

// R6, after a task that asked nothing: the one below goes on at once, with the very question that
// was open. Whether there is one.
bool resume_after_info(Turn& turn);

// Whether the customer has answered anything in that task or a flow that it called.
bool has_given_answers(const Turn& turn, std::uint64_t run);

// The number of what the task created (X5): of its newest result; empty when there is none.
std::string created_number(const Turn& turn, std::uint64_t run);

// X5, C6: what a task did that cannot be undone is remembered beyond it, also while it waits aside.
void remember_settled(Turn& turn, const Frame& task);

// Raises the chain of a task that is interrupted, waiting or parked, and goes on with it once its
// look-ups and checks were run again (R8).
void resume(Turn& turn, std::uint64_t run);

}  // namespace dialogs
