// Running a flow: from a position on, step by step, until something must be waited for.
#pragma once

#include <cstdint>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Steps that one turn may walk before it is called broken and a person is asked in. A sound program
// stops long before; this bound holds for look-up results of any size.
constexpr int kMaxWalk = 20'000;
// Frames that a chain of calls may pile up.
constexpr std::size_t kMaxStack = 24;

// The task that `run` is part of and every flow called on its behalf, callers first.
std::vector<std::uint64_t> chain_of(const Turn& turn, std::uint64_t run);
// Makes that chain the active one, on top of the stack.
void raise(Turn& turn, std::uint64_t run);

// Goes on from the frame's position until a question is asked, a result is awaited, or the task
// ends. What is answered or done is passed by.
void walk(Turn& turn, std::uint64_t run);

// The same from the flow's first step: after answers were dropped or changed (C3), and on resuming.
void walk_again(Turn& turn, std::uint64_t run);

// Marks the step at this path, where the frame stands, as behind us, and goes on behind it (or at
// an arm of it).
void leave_step(Turn& turn, std::uint64_t run, const std::string& path, std::string_view arm = {});

// Asks the question at that place: fetches its options first where a look-up has them (then nothing
// is asked yet), passes to the `when_empty` arm where there are none.
void ask(Turn& turn, std::uint64_t run, const Place& place, bool is_correction);
// The same, with what the look-up returned.
void ask_with(Turn& turn, std::uint64_t run, const Place& place, bool is_correction,
              const base::Value& found);

// Ends the frame with that outcome: a called flow returns to its caller, a task gives way to the one
// it interrupted (R6).
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
