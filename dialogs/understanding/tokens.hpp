// The words of a message as the classifier and the entity rules see them: folded, without what does
// not matter (case, accents of form, zero-width characters), each with the bytes of the message
// that it stands for, so that everything found can point at its evidence. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialogs {

struct TextToken {
  // Small letters, `ё` as `е`, no apostrophes ("don't" is "dont"). A question mark and a symbol
  // such as an emoji are tokens of their own; other punctuation is none.
  std::string text;
  std::uint32_t begin = 0;  // bytes in the message
  std::uint32_t end = 0;
  bool has_digit = false;
  friend bool operator==(const TextToken&, const TextToken&) = default;
};

// What is longer is not read: nobody's intent begins after it, and the time stays bounded.
inline constexpr std::size_t kMaxCharactersRead = 1000;

// Never fails: bytes that are no UTF-8 end the reading.
std::vector<TextToken> tokenize(std::string_view text);

// How Russian was typed when not in its own letters.
enum class Spelling {
  native,
  latin,     // "hochu vernut chajnik"
  keyboard,  // Russian words with the keyboard left in English: "ghbdtn"
};
std::string_view to_string(Spelling spelling);

// The tokens of a Russian text that was typed in Latin letters, in Cyrillic; tokens with digits
// stay (they are numbers of orders and parcels). For `keyboard` the message is needed again,
// because letters such as "х" stand on keys of punctuation.
std::vector<TextToken> in_cyrillic(std::string_view text, const std::vector<TextToken>& tokens,
                                   Spelling spelling);
// The tokens of a message in a language: a Russian one that has Latin letters and no Cyrillic is
// read as transliterated.
std::vector<TextToken> tokens_in(std::string_view language, std::string_view text);
// One word or text of small Latin letters in Cyrillic, as people transliterate.
std::string cyrillic_from_latin(std::string_view word);
// The reverse, for training: "чайник" is "chaynik"; characters that are not Russian stay.
std::string latin_from_cyrillic(std::string_view text);
// What the keys of a Russian text give on an English keyboard.
std::string keyboard_from_cyrillic(std::string_view text);

bool is_cyrillic(char32_t code);

// Appends the UTF-8 of `code`.
void append_utf8(std::string& text, char32_t code);

}  // namespace dialogs
