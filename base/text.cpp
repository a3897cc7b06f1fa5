#include "base/text.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <stdexcept>

namespace base {
namespace {

constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;

// Bytes of the leading run of ASCII, in steps of eight.
std::size_t ascii_run(std::string_view text) {
  std::size_t at = 0;
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & kHighBits) != 0) break;
    at += 8;
  }
  return at;
}

bool is_blank(char32_t code) {
  if (code <= 0x20) return code == 0x20 || (code >= 0x09 && code <= 0x0D);
  if (code < 0x80) return false;
  // White space of Unicode.
  if (code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
      code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000) {
    return true;
  }
  // Zero-width characters, direction marks, fillers.
  return code == 0xAD || code == 0x34F || code == 0x61C || code == 0x115F || code == 0x1160 ||
         code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0x3164 || code == 0xFEFF || code == 0xFFA0;
}

bool is_invisible(char32_t code) {
  // Selectors change the look of the character before them; alone they show nothing.
  return is_blank(code) || code < 0x20 || code == 0x7F || (code >= 0xFE00 && code <= 0xFE0F) ||
         (code >= 0xE0000 && code <= 0xE0FFF);
}

bool is_punctuation(char32_t code) {
  return u_ispunct(static_cast<UChar32>(code)) != 0;
}

bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
}

// The last code point, by walking back over continuation bytes.
Character last_character(std::string_view text) {
  std::size_t at = text.size();
  while (at > 0 && text.size() - at < 4) {
    --at;
    if (!is_continuation(text[at])) break;
  }
  const Character last = first_character(text.substr(at));
  return last.bytes == text.size() - at ? last : Character{};
}

template <class Predicate>
std::string_view strip(std::string_view text, Predicate drops) {
  while (!text.empty()) {
    const Character first = first_character(text);
    if (first.bytes == 0 || !drops(first.code)) break;
    text.remove_prefix(first.bytes);
  }
  while (!text.empty()) {
    const Character last = last_character(text);
    if (last.bytes == 0 || !drops(last.code)) break;
    text.remove_suffix(last.bytes);
  }
  return text;
}

// Unicode's tables, made once.
const icu::Normalizer2& folding() {
  static const icu::Normalizer2* const kTables = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* tables = icu::Normalizer2::getNFKCCasefoldInstance(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no case folding tables");
    return tables;
  }();
  return *kTables;
}

// Signs that Unicode's folding leaves as they are.
bool is_quote_or_dash(char32_t code) {
  return code == 0xAB || code == 0xBB || code == 0x2013 || code == 0x2014 || code == 0x2018 ||
         code == 0x2019 || (code >= 0x201C && code <= 0x201E);
}

// What almost every message is written in, Latin letters without marks and Russian ones, folded
// without Unicode's tables; false for anything else, as a mark would join the letter before it.
bool fold_plain(std::string_view text, std::string& folded) {
  folded.resize(text.size());  // every character takes as many bytes as before
  char* out = folded.data();
  const auto put = [&out](unsigned byte) { *out++ = static_cast<char>(byte); };
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      put(byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte);
      ++at;
      continue;
    }
    const Character next = first_character(text.substr(at));
    const bool is_capital_yo = next.code == U'Ё';
    if ((next.code >= U'А' && next.code <= U'я') || is_capital_yo || next.code == U'ё') {
      const bool is_capital = next.code < U'а';
      const unsigned distance = is_capital_yo ? U'ё' - U'Ё' : is_capital ? U'а' - U'А' : 0;
      const unsigned small = next.code + distance;
      put(0xC0U | (small >> 6U));
      put(0x80U | (small & 0x3FU));
    } else if (is_quote_or_dash(next.code)) {
      out = std::copy_n(text.data() + at, next.bytes, out);
    } else {
      return false;
    }
    at += next.bytes;
  }
  return true;
}

std::optional<long long> unit_milliseconds(std::string_view unit) {
  if (unit.size() > 1 && unit.back() == 's') unit.remove_suffix(1);
  if (unit == "second") return 1'000;
  if (unit == "minute") return 60'000;
  if (unit == "hour") return 3'600'000;
  if (unit == "day") return 86'400'000;
  if (unit == "week") return 7 * 86'400'000LL;
  return std::nullopt;
}

