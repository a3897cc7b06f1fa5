// Versions of a flow beside each other: runs go on with the version they began with, or move to the
// current one where that is safe (docs/decisions/0006-published-flows.md). A version is named by
// Flow::hash, which covers everything but the texts. Any thread; pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "dialogs/change.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

// Adds to `program` the flows of `old` with these hashes, and those that they call, so that runs
// pinned to them can go on. Does nothing for a hash that `program` has or `old` lacks.
//
// Texts are not part of a version: a text of the current flow replaces the kept one of the same key
// when it shows no value that the kept one does not show (which it might not have). A text that the
// current flow has no more stays as it was. Contracts that only the old flows use are added.
void keep_older(Program& program, const Program& old, std::span<const std::string> hashes);

// The changes as they would read had the run been made under `to` instead of `from`: steps are
// found by their ids. A step that `to` has not becomes one past its end.
std::vector<Change> renumbered(std::vector<Change> changes, std::uint64_t run, const Flow& from,
                               const Flow& to);

// The same place in another version of the flow, by the ids of steps (renamed where `migration`
// says so); false when there is no such step.
bool find_place(Position& position, const Flow& from, const Flow& to,
                const Migration* migration = nullptr);

// What `migration` calls an answer's path, a mark of a done step or a step's id of the old version:
// "lines[0].why" becomes "lines[0].reason".
std::string renamed_path(const Migration& migration, std::string_view path);

}  // namespace dialogs
