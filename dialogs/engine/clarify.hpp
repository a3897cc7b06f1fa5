// "Did you mean ...?" (dialogs.md 1.5): a message that could mean several things is put to the
// customer with at most three options, each a command that keeps what came with it. It counts as
// one message not understood; the second time in a row a person is offered beside the options.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "dialogs/command.hpp"
#include "dialogs/engine/repair_choice.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

inline constexpr std::size_t kMaxOptions = 3;

// The commands of one message, told apart.
struct Readings {
  std::vector<Command> clear;    // to be judged and carried out
  std::vector<Command> options;  // possible meanings, legal ones, the surest first
};

// Of wishes about the same words the surer one counts: one of the middle band gives way to one that
// is likely. Wishes left in the middle band are options, unless `is_guess_enough` (no question of a
// flow is open) and there is only one, which is the engine's own or of two sources: then it is
// clear.
Readings tell_apart(Turn& turn, std::vector<Command> commands, bool is_guess_enough);

// Asks which of them was meant, above whatever is open. Precondition: there is at least one.
void clarify(Turn& turn, std::vector<Command> options);

// The open question of this kind, its choices: the options, then "none of these".
std::vector<RepairChoice> clarify_choices(const Turn& turn, const OpenRepair& repair);
// Adds the reply that asks it.
void prompt_clarify(Turn& turn, const OpenRepair& repair);
// The customer chose one of the choices, by index; the question is closed already.
void clarified(Turn& turn, const OpenRepair& repair, std::size_t index);

// The one option that the customer came back to in other words while it was asked; nothing when
// that is not clear either.
const Command* chosen_again(const OpenRepair& repair, const std::vector<Command>& options);

}  // namespace dialogs