// Cuts the next word off the front; empty when none is left.
std::string_view next_word(std::string_view& text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

Character first_character(std::string_view text) {
  if (text.empty()) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return {};
  char32_t code = lead & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return {};
    code = (code << 6U) | (byte(i) & 0x3FU);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (code < kSmallest[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {};
  return {code, length};
}

bool is_valid_utf8(std::string_view text) {
  while (true) {
    text.remove_prefix(ascii_run(text));
    if (text.empty()) return true;
    const Character first = first_character(text);
    if (first.bytes == 0) return false;
    text.remove_prefix(first.bytes);
  }
}

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t run = ascii_run(text);
    count += run;
    text.remove_prefix(run);
    if (text.empty()) break;
    text.remove_prefix(std::max<std::size_t>(1, first_character(text).bytes));
    ++count;
  }
  return count;
}

std::string_view first_characters(std::string_view text, std::size_t max_characters) {
  if (text.size() <= max_characters) return text;
  std::size_t at = 0;
  for (std::size_t count = 0; count < max_characters && at < text.size(); ++count) {
    at += std::max<std::size_t>(1, first_character(text.substr(at)).bytes);
  }
  return text.substr(0, at);
}

std::string_view trim(std::string_view text) {
  return strip(text, is_blank);
}

bool has_visible_character(std::string_view text) {
  while (!text.empty()) {
    const Character first = first_character(text);
    if (first.bytes == 0 || !is_invisible(first.code)) return true;
    text.remove_prefix(first.bytes);
  }
  return false;
}

std::string fold_case(std::string_view text) {
  std::string folded;
  if (fold_plain(text, folded)) return folded;
  folded.clear();
  if (!is_valid_utf8(text)) return folded;
  UErrorCode status = U_ZERO_ERROR;
  icu::StringByteSink<std::string> sink(&folded);
  folding().normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink,
                          nullptr, status);
  return U_FAILURE(status) ? std::string() : folded;
}

std::string fold(std::string_view text) {
  const std::string folded = fold_case(text);
  const std::string_view inner = strip(std::string_view(folded), [](char32_t code) {
    return is_blank(code) || is_punctuation(code);
  });
  std::string out;
  out.reserve(inner.size());
  bool in_blank = false;
  for (std::size_t at = 0; at < inner.size();) {
    // Almost every character: signs of ASCII, and Russian letters but for those decided below.
    const auto byte = static_cast<unsigned char>(inner[at]);
    const bool is_russian = byte == 0xD0 || (byte == 0xD1 && inner[at + 1] != '\x91');
    if (is_russian || (byte > ' ' && byte < 0x7F)) {
      if (in_blank) out += ' ';
      in_blank = false;
      out.append(inner, at, is_russian ? 2 : 1);
      at += is_russian ? 2 : 1;
      continue;
    }
    const Character next = first_character(inner.substr(at));
    const std::size_t bytes = std::max<std::size_t>(1, next.bytes);
    if (is_blank(next.code)) {
      in_blank = true;
    } else {
      if (in_blank) out += ' ';
      in_blank = false;
      // Russian is written with and without the dots of `ё`.
      if (next.code == U'ё') {
        out += "е";
      } else {
        out.append(inner, at, bytes);
      }
    }
    at += bytes;
  }
  return out;
}

std::optional<long long> parse_duration_ms(std::string_view text) {
  constexpr long long kMaxMilliseconds = 3660LL * 86'400'000LL;
  long long total = 0;
  bool is_first = true;
  while (true) {
    const std::string_view number = next_word(text);
    if (number.empty()) return is_first ? std::nullopt : std::optional(total);
    const auto unit = unit_milliseconds(next_word(text));
    long long count = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), count);
    if (error != std::errc() || end != number.data() + number.size() || count < 0 || !unit) {
      return std::nullopt;
    }
    if (count > (kMaxMilliseconds - total) / *unit) return std::nullopt;
    total += count * *unit;
    is_first = false;
  }
}

}  // namespace base
