#include "workflow/return_number.hpp"

#include <cstddef>

#include "base/look_alike.hpp"

namespace workflow {
namespace {

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kSymbols = 8;  // seven random, one check

// The field of 32 elements, x^5 + x^2 + 1: multiplication by x.
unsigned times_x(unsigned element) {
  const unsigned shifted = element << 1U;
  return (shifted & 32U) != 0 ? (shifted ^ 37U) & 31U : shifted;
}

// The check symbol makes the sum of x^(8-i) * symbol(i) zero. The weights differ and none is zero,
// so one wrong symbol, or two swapped ones, never leave the sum at zero.
unsigned check_symbol(const unsigned (&symbols)[kSymbols - 1]) {
  unsigned sum = 0;
  for (const unsigned symbol : symbols) sum = times_x(sum ^ symbol);
  return sum;
}

std::string write(const unsigned (&symbols)[kSymbols - 1]) {
  std::string out = "R-";
  for (std::size_t i = 0; i < kSymbols - 1; ++i) {
    if (i == 4) out += '-';
    out += kAlphabet[symbols[i]];
  }
  out += kAlphabet[check_symbol(symbols)];
  return out;
}

// What is read when the letter is not in the alphabet.
char resolve(char letter) {
  if (letter == 'O') return '0';
  if (letter == 'I' || letter == 'L') return '1';
  if (letter == 'U') return 'V';
  return letter;
}

}  // namespace

std::string make_return_number(std::uint64_t random) {
  unsigned symbols[kSymbols - 1];
  for (unsigned& symbol : symbols) {
    symbol = static_cast<unsigned>(random & 31U);
    random >>= 5U;
  }
  return write(symbols);
}

std::optional<std::string> normalise_return_number(std::string_view typed) {
  if (typed.size() > 128) return std::nullopt;
  std::string plain = base::fold_to_latin(typed);
  if (plain.size() == kSymbols + 1 && plain.front() == 'R') plain.erase(0, 1);
  if (plain.size() != kSymbols) return std::nullopt;
  unsigned symbols[kSymbols - 1];
  for (std::size_t i = 0; i < kSymbols; ++i) {
    const std::size_t value = kAlphabet.find(resolve(plain[i]));
    if (value == std::string_view::npos) return std::nullopt;
    if (i < kSymbols - 1) {
      symbols[i] = static_cast<unsigned>(value);
    } else if (value != check_symbol(symbols)) {
      return std::nullopt;
    }
  }
  return write(symbols);
}

bool is_return_number(std::string_view text) {
  const auto canonical = normalise_return_number(text);
  return canonical && *canonical == text;
}

}  // namespace workflow
