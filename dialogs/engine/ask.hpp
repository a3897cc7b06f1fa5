// Opening a question: it becomes the pending one and is put to the customer.
#pragma once

#include <cstdint>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Asks the question at that place: fetches its options first where a look-up has them (then nothing
// is asked yet), passes to the `when_empty` arm where there are none.
void ask(Turn& turn, std::uint64_t run, const Place& place, bool is_correction);

// The same, with what the look-up returned.
void ask_with(Turn& turn, std::uint64_t run, const Place& place, bool is_correction,
              const base::Value& found);

}  // namespace dialogs
