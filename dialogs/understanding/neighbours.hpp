// The training phrase most like a text: what is near to none of them is rarely in scope. Pure; a
// built index is immutable: any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "dialogs/understanding/features.hpp"

namespace dialogs {

class Neighbours {
 public:
  struct Nearest {
    std::uint32_t phrase = 0;  // index into what was built from
    float similarity = 0;      // cosine, 0 to 1
  };

  Neighbours() = default;
  // `features`: how many a vector can have.
  Neighbours(const std::vector<FeatureVector>& phrases, std::size_t features);

  // Similarity 0 when nothing is shared.
  Nearest find(const FeatureVector& input) const;
  // Memory of the index.
  std::size_t bytes() const { return postings_.size() * sizeof(Posting) + starts_.size() * 4; }

 private:
  // Features that more than this share of the phrases have say nothing about which is near.
  static constexpr std::size_t kCommonShare = 8;
  // However many phrases there are: walking these is most of what a message costs.
  static constexpr std::size_t kMostHaving = 300;

  struct Posting {
    std::uint32_t phrase = 0;
    float value = 0;
  };
  std::vector<std::uint32_t> starts_;  // of each feature, and one more
  std::vector<Posting> postings_;
  std::size_t phrases_ = 0;
};

}  // namespace dialogs
