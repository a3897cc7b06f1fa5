#include "base/look_alike.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <cstdint>

namespace base {
namespace {

// The Latin letter or digit that an upper-case Cyrillic letter looks like, or '?'.
char latin_twin(UChar32 letter) {
  switch (letter) {
    case 0x0410:
      return 'A';
    case 0x0412:
      return 'B';
    case 0x0421:
      return 'C';
    case 0x0415:
      return 'E';
    case 0x041D:
      return 'H';
    case 0x0406:
      return 'I';
    case 0x0408:
      return 'J';
    case 0x041A:
      return 'K';
    case 0x041C:
      return 'M';
    case 0x041E:
      return 'O';
    case 0x0420:
      return 'P';
    case 0x0405:
      return 'S';
    case 0x0422:
      return 'T';
    case 0x0425:
      return 'X';
    case 0x0423:
    case 0x04AE:
      return 'Y';
    case 0x0417:
      return '3';
    default:
      return '?';
  }
}

bool is_ignored(UChar32 character) {
  if (u_isUWhiteSpace(character) || u_charType(character) == U_DASH_PUNCTUATION) return true;
  return u_charType(character) == U_FORMAT_CHAR || character == 0x2212;  // the minus sign
}

}  // namespace

std::string fold_to_latin(std::string_view typed) {
  const auto text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(typed.data(), static_cast<std::int32_t>(typed.size())));
  std::string out;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 character = text.char32At(at);
    if (is_ignored(character)) continue;
    const UChar32 upper = u_toupper(character);
    const bool is_latin = (upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9');
    out += is_latin ? static_cast<char>(upper) : latin_twin(upper);
  }
  return out;
}

}  // namespace base
