#include "carriers/check_digit.hpp"

#include <algorithm>
#include <array>

namespace carriers {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

char digit(int value) {
  return static_cast<char>('0' + value);
}

std::optional<char> s10(std::string_view serial) {
  constexpr std::array kWeights = {8, 6, 4, 2, 3, 5, 9, 7};
  if (serial.size() != kWeights.size() || !all_digits(serial)) return std::nullopt;
  int sum = 0;
  for (std::size_t at = 0; at < kWeights.size(); ++at) sum += (serial[at] - '0') * kWeights[at];
  const int check = 11 - sum % 11;
  if (check == 10) return '0';
  return check == 11 ? '5' : digit(check);
}

std::optional<char> mod7(std::string_view serial) {
  if (!all_digits(serial)) return std::nullopt;
  int rest = 0;
  for (const char c : serial) rest = (rest * 10 + (c - '0')) % 7;
  return digit(rest);
}

// Nothing when a character is neither a digit nor, with `takes_letters`, a letter.
std::optional<int> weighted_sum(std::string_view serial, const std::vector<int>& weights,
                                bool takes_letters) {
  if (serial.empty() || weights.empty()) return std::nullopt;
  int sum = 0;
  for (std::size_t at = 0; at < serial.size(); ++at) {
    const char c = serial[at];
    if (!is_digit(c) && !takes_letters) return std::nullopt;
    const int value = is_digit(c) ? c - '0' : (c - 3) % 10;
    sum += value * weights[at % weights.size()];
  }
  return sum;
}

int base36(char c) {
  return is_digit(c) ? c - '0' : c - 'A' + 10;
}

std::optional<char> mod37_36(std::string_view serial) {
  constexpr int kModulo = 36;
  if (serial.empty()) return std::nullopt;
  int running = kModulo;
  for (const char c : serial) {
    running += base36(c);
    if (running > kModulo) running -= kModulo;
    running *= 2;
    if (running > kModulo) running -= kModulo + 1;
  }
  const int check = (kModulo + 1 - running) % kModulo;
  return check < 10 ? digit(check) : static_cast<char>('A' + check - 10);
}

}  // namespace

std::optional<char> check_digit(const CheckRule& rule, std::string_view before_it) {
  const std::string serial = rule.before + std::string(before_it);
  switch (rule.kind) {
    case CheckRule::Kind::s10:
      return s10(serial);
    case CheckRule::Kind::mod7:
      return mod7(serial);
    case CheckRule::Kind::mod10: {
      const auto sum = weighted_sum(serial, rule.weights, true);
      if (!sum) return std::nullopt;
      return digit((10 - *sum % 10) % 10);
    }
    case CheckRule::Kind::mod11_10: {
      const auto sum = weighted_sum(serial, rule.weights, false);
      if (!sum) return std::nullopt;
      return digit(*sum % 11 % 10);
    }
    case CheckRule::Kind::mod37_36:
      return mod37_36(serial);
  }
  return std::nullopt;
}

}  // namespace carriers
