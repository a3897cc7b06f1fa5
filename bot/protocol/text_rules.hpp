// Rules for what people write that both decoders of client frames share. The text is valid UTF-8
// without control characters other than tab, line feed and carriage return. Any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace bot {

// Whether the text exceeds its characters, kMaxTextLines, or kMaxMarksInARow (a letter under a
// tower of marks, which some screens cannot draw); an empty view when not, else what is too much.
std::string_view what_is_too_long(std::string_view text, std::size_t max_characters);

// Of one line: no tab, line feed, carriage return or Unicode line separator.
bool is_one_line(std::string_view text);

// A client's message id: 1 to kMaxClientIdCharacters characters, one line.
bool is_client_id(std::string_view text);

// A language tag by its shape (BCP 47): "en", "pt-BR", "zh-Hans-CN".
bool is_language_tag(std::string_view text);

}  // namespace bot
