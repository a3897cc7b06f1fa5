// Learning: the model on the phrases and their copies with typos, then calibration on phrases that
// the model of their fold has not seen, with typos too: a rejector that only knows clean text
// collapses on real chat.
#include <algorithm>
#include <cmath>
#include <map>

#include "base/check.hpp"
#include "dialogs/understanding/classifier.hpp"
#include "dialogs/understanding/typos.hpp"

namespace dialogs {
namespace {

constexpr double kLogisticCost = 1.0;
// Of what is in scope, so much may be taken for out of scope.
constexpr double kFalseRejections = 0.05;

// A fold for each phrase, spread evenly over each label.
std::vector<std::size_t> folds_of(const std::vector<LabelledPhrase>& phrases, std::size_t labels,
                                  std::size_t folds, SeededNumbers& numbers) {
  std::vector<std::size_t> order(phrases.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[numbers.below(i)]);
  std::vector<std::size_t> next(labels, 0);
  std::vector<std::size_t> out(phrases.size(), 0);
  for (const std::size_t at : order) out[at] = next[phrases[at].label]++ % folds;
  return out;
}

// The temperature under which the probabilities of the right labels are most likely.
double best_temperature(const std::vector<std::pair<std::vector<float>, std::uint32_t>>& seen) {
  double best = 1;
  double least = 1e300;
  for (double temperature = 0.05; temperature < 2.0; temperature *= 1.1) {
    double loss = 0;
    for (const auto& [scores, label] : seen) {
      double sum = 0;
      for (const float score : scores) {
        sum += std::exp(static_cast<double>(score - scores[label]) / temperature);
      }
      loss += std::log(sum);
    }
    if (loss < least) {
      least = loss;
      best = temperature;
    }
  }
  return best;
}

// The score that `share` of the values lie below.
double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

Classifier Classifier::fit(const TrainingSet& set, std::vector<LabelledPhrase> phrases,
                           std::shared_ptr<const Lexicon> lexicon, const LearningOptions& options) {
  Classifier learned;
  learned.lexicon_ = std::move(lexicon);
  learned.language_ = set.language;
  learned.labels_ = set.labels;
  learned.phrases_ = std::move(phrases);
  const auto outside = std::find(learned.labels_.begin(), learned.labels_.end(), kOutOfScope);
  learned.out_of_scope_ = static_cast<std::uint32_t>(outside - learned.labels_.begin());

  SeededNumbers numbers(options.seed);
  std::vector<std::vector<Gram>> texts;
  std::vector<std::uint32_t> of;
  for (const auto& phrase : learned.phrases_) {
    texts.push_back(learned.grams(phrase.text));
    of.push_back(phrase.label);
    for (int copy = 0; copy < options.typo_copies; ++copy) {
      texts.push_back(learned.grams(with_typo(phrase.text, numbers)));
      of.push_back(phrase.label);
    }
  }
  learned.space_ = FeatureSpace::build(texts);
  std::vector<Example> examples;
  examples.reserve(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    examples.push_back({learned.space_.vector_of(texts[i]), of[i]});
  }
  std::vector<double> costs(learned.labels_.size(), options.cost);
  if (learned.out_of_scope_ < costs.size()) costs[learned.out_of_scope_] *= options.outside_cost;
  learned.model_ = LinearModel::train(examples, learned.space_.size(), costs);
  learned.index_phrases();
  return learned;
}

void Classifier::calibrate(const TrainingSet& set, const LearningOptions& options) {
  SeededNumbers numbers(options.seed + 1);
  const auto folds = folds_of(set.phrases, set.labels.size(), options.folds, numbers);
  struct Unseen {
    Raw raw;
    std::size_t tokens = 0;
    std::uint32_t label = 0;
    std::uint32_t nearest_label = 0;
  };
  std::vector<Unseen> unseen;
  std::vector<std::pair<std::vector<float>, std::uint32_t>> scores;
  for (std::size_t fold = 0; fold < std::min(options.folds, options.folds_trained); ++fold) {
    if (options.is_given_up()) return;
    std::vector<LabelledPhrase> kept;
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] != fold) kept.push_back(set.phrases[i]);
    }
    const Classifier part = fit(set, std::move(kept), lexicon_, options);
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] != fold) continue;
      for (int copy = 0; copy < 2; ++copy) {
        const auto& text = set.phrases[i].text;
        const auto tokens = tokens_in(set.language, copy == 0 ? text : with_typo(text, numbers));
        Unseen one{part.raw(tokens), tokens.size(), set.phrases[i].label, 0};
        one.nearest_label = part.phrases_[one.raw.nearest.phrase].label;
        scores.emplace_back(one.raw.scores, one.label);
        unseen.push_back(std::move(one));
      }
    }
  }
  temperature_ = best_temperature(scores);
  std::vector<std::vector<double>> inputs;
  std::vector<bool> in_scope;
  std::vector<bool> is_right;
  for (Unseen& one : unseen) {
    const auto all = ranked(one.raw.scores);
    // The nearest phrase is of the fold's own list; here only its label counts.
    const bool agrees = one.raw.nearest.similarity > 0 && one.nearest_label == all.front().label;
    one.raw.nearest.phrase = 0;
    Signals seen = signals(one.raw, all, one.tokens);
    seen[6] = agrees ? 1.0 : 0.0;
    inputs.emplace_back(seen.begin(), seen.end());
    in_scope.push_back(one.label != out_of_scope_);
    auto intents = all;
    drop_outside(intents);
    is_right.push_back(one.label == intents.front().label);
  }
  const auto both = [](const std::vector<bool>& truths) {
    return std::find(truths.begin(), truths.end(), true) != truths.end() &&
           std::find(truths.begin(), truths.end(), false) != truths.end();
  };
  // Without examples of both kinds there is nothing to learn: the first probability decides.
  std::vector<double> plain(kSignals + 1, 0.0);
  plain[0] = 8;
  plain[kSignals] = -4;
  right_weights_ = both(is_right) ? train_logistic(inputs, is_right, kLogisticCost) : plain;
  scope_weights_ =
      both(in_scope) ? train_logistic(inputs, in_scope, kLogisticCost) : right_weights_;
  std::vector<double> accepted;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (in_scope[i]) accepted.push_back(logistic(scope_weights_, inputs[i]));
  }
  rejection_threshold_ = quantile(accepted, kFalseRejections);
}

