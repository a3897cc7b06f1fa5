// What a question offers to choose from, and how values read to people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// One thing to choose. `value` is the answer it stands for.
struct OfferedOption {
  base::Value value;
  std::string word;  // choice: the flow's word; else empty
  std::string label;
  std::string hint;
  std::uint32_t check = 0;
};

// The items of a pick that stand up to `where`. `found` is what a look-up returned; without one the
// question's list is read.
base::Value::List items_of(const Turn& turn, const Flow& flow, const Frame& frame,
                           const Place& place, const base::Value& found);

// The options of the pending question, with labels; empty for questions without any.
std::vector<OfferedOption> options_of(const Turn& turn, const Flow& flow, const Frame& frame,
                                      const Place& place, const base::Value& found);

// Whether the question may be skipped now.
bool is_skippable(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place);

// The answer as people read it: an option's label, an amount with its currency, "2 photos"; hidden
// when the question is sensitive.
std::string display(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place,
                    const base::Value& value);

// "Reason", or "Red shoes: Reason" inside a for_each over several items.
std::string question_label(const Turn& turn, const Flow& flow, const Frame& frame,
                           const Place& place);

}  // namespace dialogs
