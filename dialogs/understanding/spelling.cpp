// Russian in other people's letters: transliterated, or typed with the keyboard in English.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "dialogs/understanding/tokens.hpp"

namespace dialogs {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

// Longest first, so that "sch" is not read as "s" and "ch".
constexpr Pair kFromLatin[] = {
    {"shch", "щ"}, {"sch", "щ"}, {"tch", "ч"}, {"zh", "ж"},  {"kh", "х"},  {"ts", "ц"},
    {"ch", "ч"},   {"sh", "ш"},  {"yu", "ю"},  {"ya", "я"},  {"yo", "е"},  {"ye", "е"},
    {"ju", "ю"},   {"ja", "я"},  {"jo", "е"},  {"iy", "ий"}, {"ay", "ай"}, {"ey", "ей"},
    {"oy", "ой"},  {"uy", "уй"}, {"a", "а"},   {"b", "б"},   {"v", "в"},   {"w", "в"},
    {"g", "г"},    {"d", "д"},   {"e", "е"},   {"z", "з"},   {"i", "и"},   {"j", "й"},
    {"k", "к"},    {"l", "л"},   {"m", "м"},   {"n", "н"},   {"o", "о"},   {"p", "п"},
    {"r", "р"},    {"s", "с"},   {"t", "т"},   {"u", "у"},   {"f", "ф"},   {"h", "х"},
    {"c", "ц"},    {"y", "ы"},   {"x", "х"},   {"q", "к"},
};

constexpr Pair kToLatin[] = {
    {"а", "a"}, {"б", "b"}, {"в", "v"},  {"г", "g"},  {"д", "d"},   {"е", "e"}, {"ж", "zh"},
    {"з", "z"}, {"и", "i"}, {"й", "y"},  {"к", "k"},  {"л", "l"},   {"м", "m"}, {"н", "n"},
    {"о", "o"}, {"п", "p"}, {"р", "r"},  {"с", "s"},  {"т", "t"},   {"у", "u"}, {"ф", "f"},
    {"х", "h"}, {"ц", "c"}, {"ч", "ch"}, {"ш", "sh"}, {"щ", "sch"}, {"ъ", ""},  {"ы", "y"},
    {"ь", ""},  {"э", "e"}, {"ю", "yu"}, {"я", "ya"}, {"ё", "e"},
};

constexpr std::string_view kKeys = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
constexpr std::u32string_view kOnKeys = U"йцукенгшщзхъфывапролджэячсмитьбюё";

char32_t on_key(char32_t code) {
  if (code >= U'A' && code <= U'Z') code += 32;
  const auto at = code < 0x80 ? kKeys.find(static_cast<char>(code)) : std::string_view::npos;
  return at == std::string_view::npos ? code : kOnKeys[at];
}

std::vector<TextToken> from_keyboard(std::string_view text) {
  std::string typed;
  std::vector<std::uint32_t> begins;  // byte of `text` for each byte of `typed`
  for (std::uint32_t at = 0; at < text.size();) {
    const base::Character next = base::first_character(text.substr(at));
    if (next.bytes == 0) break;
    append_utf8(typed, on_key(next.code));
    begins.resize(typed.size(), at);
    at += static_cast<std::uint32_t>(next.bytes);
  }
  std::vector<TextToken> tokens = tokenize(typed);
  for (TextToken& token : tokens) {
    token.end = begins[token.end - 1] + 1;
    token.begin = begins[token.begin];
  }
  return tokens;
}

}  // namespace

std::string_view to_string(Spelling spelling) {
  switch (spelling) {
    case Spelling::native:
      return "native";
    case Spelling::latin:
      return "latin";
    case Spelling::keyboard:
      return "keyboard";
  }
  return {};
}

std::string cyrillic_from_latin(std::string_view word) {
  std::string out;
  while (!word.empty()) {
    const auto found = std::find_if(std::begin(kFromLatin), std::end(kFromLatin),
                                    [&](const Pair& one) { return word.starts_with(one.first); });
    if (found == std::end(kFromLatin)) {
      out += word.front();
      word.remove_prefix(1);
    } else {
      out += found->second;
      word.remove_prefix(found->first.size());
    }
  }
  return out;
}

std::string latin_from_cyrillic(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto found = std::find_if(std::begin(kToLatin), std::end(kToLatin),
                                    [&](const Pair& one) { return text.starts_with(one.first); });
    const std::size_t bytes = found == std::end(kToLatin) ? 1 : found->first.size();
    out += found == std::end(kToLatin) ? text.substr(0, 1) : found->second;
    text.remove_prefix(bytes);
  }
  return out;
}

std::string keyboard_from_cyrillic(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const base::Character next = base::first_character(text);
    if (next.bytes == 0) break;
    const auto at = kOnKeys.find(next.code);
    if (at == std::u32string_view::npos) {
      out += text.substr(0, next.bytes);
    } else {
      out += kKeys[at];
    }
    text.remove_prefix(next.bytes);
  }
  return out;
}

std::vector<TextToken> in_cyrillic(std::string_view text, const std::vector<TextToken>& tokens,
                                   Spelling spelling) {
  if (spelling == Spelling::native) return tokens;
  if (spelling == Spelling::keyboard) {
    return from_keyboard(text.substr(0, tokens.empty() ? 0 : text.size()));
  }
  std::vector<TextToken> out = tokens;
  for (TextToken& token : out) {
    if (!token.has_digit) token.text = cyrillic_from_latin(token.text);
  }
  return out;
}

std::vector<TextToken> tokens_in(std::string_view language, std::string_view text) {
  std::vector<TextToken> tokens = tokenize(text);
  if (language != "ru") return tokens;
  for (const TextToken& token : tokens) {
    if (is_cyrillic(base::first_character(token.text).code)) return tokens;
  }
  return in_cyrillic(text, tokens, Spelling::latin);
}

}  // namespace dialogs