Classifier Classifier::train(const TrainingSet& set, std::shared_ptr<const Lexicon> lexicon,
                             const LearningOptions& options) {
  ENSURE(set.labels.size() >= 2 && set.phrases.size() > options.folds, "enough to learn from");
  Classifier learned = fit(set, set.phrases, std::move(lexicon), options);
  learned.calibrate(set, options);
  return learned;
}

std::vector<Overlap> find_overlaps(const TrainingSet& set, std::shared_ptr<const Lexicon> lexicon,
                                   const LearningOptions& options) {
  constexpr std::size_t kOneIn = 12;
  SeededNumbers numbers(options.seed + 2);
  const auto folds = folds_of(set.phrases, set.labels.size(), options.folds, numbers);
  std::vector<std::size_t> sizes(set.labels.size(), 0);
  std::map<std::pair<std::uint32_t, std::uint32_t>, Overlap> pairs;
  for (std::size_t fold = 0; fold < options.folds; ++fold) {
    std::vector<LabelledPhrase> kept;
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] != fold) kept.push_back(set.phrases[i]);
    }
    const Classifier part = Classifier::fit(set, std::move(kept), lexicon, options);
    for (std::size_t i = 0; i < folds.size(); ++i) {
      if (folds[i] != fold) continue;
      const LabelledPhrase& phrase = set.phrases[i];
      ++sizes[phrase.label];
      const auto all = part.ranked(part.raw(tokens_in(set.language, phrase.text)).scores);
      const std::uint32_t said = all.front().label;
      if (said == phrase.label) continue;
      Overlap& pair = pairs[{phrase.label, said}];
      pair = {phrase.label, said, pair.count + 1, 0, phrase.text};
    }
  }
  std::vector<Overlap> out;
  for (auto& [key, pair] : pairs) {
    pair.phrases = sizes[pair.label];
    if (pair.count * kOneIn >= pair.phrases) out.push_back(pair);
  }
  std::stable_sort(out.begin(), out.end(), [](const Overlap& a, const Overlap& b) {
    return a.count * b.phrases > b.count * a.phrases;
  });
  return out;
}

}  // namespace dialogs
