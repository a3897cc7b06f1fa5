// Runs that move to the current version of their flow (dialogs.md 2.5).
#pragma once

#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Moves what can be moved and leaves the rest pinned. What is asked stays asked, without a word to
// the customer; only a migration that takes the open question away asks another one.
void on_republished(Turn& turn, const Republished& event);

// Why the run cannot move yet, in words for people; empty when it can. What it awaits would be
// asked for again under another key, and what a migration asks anew is not asked while a person has
// the dialog.
std::string_view busy_reason(const State& state, std::uint64_t run, const Migration* migration);

// The `migrate:` of the flow for a run of that older version, or nothing.
const Migration* migration_for(const Flow& flow, std::string_view hash);

}  // namespace dialogs
