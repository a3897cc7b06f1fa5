#include "bot/protocol/text_rules.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstdint>

#include "base/text.hpp"
#include "bot/protocol/client_frame.hpp"

namespace bot {
namespace {

constexpr char32_t kFirstMark = 0x300;
constexpr char32_t kLineSeparator = 0x2028;
constexpr char32_t kParagraphSeparator = 0x2029;

bool is_mark(char32_t code) {
  return code >= kFirstMark && (U_GET_GC_MASK(static_cast<UChar32>(code)) & U_GC_M_MASK) != 0;
}

bool is_ascii_letter(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

bool is_ascii_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

}  // namespace

std::string_view what_is_too_long(std::string_view text, std::size_t max_characters) {
  std::size_t characters = 0;
  std::size_t lines = 1;
  std::size_t marks = 0;
  for (std::size_t at = 0; at < text.size(); ++characters) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      lines += text[at] == '\n' ? 1 : 0;
      marks = 0;
      ++at;
      continue;
    }
    const base::Character next = base::first_character(text.substr(at));
    if (next.code == kLineSeparator || next.code == kParagraphSeparator) ++lines;
    marks = is_mark(next.code) ? marks + 1 : 0;
    if (marks > kMaxMarksInARow) return "too many marks on one letter";
    at += std::max<std::size_t>(1, next.bytes);
  }
  if (characters > max_characters) return "too many characters";
  if (lines > kMaxTextLines) return "too many lines";
  return {};
}

bool is_one_line(std::string_view text) {
  return text.find_first_of("\t\r\n") == std::string_view::npos &&
         text.find("\xE2\x80\xA8") == std::string_view::npos &&
         text.find("\xE2\x80\xA9") == std::string_view::npos;
}

bool is_client_id(std::string_view text) {
  if (text.empty() || text.size() > kMaxClientIdCharacters * 4) return false;
  if (text.size() > kMaxClientIdCharacters &&
      base::count_characters(text) > kMaxClientIdCharacters) {
    return false;
  }
  return is_one_line(text);
}

bool is_language_tag(std::string_view text) {
  if (text.size() > kMaxLocaleCharacters) return false;
  std::size_t subtag = 0;  // length of the one being read
  bool is_first = true;
  for (const char byte : text) {
    if (byte == '-') {
      if (subtag == 0 || (is_first && subtag < 2)) return false;
      subtag = 0;
      is_first = false;
      continue;
    }
    if (!is_ascii_letter(byte) && (is_first || !is_ascii_digit(byte))) return false;
    if (++subtag > 8) return false;
  }
  return subtag >= (is_first ? 2U : 1U);
}

}  // namespace bot
