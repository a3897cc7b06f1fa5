#include "dialogs/understanding/linear_model.hpp"

#include <linear.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/check.hpp"

namespace dialogs {
namespace {

struct ModelDeleter {
  void operator()(model* learned) const { free_and_destroy_model(&learned); }
};
using LearnedModel = std::unique_ptr<model, ModelDeleter>;

void say_nothing(const char*) {}

// Rows of LIBLINEAR: indices from 1, a bias as the last feature, closed by -1.
class Problem {
 public:
  explicit Problem(std::size_t features) : features_(static_cast<int>(features)) {}

  void begin_row(double target) {
    starts_.push_back(nodes_.size());
    targets_.push_back(target);
  }
  void add(std::size_t feature, double value) {
    nodes_.push_back({static_cast<int>(feature) + 1, value});
  }
  void end_row() {
    nodes_.push_back({features_ + 1, 1.0});
    nodes_.push_back({-1, 0.0});
  }

  LearnedModel learn(int solver, double cost, double eps, std::vector<double> class_costs) {
    std::vector<feature_node*> rows;
    rows.reserve(starts_.size());
    for (const std::size_t start : starts_) rows.push_back(nodes_.data() + start);
    problem what{};
    what.l = static_cast<int>(rows.size());
    what.n = features_ + 1;
    what.y = targets_.data();
    what.x = rows.data();
    what.bias = 1.0;
    parameter how{};
    how.solver_type = solver;
    how.eps = eps;
    how.C = cost;
    how.p = 0.1;
    std::vector<int> classes(class_costs.size());
    for (std::size_t i = 0; i < classes.size(); ++i) classes[i] = static_cast<int>(i);
    how.nr_weight = static_cast<int>(classes.size());
    how.weight_label = classes.data();
    how.weight = class_costs.data();
    const char* fault = check_parameter(&what, &how);
    ENSURE(fault == nullptr, std::string("LIBLINEAR refuses: ") + (fault ? fault : ""));
    set_print_string_function(say_nothing);
    std::srand(1);
    return LearnedModel(::train(&what, &how));
  }

 private:
  int features_;
  std::vector<feature_node> nodes_;
  std::vector<std::size_t> starts_;
  std::vector<double> targets_;
};

}  // namespace

LinearModel::LinearModel(std::uint32_t classes, base::FrozenArray<float> weights)
    : classes_(classes), weights_(std::move(weights)) {}

LinearModel LinearModel::train(const std::vector<Example>& examples, std::size_t features,
                               const std::vector<double>& costs) {
  const auto classes = static_cast<std::uint32_t>(costs.size());
  Problem problem(features);
  for (const Example& example : examples) {
    ENSURE(example.label < classes, "a label for each example");
    problem.begin_row(example.label);
    for (const Feature& one : example.input.features) {
      problem.add(one.index, static_cast<double>(one.value));
    }
    problem.end_row();
  }
  const LearnedModel learned = problem.learn(MCSVM_CS, 1.0, 0.05, costs);
  std::vector<float> weights((features + 1) * classes, 0.0F);
  const auto known = static_cast<std::size_t>(learned->nr_class);
  for (std::size_t feature = 0; feature <= features; ++feature) {
    for (std::size_t i = 0; i < known; ++i) {
      const auto label = static_cast<std::size_t>(learned->label[i]);
      weights[feature * classes + label] = static_cast<float>(learned->w[feature * known + i]);
    }
  }
  return LinearModel(classes, std::move(weights));
}

void LinearModel::score(const FeatureVector& input, std::span<float> scores) const {
  const std::size_t bias = weights_.size() - classes_;
  std::copy_n(weights_.data() + bias, classes_, scores.begin());
  // In steps of a known length, which the compiler turns into vector instructions.
  constexpr std::size_t kStep = 8;
  float* __restrict out = scores.data();
  for (const Feature& feature : input.features) {
    const float* __restrict row = weights_.data() + std::size_t{feature.index} * classes_;
    std::size_t i = 0;
    for (; i + kStep <= classes_; i += kStep) {
      std::array<float, kStep> sums{};
      for (std::size_t j = 0; j < kStep; ++j) sums[j] = out[i + j] + feature.value * row[i + j];
      std::copy_n(sums.data(), kStep, out + i);
    }
    for (; i < classes_; ++i) out[i] += feature.value * row[i];
  }
}

std::vector<double> train_logistic(const std::vector<std::vector<double>>& inputs,
                                   const std::vector<bool>& truths, double cost) {
  ENSURE(!inputs.empty() && inputs.size() == truths.size(), "one truth an input");
  Problem problem(inputs.front().size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    problem.begin_row(truths[i] ? 1 : 0);
    for (std::size_t at = 0; at < inputs[i].size(); ++at) problem.add(at, inputs[i][at]);
    problem.end_row();
  }
  const LearnedModel learned = problem.learn(L2R_LR, cost, 0.001, {});
  std::vector<double> weights(learned->w, learned->w + inputs.front().size() + 1);
  // LIBLINEAR's first class is that of the first example.
  if (learned->label[0] != 1) {
    for (double& weight : weights) weight = -weight;
  }
  return weights;
}

double logistic(std::span<const double> weights, std::span<const double> input) {
  double sum = weights.back();
  for (std::size_t i = 0; i < input.size(); ++i) sum += weights[i] * input[i];
  return 1.0 / (1.0 + std::exp(-sum));
}

}  // namespace dialogs
