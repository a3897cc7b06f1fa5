// Words as numbers: the words, pairs of words and letter groups of a text, weighed by how rare they
// are in the training phrases. Two blocks, words (1-2) and letters within words (3-5), each of
// length one, so that neither drowns the other. Pure; a built space is immutable: any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "base/frozen_array.hpp"
#include "base/hash.hpp"
#include "dialogs/understanding/tokens.hpp"

namespace dialogs {

// An n-gram that occurs in a text, before anybody knows whether training has seen it.
struct Gram {
  std::uint64_t hash = 0;
  bool is_word = false;
  std::uint32_t token = 0;  // that it is of; of a pair the first
};
std::vector<Gram> grams_of(std::span<const TextToken> tokens);

struct Feature {
  std::uint32_t index = 0;
  float value = 0;
};

struct FeatureVector {
  std::vector<Feature> features;  // ascending, each once
  float unknown_share = 0;        // of the n-grams, those that training has never seen
};

class FeatureSpace {
 public:
  FeatureSpace() = default;
  // Keeps n-grams that at least two of the texts have.
  static FeatureSpace build(const std::vector<std::vector<Gram>>& texts);
  // From what `hashes` and `weights` gave; sizes must agree.
  FeatureSpace(base::FrozenArray<std::uint64_t> hashes, base::FrozenArray<float> weights);

  FeatureVector vector_of(std::span<const Gram> grams) const;
  std::size_t size() const { return weights_.size(); }
  // The index of an n-gram; size() when it is unknown.
  std::uint32_t find(std::uint64_t hash) const;

  const base::FrozenArray<std::uint64_t>& hashes() const { return hashes_; }
  const base::FrozenArray<float>& weights() const { return weights_; }

 private:
  // The lowest bit of a hash says whether it is of a word.
  base::FrozenArray<std::uint64_t> hashes_;
  base::FrozenArray<float> weights_;  // inverse document frequency
  base::HashSlots slots_;
};

}  // namespace dialogs
