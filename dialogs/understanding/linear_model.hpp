// A linear model of many classes: one weight a feature and class. Learned by LIBLINEAR, scored by a
// sparse product of our own. Pure; training is one at a time in a process (LIBLINEAR draws its
// order from the process's generator, which is seeded here so that a model is reproducible); a
// learned model is immutable: any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "dialogs/understanding/features.hpp"

namespace dialogs {

struct Example {
  FeatureVector input;
  std::uint32_t label = 0;
};

class LinearModel {
 public:
  LinearModel() = default;
  // `weights`: feature by feature, one a class; the last row is the bias.
  LinearModel(std::uint32_t classes, base::FrozenArray<float> weights);

  // Crammer-Singer's support vector machine (LIBLINEAR -s 4), with a cost of errors for each class.
  // Every label is below costs.size(); at least one example.
  static LinearModel train(const std::vector<Example>& examples, std::size_t features,
                           const std::vector<double>& costs);

  // One score a class, into `scores`, which has as many.
  void score(const FeatureVector& input, std::span<float> scores) const;
  float weight(std::uint32_t feature, std::uint32_t label) const {
    return weights_[std::size_t{feature} * classes_ + label];
  }
  std::uint32_t classes() const { return classes_; }
  const base::FrozenArray<float>& weights() const { return weights_; }

 private:
  std::uint32_t classes_ = 0;
  base::FrozenArray<float> weights_;
};

// A small logistic regression (LIBLINEAR -s 0): the weights of dense inputs and, last, of the bias.
// Both truths must occur.
std::vector<double> train_logistic(const std::vector<std::vector<double>>& inputs,
                                   const std::vector<bool>& truths, double cost);
double logistic(std::span<const double> weights, std::span<const double> input);

}  // namespace dialogs
