// The words that the parsers of answers know, language beside language. A language joins by a row
// here; nothing chooses between them but the words themselves, so a customer may mix them. All
// words are small, with `е` for `ё` (lower()). Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace dialogs {

// A word with what it stands for.
struct WordValue {
  std::string_view word;
  std::int64_t value = 0;
};

// Around an answer without changing it: before it ("it's", "наверное"), and after it ("please").
bool is_courtesy(std::string_view word);
bool is_trailing(std::string_view word);
// Where something else begins: "and", "but", "а ещё" by its first word.
bool is_conjunction(std::string_view word);
// The same without those that stand inside names of options, too ("by mail").
bool begins_clause(std::string_view word);
// " and " at the start of `text`, with both blanks; its length, or 0. For lists of things.
std::size_t joining_word(std::string_view text);

// 0 to 19; 20, 30 ... 90; whole words for hundreds ("двести").
std::optional<std::int64_t> unit_word(std::string_view word);
std::optional<std::int64_t> tens_word(std::string_view word);
std::optional<std::int64_t> hundreds_word(std::string_view word);
// 1 to 10; -1 for "last".
std::optional<std::int64_t> ordinal_word(std::string_view word);
// What may stand behind the digits of an ordinal: "nd", "-я", ")".
bool is_ordinal_suffix(std::string_view suffix);

// 1 to 12 for a month's name, its first letters (three or more) or, in Russian, any of its cases;
// else 0.
int month_word(std::string_view word);
// Behind the digits of a day: "27th", "27-го".
bool is_day_suffix(std::string_view word);
// Days from today, at the start of a text: "yesterday", "позавчера". In order of trial.
std::span<const WordValue> relative_days();
// 1 for a day, 7 for a week, in any number or case; 0 for anything else.
int days_of_unit(std::string_view word);
bool is_ago(std::string_view word);

// Beginnings of a plain answer, the longer ones first.
std::span<const std::string_view> yes_words();
std::span<const std::string_view> no_words();

// All of a list; both of two; none; and "all but" with its blank.
bool is_all_words(std::string_view folded);
bool is_both_words(std::string_view folded);
bool is_none_words(std::string_view folded);
std::span<const std::string_view> all_but_words();

// ISO 4217 by how people write it: "₽", "рублей".
struct CurrencyWord {
  std::string_view word;
  std::string_view code;
};
std::span<const CurrencyWord> currency_words();

}  // namespace dialogs
