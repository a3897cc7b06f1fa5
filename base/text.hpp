// Unicode text: counting, cutting and comparing what people type. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace base {

bool is_valid_utf8(std::string_view text);
// Code points of valid UTF-8.
std::size_t count_characters(std::string_view text);
// At most `max_characters` code points, never half of one.
std::string_view first_characters(std::string_view text, std::size_t max_characters);
// Without white space (Unicode's, and zero-width characters) at both ends.
std::string_view trim(std::string_view text);
// Whether anything but white space and zero-width characters is in it.
bool has_visible_character(std::string_view text);
// Lower-cased (Latin, Greek, Cyrillic), runs of white space made one blank, punctuation at both ends
// dropped: for comparing words that people type. Not for identifiers.
std::string fold(std::string_view text);
// "5 days", "24 hours", "10 minutes", "30 seconds", "1 day 2 hours" in milliseconds, or nothing.
std::optional<long long> parse_duration_ms(std::string_view text);

}  // namespace base
