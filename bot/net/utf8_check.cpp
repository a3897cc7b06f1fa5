#include "bot/net/utf8_check.hpp"

#include <cstring>

namespace bot {

bool Utf8Check::feed(std::string_view bytes) {
  const char* at = bytes.data();
  const char* const end = at + bytes.size();
  while (at != end) {
    if (missing_ == 0) {
      // Most text is ASCII: eight bytes at a time.
      std::uint64_t word = 0;
      while (end - at >= 8) {
        std::memcpy(&word, at, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
        at += 8;
      }
      if (at == end) break;
      if (!start(static_cast<std::uint8_t>(*at++))) return false;
    } else {
      const auto byte = static_cast<std::uint8_t>(*at++);
      if (byte < lowest_ || byte > highest_) return false;
      lowest_ = 0x80;
      highest_ = 0xBF;
      --missing_;
    }
  }
  return true;
}

bool Utf8Check::start(std::uint8_t byte) {
  if (byte < 0x80) return true;
  if (byte < 0xC2 || byte > 0xF4) return false;
  missing_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  if (byte == 0xE0) lowest_ = 0xA0;   // overlong
  if (byte == 0xED) highest_ = 0x9F;  // surrogates
  if (byte == 0xF0) lowest_ = 0x90;   // overlong
  if (byte == 0xF4) highest_ = 0x8F;  // beyond U+10FFFF
  return true;
}

}  // namespace bot
