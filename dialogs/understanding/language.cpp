#include "dialogs/understanding/language.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace dialogs {
namespace {

// What the conversation's language is ahead by.
constexpr double kStickiness = 3;
constexpr double kSmoothing = 0.3;

// Letter groups of two and three, with the word's ends; digits say nothing.
std::vector<std::uint64_t> groups_of(std::string_view text, std::size_t& letters) {
  std::vector<std::uint64_t> out;
  letters = 0;
  for (const TextToken& token : tokenize(text)) {
    if (token.has_digit || token.text == "?") continue;
    std::vector<char32_t> codes{U' '};
    for (std::string_view left = token.text; !left.empty();) {
      const base::Character next = base::first_character(left);
      if (next.bytes == 0) break;
      codes.push_back(next.code);
      left.remove_prefix(next.bytes);
    }
    letters += codes.size() - 1;
    codes.push_back(U' ');
    for (std::size_t i = 0; i + 1 < codes.size(); ++i) {
      const std::uint64_t two = (std::uint64_t{codes[i]} << 21U) | codes[i + 1];
      out.push_back(two);
      if (i + 2 < codes.size()) out.push_back((two << 21U) | codes[i + 2]);
    }
  }
  return out;
}

}  // namespace

LanguageDetector::LanguageDetector(const std::vector<TrainingSet>& sets) {
  Groups counts;
  for (const TrainingSet& set : sets) {
    variants_.push_back({set.language, Spelling::native, 0});
    if (set.language == "ru") {
      variants_.push_back({set.language, Spelling::latin, 0});
      variants_.push_back({set.language, Spelling::keyboard, 0});
    }
  }
  for (const TrainingSet& set : sets) {
    const auto at = static_cast<std::size_t>(
        std::find_if(variants_.begin(), variants_.end(),
                     [&](const Variant& one) { return one.language == set.language; }) -
        variants_.begin());
    for (const auto& phrase : set.phrases) {
      const auto tokens = tokenize(phrase.text);
      if (set.language != "ru") {
        learn(phrase.text, at, counts);
        continue;
      }
      std::string folded;
      bool is_native = false;
      for (const TextToken& token : tokens) {
        folded += token.text + " ";
        is_native = is_native || is_cyrillic(base::first_character(token.text).code);
      }
      // Phrases that were written in Latin letters teach that spelling twice: they are the real
      // ones.
      if (is_native) {
        learn(folded, at, counts);
        learn(latin_from_cyrillic(folded), at + 1, counts);
        learn(keyboard_from_cyrillic(folded), at + 2, counts);
      } else {
        learn(folded, at + 1, counts);
        learn(folded, at + 1, counts);
      }
    }
  }
  weigh(counts);
}

void LanguageDetector::learn(std::string_view text, std::size_t variant, Groups& counts) {
  std::size_t letters = 0;
  for (const std::uint64_t group : groups_of(text, letters)) {
    auto& row = counts[group];
    row.resize(variants_.size(), 0);
    row[variant] += 1;
    variants_[variant].grams += 1;
  }
}

void LanguageDetector::weigh(const Groups& counts) {
  const auto known = static_cast<double>(counts.size());
  const auto add = [&](const std::vector<double>& row) {
    for (std::size_t i = 0; i < variants_.size(); ++i) {
      const double share = (row[i] + kSmoothing) / (variants_[i].grams + kSmoothing * known);
      weights_.push_back(static_cast<float>(std::log(share)));
    }
  };
  add(std::vector<double>(variants_.size(), 0));
  rows_.reserve(counts.size());
  for (const auto& [group, row] : counts) {
    rows_[group] = static_cast<std::uint32_t>(weights_.size());
    add(row);
  }
}

LanguageGuess LanguageDetector::guess(std::string_view text, std::string_view usual) const {
  LanguageGuess guess;
  if (variants_.empty()) return guess;
  std::vector<double> sums(variants_.size(), 0);
  for (const std::uint64_t group : groups_of(text, guess.letters)) {
    const auto found = rows_.find(group);
    const float* row = weights_.data() + (found == rows_.end() ? 0 : found->second);
    for (std::size_t i = 0; i < variants_.size(); ++i) sums[i] += row[i];
  }
  for (std::size_t i = 0; i < variants_.size(); ++i) {
    if (variants_[i].language == usual) sums[i] += kStickiness;
    // Rare, and never a reason to doubt a short message in plain letters.
    if (variants_[i].spelling == Spelling::keyboard) sums[i] -= 2 * kStickiness;
  }
  const auto best =
      static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
  guess.language = variants_[best].language;
  guess.spelling = variants_[best].spelling;
  guess.margin = 1e9;
  for (std::size_t i = 0; i < variants_.size(); ++i) {
    if (variants_[i].language != guess.language) {
      guess.margin = std::min(guess.margin, sums[best] - sums[i]);
    }
  }
  // Without another language there is nothing to doubt, and nothing to switch to.
  if (guess.margin > 1e8) guess.margin = 0;
  return guess;
}

}  // namespace dialogs
