// Taking answers back and changing them, and what that undoes (rules C1 to C12).
#pragma once

#include <cstdint>
#include <string>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Drops the answer of that question and everything that depends on it (C2). A place without the
// items of its loops means all items.
void drop_question(Turn& turn, std::uint64_t run, const Place& place);

// Drops only what depends on it: its new value is set already. `old_value` is the one before, by
// which the answers of items that stay are kept.
void invalidate(Turn& turn, std::uint64_t run, const Place& place, const base::Value& old_value);

// A validated new value for an answer (C1): acknowledges old and new (C12), drops what depends on
// it, and goes on at the earliest open question (C3). The same value is no change (C11).
void correct(Turn& turn, std::uint64_t run, const Place& place, base::Value value,
             Provenance source);

// The same without going on: of a task that is not the active one (C9), or with more to come (C4).
void set_corrected(Turn& turn, std::uint64_t run, const Place& place, base::Value value,
                   Provenance source);

// C10: takes the answer back with a word; it is asked again when the task goes on.
void ask_anew(Turn& turn, std::uint64_t run, const Place& place);

// What a caller gives or takes (`prefix` is that of the items around): the same value changes
// nothing, another one undoes what rests on it (C2).
void set_named(Turn& turn, std::uint64_t run, const std::string& prefix, const std::string& name,
               base::Value value);

// "back": takes the newest answer of the task back and asks it again (C10). Says so when there is
// none, or when it is too late (C6).
void go_back(Turn& turn);

// Asks a question of the review again; its answer stands until a valid new one comes.
void reopen(Turn& turn, std::uint64_t run, const Place& place);

}  // namespace dialogs
