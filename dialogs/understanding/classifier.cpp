#include "dialogs/understanding/classifier.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace dialogs {

std::vector<Gram> Classifier::grams(std::string_view text) const {
  return grams_of(lexicon_->marked(tokens_in(language_, text)));
}

void Classifier::index_phrases() {
  std::vector<FeatureVector> vectors;
  vectors.reserve(phrases_.size());
  for (const auto& phrase : phrases_) {
    vectors.push_back(space_.vector_of(grams(phrase.text)));
  }
  neighbours_ = Neighbours(vectors, space_.size());
}

Classifier::Raw Classifier::raw(std::span<const TextToken> tokens) const {
  const FeatureVector input = space_.vector_of(grams_of(lexicon_->marked(tokens)));
  Raw result;
  result.scores.resize(labels_.size());
  model_.score(input, result.scores);
  result.unknown_share = input.unknown_share;
  result.nearest = neighbours_.find(input);
  return result;
}

std::vector<RankedIntent> Classifier::ranked(const std::vector<float>& scores) const {
  const float best = *std::max_element(scores.begin(), scores.end());
  std::vector<RankedIntent> all(scores.size());
  double sum = 0;
  for (std::uint32_t i = 0; i < scores.size(); ++i) {
    const double value = std::exp(static_cast<double>(scores[i] - best) / temperature_);
    all[i] = {i, value};
    sum += value;
  }
  for (RankedIntent& one : all) one.probability /= sum;
  const auto top =
      all.begin() + static_cast<std::ptrdiff_t>(std::min(kMaxCandidates + 1, all.size()));
  std::partial_sort(all.begin(), top, all.end(), [](const RankedIntent& a, const RankedIntent& b) {
    return a.probability != b.probability ? a.probability > b.probability : a.label < b.label;
  });
  return all;
}

Classifier::Signals Classifier::signals(const Raw& raw, const std::vector<RankedIntent>& all,
                                        std::size_t tokens) const {
  double entropy = 0;
  double outside = 0;
  for (const RankedIntent& one : all) {
    if (one.probability > 1e-9) entropy -= one.probability * std::log(one.probability);
    if (one.label == out_of_scope_) outside = one.probability;
  }
  const bool agrees =
      raw.nearest.similarity > 0 && phrases_[raw.nearest.phrase].label == all.front().label;
  const double best = static_cast<double>(raw.scores[all.front().label]);
  return {all[0].probability,
          all[0].probability - all[1].probability,
          entropy / std::log(static_cast<double>(all.size())),
          static_cast<double>(raw.nearest.similarity),
          static_cast<double>(raw.unknown_share),
          outside,
          agrees ? 1.0 : 0.0,
          std::clamp(best, -1.0, 3.0) + (tokens < 2 ? 0.1 : 0.0)};
}

// What is left are the intents, and their probabilities as they were.
void Classifier::drop_outside(std::vector<RankedIntent>& all) const {
  std::erase_if(all, [&](const RankedIntent& one) { return one.label == out_of_scope_; });
}

Verdict Classifier::classify(std::span<const TextToken> tokens) const {
  Verdict verdict;
  if (tokens.empty() || labels_.size() < 2) return verdict;
  const Raw read = raw(tokens);
  std::vector<RankedIntent> all = ranked(read.scores);
  const Signals seen = signals(read, all, tokens.size());
  verdict.in_scope = logistic(scope_weights_, seen);
  verdict.is_in_scope = verdict.in_scope >= rejection_threshold_;
  verdict.confidence = logistic(right_weights_, seen);
  verdict.nearest = read.nearest.phrase;
  verdict.similarity = static_cast<double>(read.nearest.similarity);
  verdict.unknown_share = static_cast<double>(read.unknown_share);
  all.resize(std::min(kMaxCandidates + 1, all.size()));
  drop_outside(all);
  all.resize(std::min(kMaxCandidates, all.size()));
  verdict.ranked = std::move(all);
  return verdict;
}

std::vector<std::pair<std::uint32_t, double>> Classifier::evidence(
    std::span<const TextToken> tokens, std::uint32_t label) const {
  const auto grams = grams_of(tokens);
  const FeatureVector input = space_.vector_of(grams);
  // A letter group of several tokens gives each of them the same share.
  std::vector<double> sums(tokens.size(), 0);
  const double mean_of = static_cast<double>(labels_.size());
  for (const Feature& feature : input.features) {
    double mean = 0;
    for (std::uint32_t i = 0; i < labels_.size(); ++i) {
      mean += static_cast<double>(model_.weight(feature.index, i)) / mean_of;
    }
    const double spoke = static_cast<double>(feature.value) *
                         (static_cast<double>(model_.weight(feature.index, label)) - mean);
    const std::uint64_t hash = space_.hashes()[feature.index];
    std::vector<std::uint32_t> of;
    for (const Gram& gram : grams) {
      if (gram.hash == hash) of.push_back(gram.token);
    }
    for (const std::uint32_t token : of) sums[token] += spoke / static_cast<double>(of.size());
  }
  std::vector<std::pair<std::uint32_t, double>> out;
  for (std::uint32_t i = 0; i < sums.size(); ++i) {
    if (sums[i] > 0) out.emplace_back(i, sums[i]);
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return out;
}

std::size_t Classifier::bytes() const {
  return model_.weights().size() * sizeof(float) + space_.size() * 20 + neighbours_.bytes();
}

}  // namespace dialogs
