#include "dialogs/understanding/neighbours.hpp"

#include <algorithm>

namespace dialogs {

Neighbours::Neighbours(const std::vector<FeatureVector>& phrases, std::size_t features)
    : phrases_(phrases.size()) {
  std::vector<std::uint32_t> counts(features, 0);
  for (const auto& phrase : phrases) {
    for (const Feature& one : phrase.features) ++counts[one.index];
  }
  const std::size_t most = std::clamp<std::size_t>(phrases.size() / kCommonShare, 2, kMostHaving);
  std::vector<std::uint32_t> starts(features + 1, 0);
  for (std::size_t i = 0; i < features; ++i) {
    starts[i + 1] = starts[i] + (counts[i] > most ? 0 : counts[i]);
  }
  std::vector<Posting> postings(starts.back());
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  for (std::uint32_t i = 0; i < phrases.size(); ++i) {
    for (const Feature& one : phrases[i].features) {
      if (counts[one.index] <= most) postings[next[one.index]++] = {i, one.value};
    }
  }
  starts_ = std::move(starts);
  postings_ = std::move(postings);
}

Neighbours::Nearest Neighbours::find(const FeatureVector& input) const {
  std::vector<float> sums(phrases_, 0.0F);
  for (const Feature& feature : input.features) {
    for (std::uint32_t at = starts_[feature.index]; at < starts_[feature.index + 1]; ++at) {
      sums[postings_[at].phrase] += feature.value * postings_[at].value;
    }
  }
  const auto best = std::max_element(sums.begin(), sums.end());
  if (best == sums.end()) return {};
  // Two blocks of length one each: halved, the cosine.
  return {static_cast<std::uint32_t>(best - sums.begin()), *best / 2};
}

}  // namespace dialogs
