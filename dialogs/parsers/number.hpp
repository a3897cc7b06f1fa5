// Numbers and money as people type them. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// A literal at the start of a text: digits with grouping and at most one decimal separator.
struct Literal {
  bool is_negative = false;
  std::int64_t whole = 0;
  std::int64_t fraction = 0;  // as an integer
  int fraction_digits = 0;
  std::size_t taken = 0;  // bytes
};
// `decimal` is the locale's separator, '.' or ','; the other one still counts as decimal when it
// cannot be grouping ("2,5" in English). Nothing when no digit comes first or it is over 10^15.
std::optional<Literal> read_literal(std::string_view text, char decimal);

// '.' or ',' by language: "en", "he", "zh" and unknown write a point.
char decimal_separator(std::string_view locale);

// "2", "two", "1,000", "2.5", "it's 3 please": an integer, or a real when it has a fraction.
// Reasons: not_a_number, not_whole (a fraction where `is_whole`).
Parsed parse_number(std::string_view text, std::string_view locale, bool is_whole);

// "12.50", "€12,50", "12 EUR", "$5": minor units of `currency` as an integer. Reasons:
// not_an_amount, other_currency, too_precise.
Parsed parse_money(std::string_view text, std::string_view locale, std::string_view currency);

// Digits after the point: 2 for most, 0 for JPY, 3 for KWD (ISO 4217).
int minor_digits(std::string_view currency);

}  // namespace dialogs
