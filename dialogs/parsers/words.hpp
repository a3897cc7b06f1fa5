// The small words around an answer ("it's", "please") and where an answer ends. English here; other
// languages come as further tables, chosen by nothing but the words themselves. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.hpp"
#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// Words of text that base::fold made, without punctuation around each. Views into `folded`.
std::vector<std::string_view> split_words(std::string_view folded);

// Where `words` stands in `text` as whole words, from byte `from` on; npos when nowhere. Both
// folded.
std::size_t find_words(std::string_view text, std::string_view words, std::size_t from = 0);

// ASCII letters made small; for tables whose words are ASCII.
std::string lower(std::string_view text);
bool is_digit(char c);
bool is_letter(char c);

// `text` without leading blanks and courtesy words ("it is", "i think", "about").
std::string_view skip_courtesy(std::string_view text);

// How text after a recognised answer continues: a whole answer when there is only courtesy ("2
// please"), a part when a separator or a conjunction begins something else, else no answer.
Parsed with_rest(base::Value value, std::string_view rest, std::string_view reason);

// 0 to 999 in words at the start of `words`; how many words it took is in `taken`.
struct NumberInWords {
  std::int64_t value = 0;
  std::size_t taken = 0;
};
std::optional<NumberInWords> number_in_words(const std::vector<std::string_view>& words);

// "2", "2nd", "second", "#2", "the second one", "option two": counts from 1; -1 is "the last". The
// whole text, folded, must be the ordinal.
std::optional<int> ordinal(std::string_view folded);

}  // namespace dialogs
