// Flows that call flows: entering, taking what came back, and entering again after a correction
// (C8); and answers that stand already when their question is reached (C5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Begins the flow of the `call` step at `path`, where the frame stands. One that is open already,
// or returned and was corrected since, goes on instead, with what it is given now (C8). False when
// the program has no such flow or calls lie too deep.
bool enter_call(Turn& turn, const Flow& flow, std::uint64_t run, const std::string& path,
                const CallStep& call);

// The called flow ends with that outcome; its caller takes the results and goes on.
void return_to_caller(Turn& turn, std::uint64_t callee, std::string_view outcome);

// Ends every flow that this one called.
void end_calls(Turn& turn, std::uint64_t run);

// An answer kept aside becomes the answer of its question if it is still a good one: of a branch
// that is entered again (C5), or given before its question (1.1). Whether it did.
bool restore_answer(Turn& turn, const Flow& flow, std::uint64_t run, const Place& place,
                    const AskStep& ask);

}  // namespace dialogs
