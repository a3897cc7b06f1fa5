// The return number: "R-7K2M-4QXD". Crockford's base 32 (no I, L, O, U), seven random characters
// and a check character that catches every single wrong character and every swap of two
// neighbours, because people copy it by hand onto a sheet and a form. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace workflow {

// Uses the lowest 35 bits. Uniqueness is the store's business: try again on a clash.
std::string make_return_number(std::uint64_t random);

// Whether text is a return number exactly as make_return_number writes it.
bool is_return_number(std::string_view text);

// What a person typed, in any case, with or without "R", blanks and dashes, with look-alikes
// (O for 0, I and l for 1, Cyrillic letters); nothing when it is no return number.
std::optional<std::string> normalise_return_number(std::string_view typed);

}  // namespace workflow
