// Words, numbers in words and ordinals of a message, and where an answer ends. What the words are
// stands in vocabulary.hpp. Any thread.
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
// folded. A `*` at the end of `words` stands for any ending of the last one.
std::size_t find_words(std::string_view text, std::string_view words, std::size_t from = 0);

// Latin and Russian letters made small and `ё` made `е`, byte for byte in the same place, so that
// offsets hold in both texts.
std::string lower(std::string_view text);
bool is_digit(char c);
bool is_letter(char c);  // Latin
// A Latin letter, or a byte of a Russian one.
bool is_word_byte(char c);

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

// "2", "2nd", "second", "#2", "№2", "вторую", "the second one", "option two": counts from 1; -1 is
// "the last". The whole text, folded, must be the ordinal.
std::optional<int> ordinal(std::string_view folded);

}  // namespace dialogs
