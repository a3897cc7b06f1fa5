// The shape of one flow: what its paths reach, and how they end.
#include <algorithm>
#include <set>

#include "dialogs/checker/flow_checks.hpp"

namespace dialogs {
namespace {

using base::Position;

class ShapeChecks {
 public:
  ShapeChecks(const Draft& draft, Workspace& workspace)
      : draft_(draft), flow_(draft.flow), workspace_(workspace) {}

  void run() {
    if (flow_.steps.empty()) return;
    for (const auto& [outcome, where] : draft_.outcomes) check_outcome(outcome, where);
    check_reachable();
    check_ends();
    check_reviews();
    check_circles();
  }

 private:
  void fault(const Position& where, std::string message, std::string hint) {
    workspace_.faults.error(where, std::move(message), std::move(hint));
  }

  void check_outcome(const std::string& outcome, const Position& where) {
    const bool is_reached =
        std::any_of(flow_.steps.begin(), flow_.steps.end(), [&](const Step& step) {
          if (const auto* end = step.as<EndStep>()) return end->outcome == outcome;
          if (const auto* ask = step.as<AskStep>()) {
            return ask->question.tries.then.outcome == outcome;
          }
          const auto* action = step.as<DoStep>();
          return action != nullptr && action->trouble.then.outcome == outcome;
        });
    if (is_reached) return;
    fault(where, "no path ends with the outcome '" + outcome + "'",
          "add an `end: " + outcome + "`, or take it out of `outcomes`");
  }

  void check_reachable() {
    std::vector<bool> reached(flow_.steps.size(), false);
    std::vector<StepIndex> open = {0};
    while (!open.empty()) {
      const StepIndex at = open.back();
      open.pop_back();
      if (reached[at]) continue;
      reached[at] = true;
      for (const Edge& edge : edges_of(flow_.steps[at])) open.push_back(edge.to);
    }
    bool was_reached = true;
    for (StepIndex at = 0; at < flow_.steps.size(); ++at) {
      // One fault for a stretch of them.
      if (!reached[at] && was_reached) {
        fault(flow_.steps[at].where, "no path reaches this step",
              "the step before it ends the flow or asks again, or no case is left for it");
      }
      was_reached = reached[at];
    }
  }

  void check_ends() {
    for (const StepIndex end : draft_.loose_ends) {
      const Step& step = flow_.steps[end];
      if (step.as<HandoverStep>() != nullptr || leads_nowhere(step)) continue;
      fault(step.where, "a path stops behind this step without an `end`",
            "close it with `end: <outcome>`");
    }
  }

  // An `if` whose arms both end has a loose end that no path takes.
  static bool leads_nowhere(const Step& step) {
    const auto* branch = step.as<IfStep>();
    return branch != nullptr && branch->then_first != kNoStep &&
           (branch->else_first != kNoStep || branch->is_last_case);
  }

  // Whether each step is reached only behind a review with no question since.
  void check_reviews() {
    std::vector<int> reviewed(flow_.steps.size(), -1);  // unknown, 0 no, 1 yes
    std::vector<StepIndex> open = {0};
    reviewed[0] = 0;
    while (!open.empty()) {
      const StepIndex at = open.back();
      open.pop_back();
      const Step& step = flow_.steps[at];
      int after = reviewed[at];
      if (step.as<ReviewStep>() != nullptr) after = 1;
      if (step.as<AskStep>() != nullptr) after = 0;
      for (const Edge& edge : edges_of(step)) {
        const int before = reviewed[edge.to];
        if (before == after || before == 0) continue;
        reviewed[edge.to] = before == -1 ? after : 0;
        open.push_back(edge.to);
      }
    }
    for (StepIndex at = 0; at < flow_.steps.size(); ++at) {
      const auto* action = flow_.steps[at].as<DoStep>();
      if (action == nullptr || !action->point_of_no_return || reviewed[at] != 0) continue;
      fault(flow_.steps[at].where,
            action->action +
                " cannot be undone, but a path leads to it "
                "without a `review` behind its last question",
            "put a `review` before it");
    }
  }

  // Whether taking this way out of a step waits for somebody: then going round it is no circle.
  static bool waits(const Step& step, const Edge& edge) {
    if (step.as<ReviewStep>() != nullptr || step.as<HandoverStep>() != nullptr) return true;
    const auto* ask = step.as<AskStep>();
    if (ask != nullptr) return edge.kind == EdgeKind::next && !ask->only_if;
    return step.as<WaitStep>() != nullptr;
  }

  // Going on with the next item of a loop; there are only so many.
  bool is_next_item(StepIndex from, StepIndex to) const {
    const std::vector<StepIndex>& loops = flow_.steps[from].loops;
    return flow_.steps[to].as<ForEachStep>() != nullptr &&
           std::find(loops.begin(), loops.end(), to) != loops.end();
  }

  // A way from `ask_again` back to itself on which nobody is asked: through `when_empty`, or past
  // questions with an `only_if`.
  void check_circles() {
    for (StepIndex start = 0; start < flow_.steps.size(); ++start) {
      const auto* again = flow_.steps[start].as<AskAgainStep>();
      if (again == nullptr || again->questions.empty()) continue;
      std::vector<bool> reached(flow_.steps.size(), false);
      std::vector<StepIndex> open = {again->questions.front()};
      while (!open.empty() && !reached[start]) {
        const StepIndex at = open.back();
        open.pop_back();
        if (reached[at]) continue;
        reached[at] = true;
        for (const Edge& edge : edges_of(flow_.steps[at])) {
          if (!waits(flow_.steps[at], edge) && !is_next_item(at, edge.to)) open.push_back(edge.to);
        }
      }
      if (!reached[start]) continue;
      fault(flow_.steps[start].where, "the flow may run in a circle without asking anything",
            "every way back to this step must ask a question without `only_if`, or wait");
    }
  }

  const Draft& draft_;
  const Flow& flow_;
  Workspace& workspace_;
};

}  // namespace

void check_shape(const Draft& draft, Workspace& workspace) {
  ShapeChecks(draft, workspace).run();
}

}  // namespace dialogs
