// Repair patterns of one word: cancel, the answers to the engine's own questions, repeat, why, a
// person. What was not understood is in ladder.hpp and clarify.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// X1, X3, X4, X5: cancels the top task with its calls; asks first when much would be lost. `then`
// is a flow that the same message starts (X2); the caller starts it unless a question is open.
void cancel(Turn& turn, const std::string& then = {});
// X6: every task on the stack.
void cancel_all(Turn& turn, const std::string& then = {});
// Without asking. With `is_last_word` what lies below is offered (X8).
void cancel_now(Turn& turn, std::uint64_t run, bool is_last_word = true);

// What a message or button says to the engine's own question. Precondition: one is open.
enum class YesNo { yes, no };
void answer_repair(Turn& turn, YesNo answer);
// One of the choices of the engine's own question, by its index (repair_choice.hpp). The same.
void choose_in_repair(Turn& turn, std::size_t index);

// R6: puts a task aside; its answers stay.
void park(Turn& turn, std::uint64_t run);

// Says the last words of the flows again; the open question follows at the end of the step.
void repeat(Turn& turn);
// Why the pending question is asked.
void explain(Turn& turn);
// "Human": calls a person, of the usual queue when none is named.
void call_person(Turn& turn, const std::string& queue = {});

}  // namespace dialogs
