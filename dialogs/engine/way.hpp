// How a way through a flow goes on from step to step: shared by the walk of the engine, by what
// explains it, and by the tests' measure of what was reached. Stateless.
#pragma once

#include <cstddef>
#include <string_view>

#include "dialogs/engine.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/state.hpp"

namespace dialogs {

// Moves to a step of the flow (kNoStep: behind its end), keeping the items of the loops around it,
// and of the target when it is a loop whose body was just walked.
void go_to(const Flow& flow, StepIndex target, Position& position);

// From a for_each into its first item, or from the end of an item into the next; behind the loop
// when there is none left. The length of the list when an item was entered, else 0.
std::size_t enter_item(const Flow& flow, const Frame& frame, const Context& context,
                       Position& position);

// Which arm the step with that path was left by ("window_closed"), or nothing.
std::string_view arm_of(const Frame& frame, std::string_view path);

}  // namespace dialogs
