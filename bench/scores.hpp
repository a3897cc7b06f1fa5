// Figures of a classifier from what it said about messages whose truth is known.
#pragma once

#include <algorithm>
#include <map>
#include <vector>

namespace bench {

struct Outcome {
  std::size_t truth = 0;
  std::size_t said = 0;  // with the classifier's own threshold
  std::size_t best = 0;  // without any: never out of scope
  double confidence = 0;
  double in_scope = 0;
};

struct Scores {
  double accuracy = 0;  // of what is in scope
  double macro_f1 = 0;  // over every label, out of scope too
  double auroc = 0;     // in scope against out of scope; 0 when one of them is missing
  // With the threshold at which 5 % of what is in scope is rejected:
  double out_of_scope_recall = 0;
  double accuracy_after_rejection = 0;  // in scope, accepted and right
};

// The share of pairs (inside, outside) in which the one inside scores higher.
inline double auroc(std::vector<std::pair<double, bool>> scored) {
  std::sort(scored.begin(), scored.end());
  double inside = 0;
  double outside = 0;
  double pairs = 0;
  for (const auto& [score, is_inside] : scored) {
    if (is_inside) {
      inside += 1;
      pairs += outside;
    } else {
      outside += 1;
    }
  }
  return inside > 0 && outside > 0 ? pairs / (inside * outside) : 0;
}

inline double macro_f1(const std::vector<Outcome>& outcomes) {
  std::map<std::size_t, std::pair<double, double>> counts;  // truth: hits, then truth + said
  for (const Outcome& one : outcomes) {
    counts[one.truth].second += 1;
    counts[one.said].second += 1;
    if (one.truth == one.said) counts[one.truth].first += 1;
  }
  double sum = 0;
  for (const auto& [label, count] : counts) sum += 2 * count.first / count.second;
  return counts.empty() ? 0 : sum / static_cast<double>(counts.size());
}

// `outside`: the label of out of scope.
inline Scores score(const std::vector<Outcome>& outcomes, std::size_t outside) {
  Scores scores;
  std::vector<std::pair<double, bool>> scored;
  std::vector<double> inside;
  double right = 0;
  for (const Outcome& one : outcomes) {
    scored.emplace_back(one.in_scope, one.truth != outside);
    if (one.truth == outside) continue;
    inside.push_back(one.in_scope);
    if (one.best == one.truth) right += 1;
  }
  if (inside.empty()) return scores;
  scores.accuracy = right / static_cast<double>(inside.size());
  scores.macro_f1 = macro_f1(outcomes);
  scores.auroc = auroc(scored);
  std::sort(inside.begin(), inside.end());
  const double threshold = inside[inside.size() / 20];
  double accepted_right = 0;
  double rejected = 0;
  double strangers = 0;
  for (const Outcome& one : outcomes) {
    if (one.truth == outside) {
      strangers += 1;
      rejected += one.in_scope < threshold ? 1 : 0;
    } else if (one.in_scope >= threshold && one.best == one.truth) {
      accepted_right += 1;
    }
  }
  scores.accuracy_after_rejection = accepted_right / static_cast<double>(inside.size());
  scores.out_of_scope_recall = strangers > 0 ? rejected / strangers : 0;
  return scores;
}

}  // namespace bench
