// A message cut into clauses, and words found in them: what the engine's own rules read commands
// from. Views into the text; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dialogs {

struct Clause {
  std::string_view text;    // as written, trimmed
  std::string folded;       // base::fold of it
  std::uint32_t begin = 0;  // in bytes of the whole message
  std::uint32_t end = 0;
};

// No message has more than this; the last one then takes the rest.
constexpr std::size_t kMaxClauses = 16;

// Cut behind , ; . ! ? and line ends (not inside numbers), and before the words of the list "and".
// Never empty clauses; `offset` is where `text` begins in the message.
std::vector<Clause> clauses_of(std::string_view text, std::uint32_t offset,
                               const std::vector<std::string>& conjunctions);

// The longest of the words that is in `folded` as whole words; empty when none is.
std::string_view longest_of(const std::vector<std::string>& words, std::string_view folded);

// How many words the text has.
int count_words(std::string_view folded);

}  // namespace dialogs
