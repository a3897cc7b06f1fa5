// One slip of the finger a phrase: training on copies with typos keeps the classifier's accuracy on
// real chat, where one message in three has one. Pure and seeded: the same seed gives the same
// typos.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dialogs {

// splitmix64: a stream of numbers from a seed, for typos and folds.
class SeededNumbers {
 public:
  explicit SeededNumbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  // Uniform in [0, bound); bound at least 1.
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }

 private:
  std::uint64_t state_;
};

// The text with one letter dropped, doubled, swapped with the next or struck beside its key. Digits
// stay; a text with no word of four letters is returned as it is.
std::string with_typo(std::string_view text, SeededNumbers& numbers);

}  // namespace dialogs
