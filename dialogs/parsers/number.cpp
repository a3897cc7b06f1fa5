#include "dialogs/parsers/number.hpp"

#include <array>
#include <cmath>
#include <string>

#include "base/text.hpp"
#include "dialogs/parsers/vocabulary.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

using namespace std::string_view_literals;

constexpr std::int64_t kMaxWhole = 1'000'000'000'000'000;

// A currency at the start of `text`, which then moves past it.
std::optional<std::string_view> take_currency(std::string_view& text, std::string_view expected) {
  std::string_view rest = text;
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  const std::string small = lower(rest.substr(0, std::min<std::size_t>(rest.size(), 16)));
  const auto ends_word = [&](std::size_t length) {
    return length >= small.size() || !is_word_byte(small[length]);
  };
  const std::string code = lower(expected);
  if (!code.empty() && small.starts_with(code) && ends_word(code.size())) {
    text = rest.substr(code.size());
    return expected;
  }
  for (const CurrencyWord& entry : currency_words()) {
    const bool is_word = is_word_byte(entry.word.front());
    if (small.starts_with(entry.word) && (!is_word || ends_word(entry.word.size()))) {
      text = rest.substr(entry.word.size());
      return entry.code;
    }
  }
  return std::nullopt;
}

bool is_sign(std::string_view currency_word, std::string_view code) {
  return currency_word == code;
}

// Whether the separator at `at` is grouping: exactly three digits follow, then no fourth.
bool is_grouping(std::string_view text, std::size_t at) {
  for (std::size_t k = 1; k <= 3; ++k) {
    if (at + k >= text.size() || !is_digit(text[at + k])) return false;
  }
  return at + 4 >= text.size() || !is_digit(text[at + 4]);
}

}  // namespace

char decimal_separator(std::string_view locale) {
  constexpr std::array kPoint = {"en"sv, "he"sv, "zh"sv, "ja"sv, "ko"sv, "th"sv};
  const std::string_view language = locale.substr(0, locale.find_first_of("-_"));
  if (language.empty()) return '.';
  for (const auto name : kPoint) {
    if (language == name) return '.';
  }
  return ',';
}

std::optional<Literal> read_literal(std::string_view text, char decimal) {
  Literal out;
  std::size_t at = 0;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
    out.is_negative = text[at] == '-';
    ++at;
  }
  if (at >= text.size() || !is_digit(text[at])) return std::nullopt;
  std::size_t digits_in_group = 0;
  bool has_fraction = false;
  while (at < text.size()) {
    const char c = text[at];
    if (is_digit(c)) {
      if (has_fraction) {
        if (out.fraction_digits >= 9) return std::nullopt;
        out.fraction = out.fraction * 10 + (c - '0');
        ++out.fraction_digits;
      } else {
        out.whole = out.whole * 10 + (c - '0');
        if (out.whole > kMaxWhole) return std::nullopt;
        ++digits_in_group;
      }
      ++at;
      continue;
    }
    const bool digit_follows = at + 1 < text.size() && is_digit(text[at + 1]);
    if (has_fraction || !digit_follows || (c != '.' && c != ',' && c != ' ' && c != '\'')) break;
    const bool groups = digits_in_group <= 3 && is_grouping(text, at) && out.whole > 0;
    if (c == decimal || ((c == '.' || c == ',') && !groups)) {
      has_fraction = true;
    } else if (groups) {
      digits_in_group = 0;
    } else {
      break;
    }
    ++at;
  }
  out.taken = at;
  return out;
}

Parsed parse_number(std::string_view text, std::string_view locale, bool is_whole) {
  constexpr std::string_view kReason = "not_a_number";
  const std::string_view body = skip_courtesy(base::trim(text));
  if (const auto literal = read_literal(body, decimal_separator(locale))) {
    const std::string_view rest = body.substr(literal->taken);
    if (!rest.empty() && (is_word_byte(rest.front()) || is_digit(rest.front()))) {
      return Parsed::refused(kReason);
    }
    double real = static_cast<double>(literal->fraction) / std::pow(10, literal->fraction_digits);
    if (literal->fraction == 0) {
      return with_rest(literal->is_negative ? -literal->whole : literal->whole, rest, kReason);
    }
    if (is_whole) return Parsed::refused("not_whole");
    real += static_cast<double>(literal->whole);
    return with_rest(literal->is_negative ? -real : real, rest, kReason);
  }
  const std::string small = lower(body);
  const auto words = split_words(small);
  const auto number = number_in_words(words);
  if (!number) return Parsed::refused(kReason);
  const std::string_view last = words[number->taken - 1];
  const auto end = static_cast<std::size_t>(last.data() + last.size() - small.data());
  return with_rest(number->value, body.substr(end), kReason);
}

int minor_digits(std::string_view currency) {
  constexpr std::array kNone = {"JPY"sv, "KRW"sv, "VND"sv, "CLP"sv, "ISK"sv, "UGX"sv, "XAF"sv};
  constexpr std::array kThree = {"KWD"sv, "BHD"sv, "OMR"sv, "JOD"sv, "TND"sv, "IQD"sv, "LYD"sv};
  for (const auto code : kNone) {
    if (code == currency) return 0;
  }
  for (const auto code : kThree) {
    if (code == currency) return 3;
  }
  return 2;
}

Parsed parse_money(std::string_view text, std::string_view locale, std::string_view currency) {
  constexpr std::string_view kReason = "not_an_amount";
  std::string_view body = skip_courtesy(base::trim(text));
  auto named = take_currency(body, currency);
  if (named) body = base::trim(body);
  const auto literal = read_literal(body, decimal_separator(locale));
  if (!literal) return Parsed::refused(kReason);
  std::string_view rest = body.substr(literal->taken);
  if (!named) named = take_currency(rest, currency);
  if (!rest.empty() && (is_word_byte(rest.front()) || is_digit(rest.front()))) {
    return Parsed::refused(kReason);
  }
  if (named && !currency.empty() && !is_sign(*named, currency)) {
    return Parsed::refused("other_currency");
  }
  const int digits = minor_digits(currency);
  std::int64_t minor = literal->fraction;
  int have = literal->fraction_digits;
  for (; have < digits; ++have) minor *= 10;
  for (; have > digits; --have) {
    if (minor % 10 != 0) return Parsed::refused("too_precise");
    minor /= 10;
  }
  std::int64_t whole = literal->whole;
  if (whole > kMaxWhole / 1000) return Parsed::refused(kReason);
  for (int i = 0; i < digits; ++i) whole *= 10;
  const std::int64_t amount = whole + minor;
  return with_rest(literal->is_negative ? -amount : amount, rest, kReason);
}

}  // namespace dialogs
