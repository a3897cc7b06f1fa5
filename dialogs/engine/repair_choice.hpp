// The engine's own questions that have more answers than yes and no: which task to go on with (R6),
// which item a correction is about (C7), and whether a correction is right (C12). Which meaning of
// a message was meant is in clarify.hpp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

struct RepairChoice {
  std::string label;
  std::uint32_t check = 0;  // of its button
  std::uint64_t run = 0;    // choose_task: the task, 0 for none of them
  std::size_t item = 0;     // choose_item: which of the places; clarify: which option
};

// What can be chosen now; empty for questions of yes and no.
std::vector<RepairChoice> repair_choices(const Turn& turn, const OpenRepair& repair);

// C7: the correction that waited, for that item.
void correct_chosen(Turn& turn, const OpenRepair& repair, std::size_t item);

// C12: the correction that waited is right.
void correct_confirmed(Turn& turn, const OpenRepair& repair);

}  // namespace dialogs
