// Picking among options by typing: label, option word, ordinal, unique beginning or word. Case and
// white space do not matter. Any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

struct OptionText {
  std::string_view label;  // as shown, "Arrived damaged"
  std::string_view word;   // as in the flow, "damaged"; may be empty
};

// The index of the option as an integer. Reasons: not_an_option, ambiguous (several fit).
Parsed parse_choice(std::string_view text, std::span<const OptionText> options);

// The indices as a list without repetitions, ascending: "1 and 3", "kettle, lamps", "all", "none"
// (an empty list), "all but the lamps". Reasons: not_an_option, ambiguous.
Parsed parse_choices(std::string_view text, std::span<const OptionText> options);

// A boolean; `yes` and `no` are the labels of the buttons. Reason: not_yes_or_no.
Parsed parse_yes_no(std::string_view text, std::string_view yes, std::string_view no);

}  // namespace dialogs
