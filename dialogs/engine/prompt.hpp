// Asking: the pending question, the review card and the engine's own repair questions as replies.
#pragma once

#include <string>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// How a question is put, up the retry ladder.
// brief: after a detour that asked nothing (R4), without the card.
enum class Wording { first, again, reworded, with_buttons, brief };

// Adds a reply that asks the pending question or shows the review. `before` (why the last answer
// was not accepted) leads in. No effect without a pending question.
void prompt_pending(Turn& turn, Wording wording, const std::string& before = {});

// Adds a reply that asks the open repair question. No effect without one.
void prompt_repair(Turn& turn);

// Asks whatever is open: the repair question, else the pending one.
void prompt_open(Turn& turn);

// The rows of a review: the places whose answers it shows, in flow order.
std::vector<Place> review_rows(const Turn& turn, const Flow& flow, const Frame& frame,
                               const ReviewStep& review);

// Adds start buttons for the flows that the greeting offers.
void add_start_buttons(Turn& turn, Reply& reply);

}  // namespace dialogs
