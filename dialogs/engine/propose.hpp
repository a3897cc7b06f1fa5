// The engine's own rules for reading commands out of words (dialogs.md 1.1): phrases of flows,
// reserved words inside a message, articles, "actually ..." and "not X but Y". What they find is of
// the same type as what a classifier proposes, and judged the same (commands.hpp).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dialogs/command.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Commands in `text`, which begins at byte `offset` of the message: of the whole of it first, then
// clause by clause. Corrections are in the words of propose_corrections.
std::vector<Command> propose(const Turn& turn, std::string_view text, std::uint32_t offset);

// Corrections that one clause asks for. `folded` is base::fold of it. Nothing without one of the
// words that lead in a correction ("actually", "not", "change").
struct Clause;
std::vector<Command> propose_corrections(const Turn& turn, const Clause& clause);

}  // namespace dialogs
