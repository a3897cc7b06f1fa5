#include "dialogs/understanding/language.hpp"

#include <algorithm>
#include <cmath>

#include "base/text.hpp"

namespace dialogs {
namespace {

// What the conversation's language is ahead by.
constexpr double kStickiness = 3;
constexpr double kSmoothing = 0.3;

constexpr std::string_view kMark = "BMRL";
constexpr std::uint32_t kVersion = 1;

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
      out.push_back(base::mixed_hash(two));
      if (i + 2 < codes.size()) out.push_back(base::mixed_hash((two << 21U) | codes[i + 2]));
    }
  }
  return out;
}

}  // namespace

// How often each group of letters was seen, a row of one number a variant each.
struct LanguageDetector::Counts {
  std::vector<std::uint64_t> groups;
  base::HashSlots slots;  // of `groups`
  std::vector<double> rows;
};

LanguageDetector::LanguageDetector(const std::vector<TrainingSet>& sets) {
  Counts counts;
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
  weigh(std::move(counts));
}

void LanguageDetector::learn(std::string_view text, std::size_t variant, Counts& counts) {
  std::size_t letters = 0;
  for (const std::uint64_t group : groups_of(text, letters)) {
    std::size_t at = counts.slots.find(group, counts.groups);
    if (at == base::HashSlots::kNone) {
      at = counts.groups.size();
      counts.groups.push_back(group);
      counts.slots.put_last(counts.groups);
      counts.rows.resize(counts.groups.size() * variants_.size(), 0);
    }
    counts.rows[at * variants_.size() + variant] += 1;
    variants_[variant].grams += 1;
  }
}

void LanguageDetector::weigh(Counts counts) {
  const auto known = static_cast<double>(counts.groups.size());
  const std::size_t width = variants_.size();
  counts.rows.resize(counts.rows.size() + width, 0);  // of groups that no phrase has
  std::vector<float> weights;
  weights.reserve(counts.rows.size());
  for (std::size_t i = 0; i < counts.rows.size(); ++i) {
    const double all = variants_[i % width].grams + kSmoothing * known;
    weights.push_back(static_cast<float>(std::log((counts.rows[i] + kSmoothing) / all)));
  }
  groups_ = std::move(counts.groups);
  slots_ = std::move(counts.slots);
  weights_ = std::move(weights);
}

std::string LanguageDetector::to_bytes() const {
  base::ByteWriter out(kMark, kVersion);
  out.number<std::uint64_t>(variants_.size());
  for (const Variant& one : variants_) {
    out.text(one.language);
    out.number(static_cast<std::uint8_t>(one.spelling));
  }
  out.list(groups_);
  out.list(weights_);
  return out.finish();
}

std::optional<LanguageDetector> LanguageDetector::from_bytes(base::SharedBytes bytes) {
  base::ByteReader in(std::move(bytes), kMark, kVersion);
  LanguageDetector read;
  const auto variants = in.number<std::uint64_t>();
  for (std::uint64_t i = 0; i < variants && in.is_sound(); ++i) {
    Variant one{in.text(), static_cast<Spelling>(in.number<std::uint8_t>()), 0};
    read.variants_.push_back(std::move(one));
  }
  read.groups_ = in.list<std::uint64_t>();
  read.weights_ = in.list<float>();
  const bool fits = in.is_sound() && in.is_at_end() &&
                    read.weights_.size() == (read.groups_.size() + 1) * variants;
  if (!fits) return std::nullopt;
  read.slots_ = base::HashSlots(read.groups_);
  return read;
}

LanguageGuess LanguageDetector::guess(std::string_view text, std::string_view usual) const {
  LanguageGuess guess;
  if (variants_.empty()) return guess;
  std::vector<double> sums(variants_.size(), 0);
  for (const std::uint64_t group : groups_of(text, guess.letters)) {
    const std::size_t at = std::min<std::size_t>(slots_.find(group, groups_), groups_.size());
    const float* row = weights_.data() + at * variants_.size();
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
