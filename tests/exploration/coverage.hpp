// What of a program conversations have reached: steps, arms of branches, options, refusals,
// outcomes, exits and the texts of every language. Gathered from what the engine returns anyway
// (changes, replies, requests) and from the trail of each task. One thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "tests/exploration/talk.hpp"

namespace tests {

struct Goal {
  enum class Kind { step, arm, option, refusal, outcome, exit };
  Kind kind = Kind::step;
  std::string flow;
  std::string step;  // its id; empty for an outcome
  std::string name;  // of the arm, option, refusal or outcome
  base::Position where;
  friend auto operator<=>(const Goal& left, const Goal& right) {
    return std::tie(left.flow, left.kind, left.step, left.name) <=>
           std::tie(right.flow, right.kind, right.step, right.name);
  }
  friend bool operator==(const Goal& left, const Goal& right) { return (left <=> right) == 0; }
};
std::string_view to_string(Goal::Kind kind);
// "create_return.reason option defective".
std::string to_string(const Goal& goal);

// Everything that there is to reach in a program.
std::vector<Goal> goals_of(const dialogs::Program& program);

class Coverage final : public StepObserver {
 public:
  explicit Coverage(const dialogs::Program& program);

  void on_step(const dialogs::State& before, const dialogs::Event& event,
               const dialogs::StepResult& result, const dialogs::State& after,
               const dialogs::Context& context) override;

  const std::vector<Goal>& goals() const { return goals_; }
  bool is_reached(const Goal& goal) const { return reached_.contains(goal); }
  const std::set<Goal>& reached() const { return reached_; }
  // Those reached since the last call: what one move newly showed.
  std::vector<Goal> take_new();
  std::vector<Goal> gaps() const;

 private:
  void reach(Goal::Kind kind, const std::string& flow, const std::string& step, std::string name);
  void note_trail(const dialogs::Frame& frame, const dialogs::Context& context);
  void note_answer(const dialogs::Frame& frame, const dialogs::Answer& answer);
  void note_requests(const dialogs::State& before, const dialogs::StepResult& result);
  void note_when_empty(const dialogs::Frame& frame, const dialogs::Flow& flow);

  const dialogs::Program& program_;
  std::vector<Goal> goals_;
  std::set<Goal> known_;
  std::set<Goal> reached_;
  std::vector<Goal> new_;
};

}  // namespace tests
