// What a message is about: one model a language, learned from the training phrases, with an honest
// word on how sure it is. It names intents and never replies. Pure; a learned classifier is
// immutable: any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_form.hpp"
#include "dialogs/understanding/features.hpp"
#include "dialogs/understanding/lexicon.hpp"
#include "dialogs/understanding/linear_model.hpp"
#include "dialogs/understanding/neighbours.hpp"
#include "dialogs/understanding/training_set.hpp"

namespace dialogs {

struct RankedIntent {
  std::uint32_t label = 0;
  double probability = 0;  // among the labels, calibrated by temperature
};

struct Verdict {
  std::vector<RankedIntent> ranked;  // best first, at most kMaxCandidates; never out_of_scope
  double in_scope = 0;               // that the message is any of the intents at all
  double confidence = 0;             // that the first candidate is what is meant
  bool is_in_scope = false;          // in_scope reaches the threshold of the classifier
  std::uint32_t nearest = 0;         // training phrase most like it
  double similarity = 0;             // to that, 0 to 1
  double unknown_share = 0;          // of the n-grams
};
inline constexpr std::size_t kMaxCandidates = 5;

struct LearningOptions {
  double cost = 0.5;
  // Of what is out of scope, as a share of `cost`: there are many more such phrases.
  double outside_cost = 0.5;
  int typo_copies = 1;    // of each phrase; calibration gets one too
  std::size_t folds = 5;  // calibration never sees a phrase that its model was trained on
  // Folds that are trained; fewer on large sets, where each costs much and one says enough.
  std::size_t folds_trained = 5;
  std::uint64_t seed = 1;
  // Asked before each model that is learned (seconds, with thousands of phrases); once it says no,
  // what comes out is good for nothing. Empty: always wanted.
  std::function<bool()> is_wanted = {};

  bool is_given_up() const { return is_wanted && !is_wanted(); }
};

// Phrases of one intent that a model which has not seen them takes for another.
struct Overlap {
  std::uint32_t label = 0;
  std::uint32_t said = 0;
  std::size_t count = 0;
  std::size_t phrases = 0;  // of the label
  std::string example;
};

class Classifier {
 public:
  // Precondition: at least two labels, and more phrases than folds.
  static Classifier train(const TrainingSet& set, std::shared_ptr<const Lexicon> lexicon,
                          const LearningOptions& options = {});

  // `tokens`: tokens_in(language(), message).
  Verdict classify(std::span<const TextToken> tokens) const;
  // How much each token spoke for `label`, strongest first, positive ones only.
  std::vector<std::pair<std::uint32_t, double>> evidence(std::span<const TextToken> tokens,
                                                         std::uint32_t label) const;

  const std::string& language() const { return language_; }
  const std::vector<std::string>& labels() const { return labels_; }
  // labels().size() when there is none of that name.
  std::uint32_t find_label(std::string_view name) const {
    return static_cast<std::uint32_t>(std::find(labels_.begin(), labels_.end(), name) -
                                      labels_.begin());
  }
  // The training phrases, for "why".
  const std::vector<LabelledPhrase>& phrases() const { return phrases_; }
  // Memory of weights and index, in bytes.
  std::size_t bytes() const;
  // Confidence below which 5 % of what is in scope would be rejected, learned in calibration.
  double rejection_threshold() const { return rejection_threshold_; }

  // A versioned form for a cache, and back; nothing when the bytes are none of ours or damaged.
  // What is read uses the bytes where they lie.
  std::string to_bytes() const;
  static std::optional<Classifier> from_bytes(base::SharedBytes bytes,
                                              std::shared_ptr<const Lexicon> lexicon);

 private:
  static constexpr std::size_t kSignals = 8;
  using Signals = std::array<double, kSignals>;

  struct Raw {
    std::vector<float> scores;
    float unknown_share = 0;
    Neighbours::Nearest nearest;
  };

  friend std::vector<Overlap> find_overlaps(const TrainingSet& set,
                                            std::shared_ptr<const Lexicon> lexicon,
                                            const LearningOptions& options);
  static Classifier fit(const TrainingSet& set, std::vector<LabelledPhrase> phrases,
                        std::shared_ptr<const Lexicon> lexicon, const LearningOptions& options);
  std::vector<Gram> grams(std::string_view text) const;
  void index_phrases();
  Raw raw(std::span<const TextToken> tokens) const;
  Signals signals(const Raw& raw, const std::vector<RankedIntent>& all, std::size_t tokens) const;
  std::vector<RankedIntent> ranked(const std::vector<float>& scores) const;
  void calibrate(const TrainingSet& set, const LearningOptions& options);
  void drop_outside(std::vector<RankedIntent>& all) const;

  std::string language_;
  std::shared_ptr<const Lexicon> lexicon_;  // never null
  std::vector<std::string> labels_;
  std::vector<LabelledPhrase> phrases_;
  std::uint32_t out_of_scope_ = 0;  // labels_.size() when there is no such class
  FeatureSpace space_;
  LinearModel model_;
  Neighbours neighbours_;
  double temperature_ = 0.3;
  std::vector<double> scope_weights_;  // of Signals and the bias
  std::vector<double> right_weights_;
  double rejection_threshold_ = 0.5;
};

// Pairs of intents in which at least one phrase in twelve is taken for the other, the worst first.
// Learns as often as there are folds.
std::vector<Overlap> find_overlaps(const TrainingSet& set, std::shared_ptr<const Lexicon> lexicon,
                                   const LearningOptions& options = {});

}  // namespace dialogs
