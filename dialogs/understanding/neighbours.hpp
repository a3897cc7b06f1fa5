// The training phrase most like a text: what is near to none of them is rarely in scope. Pure; a
// built index is immutable: any thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "dialogs/understanding/features.hpp"

namespace dialogs {

class Neighbours {
 public:
  struct Nearest {
    std::uint32_t phrase = 0;  // index into what was built from
    float similarity = 0;      // cosine, 0 to 1
  };

  struct Posting {
    std::uint32_t phrase = 0;
    float value = 0;
  };

  Neighbours() = default;
  // `features`: how many a vector can have.
  Neighbours(const std::vector<FeatureVector>& phrases, std::size_t features);
  // From what `starts`, `postings` and `phrases` gave.
  Neighbours(base::FrozenArray<std::uint32_t> starts, base::FrozenArray<Posting> postings,
             std::size_t phrases)
      : starts_(std::move(starts)), postings_(std::move(postings)), phrases_(phrases) {}

  // Similarity 0 when nothing is shared.
  Nearest find(const FeatureVector& input) const;
  // Of each feature the first of its postings, and one more.
  const base::FrozenArray<std::uint32_t>& starts() const { return starts_; }
  const base::FrozenArray<Posting>& postings() const { return postings_; }
  std::size_t phrases() const { return phrases_; }
  // Memory of the index.
  std::size_t bytes() const { return postings_.size() * sizeof(Posting) + starts_.size() * 4; }

 private:
  // Features that more than this share of the phrases have say nothing about which is near.
  static constexpr std::size_t kCommonShare = 8;
  // However many phrases there are: walking these is most of what a message costs.
  static constexpr std::size_t kMostHaving = 300;

  base::FrozenArray<std::uint32_t> starts_;
  base::FrozenArray<Posting> postings_;
  std::size_t phrases_ = 0;
};

}  // namespace dialogs
