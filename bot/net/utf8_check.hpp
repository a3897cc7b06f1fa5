// Whether bytes are UTF-8, told as early as possible while they arrive in pieces. Refuses
// overlong forms, surrogates and code points beyond U+10FFFF. Any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace bot {

class Utf8Check {
 public:
  // False as soon as no further bytes could make it valid; the check is then over.
  bool feed(std::string_view bytes);
  // Whether it ends between characters.
  bool complete() const { return missing_ == 0; }
  void reset() { *this = Utf8Check(); }

 private:
  bool start(std::uint8_t byte);

  std::uint8_t missing_ = 0;    // continuation bytes still to come
  std::uint8_t lowest_ = 0x80;  // bounds of the next one
  std::uint8_t highest_ = 0xBF;
};

}  // namespace bot
