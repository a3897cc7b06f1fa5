#include "dialogs/understanding/tokens.hpp"

#include <unicode/uchar.h>

#include "base/text.hpp"

namespace dialogs {
namespace {

constexpr char32_t kYo = U'ё';
constexpr char32_t kYe = U'е';

bool is_letter_or_digit(char32_t code) {
  if (code < 0x80) {
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') ||
           (code >= '0' && code <= '9');
  }
  return u_isalnum(static_cast<UChar32>(code)) != 0;
}

// Marks that belong to the letter before them: dropped, so that a decomposed "й" still reads.
bool is_mark(char32_t code) {
  if (code < 0x300) return false;
  const auto type = u_charType(static_cast<UChar32>(code));
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_COMBINING_SPACING_MARK;
}

bool is_ignored(char32_t code) {
  if (code < 0x80) return false;
  return u_charType(static_cast<UChar32>(code)) == U_FORMAT_CHAR || is_mark(code);
}

bool is_symbol(char32_t code) {
  if (code < 0x203C) return false;
  const auto type = u_charType(static_cast<UChar32>(code));
  return type == U_OTHER_SYMBOL || type == U_MATH_SYMBOL;
}

bool is_apostrophe(char32_t code) {
  return code == U'\'' || code == U'’' || code == U'‘' || code == U'`' || code == U'ʼ';
}

// Compatible and folded form of one code point, appended. Letter by letter, so that offsets hold.
void append_folded(std::string& out, char32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code >= 'A' && code <= 'Z' ? code + 32 : code);
    return;
  }
  if (code >= 0x400 && code < 0x460) {
    char32_t small = code < 0x410 ? code + 0x50 : code < 0x430 ? code + 0x20 : code;
    if (small == kYo) small = kYe;
    append_utf8(out, small);
    return;
  }
  std::string letter;
  append_utf8(letter, code);
  const std::string folded = base::fold_case(letter);
  out += folded.empty() ? letter : folded;
}

}  // namespace

void append_utf8(std::string& text, char32_t code) {
  const auto byte = [&](char32_t value) { text += static_cast<char>(value); };
  if (code < 0x80) return byte(code);
  if (code < 0x800) {
    byte(0xC0U | (code >> 6U));
  } else if (code < 0x10000) {
    byte(0xE0U | (code >> 12U));
    byte(0x80U | ((code >> 6U) & 0x3FU));
  } else {
    byte(0xF0U | (code >> 18U));
    byte(0x80U | ((code >> 12U) & 0x3FU));
    byte(0x80U | ((code >> 6U) & 0x3FU));
  }
  byte(0x80U | (code & 0x3FU));
}

bool is_cyrillic(char32_t code) {
  return code >= 0x400 && code < 0x530;
}

std::vector<TextToken> tokenize(std::string_view text) {
  std::vector<TextToken> tokens;
  bool is_open = false;  // the last token is a word that may go on
  std::uint32_t at = 0;
  for (std::size_t read = 0; at < text.size() && read < kMaxCharactersRead; ++read) {
    const base::Character next = base::first_character(text.substr(at));
    if (next.bytes == 0) break;
    const auto end = at + static_cast<std::uint32_t>(next.bytes);
    if (is_letter_or_digit(next.code)) {
      if (!is_open) tokens.push_back({{}, at, at, false});
      is_open = true;
      TextToken& token = tokens.back();
      append_folded(token.text, next.code);
      token.end = end;
      token.has_digit = token.has_digit || u_isdigit(static_cast<UChar32>(next.code)) != 0;
    } else if (next.code == U'?' || is_symbol(next.code)) {
      tokens.push_back({std::string(text.substr(at, next.bytes)), at, end, false});
      is_open = false;
    } else if (!is_ignored(next.code) && !is_apostrophe(next.code)) {
      is_open = false;
    }
    at = end;
  }
  return tokens;
}

}  // namespace dialogs
