#include "dialogs/understanding/features.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "base/check.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kShortest = 3;
constexpr std::size_t kLongest = 5;
constexpr std::size_t kMinTexts = 2;

std::uint64_t closed(std::uint64_t hash, bool is_word) {
  return (base::mixed_hash(hash) & ~std::uint64_t{1}) | (is_word ? 1U : 0U);
}

// What a token counts as: digits lose their value but keep their number, and what looks like a
// number of a parcel is one word, so that no training phrase needs every number.
std::string shape_of(const TextToken& token) {
  if (!token.has_digit) return token.text;
  std::string shape;
  std::size_t digits = 0;
  for (const char byte : token.text) {
    const bool is_digit = byte >= '0' && byte <= '9';
    digits += is_digit ? 1 : 0;
    shape += is_digit ? '0' : byte;
  }
  if (digits >= 8 || (digits >= 5 && digits < shape.size())) return "00long00";
  return shape;
}

void add_letters(const std::string& shape, std::uint32_t token, std::vector<Gram>& out) {
  const std::string padded = " " + shape + " ";
  std::vector<std::uint32_t> starts;
  for (std::uint32_t at = 0; at < padded.size(); ++at) {
    if ((static_cast<unsigned char>(padded[at]) & 0xC0U) != 0x80) starts.push_back(at);
  }
  const std::size_t letters = starts.size();
  starts.push_back(static_cast<std::uint32_t>(padded.size()));
  for (std::size_t length = kShortest; length <= kLongest; ++length) {
    for (std::size_t first = 0; first + length <= letters; ++first) {
      const auto gram =
          std::string_view(padded).substr(starts[first], starts[first + length] - starts[first]);
      out.push_back({closed(base::continued_hash(gram), false), false, token});
    }
    if (length >= letters) break;  // a short word is one group
  }
}

}  // namespace

std::vector<Gram> grams_of(std::span<const TextToken> tokens) {
  std::vector<Gram> out;
  out.reserve(tokens.size() * 16);
  std::uint64_t before = 0;
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    const std::string shape = shape_of(tokens[i]);
    const std::uint64_t word = base::continued_hash(shape);
    out.push_back({closed(word, true), true, i});
    if (shape.starts_with('@')) continue;  // a mark of the lexicon has no letters and no neighbours
    if (i > 0) {
      out.push_back(
          {closed(base::continued_hash(shape, before ^ 0x9e3779b97f4a7c15ULL), true), true, i - 1});
    }
    before = word;
    add_letters(shape, i, out);
  }
  return out;
}

FeatureSpace::FeatureSpace(base::FrozenArray<std::uint64_t> hashes,
                           base::FrozenArray<float> weights)
    : hashes_(std::move(hashes)), weights_(std::move(weights)), slots_(hashes_) {
  ENSURE(hashes_.size() == weights_.size(), "one weight a feature");
}

FeatureSpace FeatureSpace::build(const std::vector<std::vector<Gram>>& texts) {
  std::unordered_map<std::uint64_t, std::uint32_t> counts;
  std::vector<std::uint64_t> of_text;
  for (const auto& grams : texts) {
    of_text.clear();
    for (const Gram& gram : grams) of_text.push_back(gram.hash);
    std::sort(of_text.begin(), of_text.end());
    of_text.erase(std::unique(of_text.begin(), of_text.end()), of_text.end());
    for (const std::uint64_t hash : of_text) ++counts[hash];
  }
  std::vector<std::uint64_t> hashes;
  for (const auto& [hash, count] : counts) {
    if (count >= kMinTexts) hashes.push_back(hash);
  }
  std::sort(hashes.begin(), hashes.end());
  std::vector<float> weights;
  weights.reserve(hashes.size());
  for (const std::uint64_t hash : hashes) {
    weights.push_back(static_cast<float>(
        std::log((1.0 + static_cast<double>(texts.size())) / (1.0 + counts[hash])) + 1.0));
  }
  return FeatureSpace(std::move(hashes), std::move(weights));
}

std::uint32_t FeatureSpace::find(std::uint64_t hash) const {
  const std::uint32_t at = slots_.find(hash, hashes_);
  return at == base::HashSlots::kNone ? static_cast<std::uint32_t>(size()) : at;
}

FeatureVector FeatureSpace::vector_of(std::span<const Gram> grams) const {
  FeatureVector vector;
  std::vector<std::uint32_t> found;
  found.reserve(grams.size());
  for (const Gram& gram : grams) {
    const std::uint32_t at = find(gram.hash);
    if (at < size()) found.push_back(at);
  }
  if (!grams.empty()) {
    vector.unknown_share =
        1.0F - static_cast<float>(found.size()) / static_cast<float>(grams.size());
  }
  std::sort(found.begin(), found.end());
  double squares[2] = {0, 0};
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i;
    while (end < found.size() && found[end] == found[i]) ++end;
    // The second occurrence of a word says less than the first.
    const float value = weights_[found[i]] * (1.0F + std::log(static_cast<float>(end - i)));
    vector.features.push_back({found[i], value});
    squares[hashes_[found[i]] & 1U] += static_cast<double>(value) * value;
    i = end;
  }
  const float scales[2] = {squares[0] > 0 ? static_cast<float>(1 / std::sqrt(squares[0])) : 0.0F,
                           squares[1] > 0 ? static_cast<float>(1 / std::sqrt(squares[1])) : 0.0F};
  for (Feature& feature : vector.features) feature.value *= scales[hashes_[feature.index] & 1U];
  return vector;
}

}  // namespace dialogs
