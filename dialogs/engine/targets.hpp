// Which answer a correction is about, over all tasks of the conversation (C7, C8, C9).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// A question of a run, with its items.
struct Target {
  std::uint64_t run = 0;
  Place place;
};

// Every run whose answers can be corrected: the task on top with the flows that it called, also
// those that returned (C8), then the tasks beneath, waiting and parked (C9).
std::vector<std::uint64_t> correctable_runs(const Turn& turn);

// The places of what the customer has answered, in that order of runs, newest first within one.
std::vector<Target> answered_places(const Turn& turn);

// The answered places of the question with that name or label, in the first run that has any. With
// `item` only of that item of its for_each; without one, of the item that is being talked about.
// More than one: it is not clear which item is meant (C7).
std::vector<Target> find_answered(const Turn& turn, std::string_view question,
                                  std::string_view item);

// The question with that name in the task on top that has no answer yet and would be asked sooner
// or later; nothing when there is none. Inside a for_each its place may lack the items.
std::optional<Target> find_unanswered(const Turn& turn, std::string_view question,
                                      std::string_view item);

// The name on the item of the innermost loop around a place; empty outside of loops.
std::string item_name(const Turn& turn, const Target& target);

}  // namespace dialogs
