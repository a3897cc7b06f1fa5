// Unicode text: counting, cutting and comparing what people type. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

// The first code point of text and how many bytes it takes; `bytes` is 0 when text is empty or does
// not begin with valid UTF-8 (overlong forms, surrogates and values over U+10FFFF are not valid).
struct Character {
  char32_t code = 0;
  std::size_t bytes = 0;
};
Character first_character(std::string_view text);

bool is_valid_utf8(std::string_view text);
// Code points of valid UTF-8; a broken byte counts as one.
std::size_t count_characters(std::string_view text);
// At most `max_characters` code points, never half of one.
std::string_view first_characters(std::string_view text, std::size_t max_characters);
// Without white space (Unicode's, and zero-width characters) at both ends.
std::string_view trim(std::string_view text);
// Whether anything but white space and zero-width characters is in it.
bool has_visible_character(std::string_view text);
// Case folded and in Unicode's compatible form (NFKC, so that full-width digits and decomposed
// accents compare equal), `ё` made `е`, runs of white space made one blank, punctuation at both
// ends dropped: for comparing words that people type. Not for identifiers. Empty for invalid UTF-8.
std::string fold(std::string_view text);
// Its first half: case and compatible form only. Empty for invalid UTF-8.
std::string fold_case(std::string_view text);
// "5 days", "24 hours", "10 minutes", "30 seconds", "2 weeks", "1 day 2 hours" in milliseconds;
// nothing for anything else and for more than 3,660 days.
std::optional<long long> parse_duration_ms(std::string_view text);

}  // namespace base
