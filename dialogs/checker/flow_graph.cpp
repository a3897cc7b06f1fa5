// The shape of flows: the ways between the steps of one, and how flows lie beside and in another.
#include <algorithm>
#include <functional>

#include "dialogs/checker/flow_checks.hpp"

namespace dialogs {

std::vector<Edge> edges_of(const Step& step) {
  std::vector<Edge> edges;
  const auto add = [&](StepIndex to, EdgeKind kind) {
    if (to != kNoStep) edges.push_back({to, kind});
  };
  bool goes_on = true;
  if (const auto* ask = step.as<AskStep>()) {
    add(ask->question.when_empty, EdgeKind::when_empty);
  } else if (const auto* branch = step.as<IfStep>()) {
    add(branch->then_first, EdgeKind::then_arm);
    if (!branch->is_last_case) add(branch->else_first, EdgeKind::else_arm);
    goes_on =
        branch->then_first == kNoStep || (branch->else_first == kNoStep && !branch->is_last_case);
  } else if (const auto* loop = step.as<ForEachStep>()) {
    add(loop->body_first, EdgeKind::body);
  } else if (const auto* call = step.as<CallStep>()) {
    add(call->otherwise, EdgeKind::otherwise);
  } else if (const auto* action = step.as<DoStep>()) {
    for (const RefusedArm& arm : action->refused) add(arm.first, EdgeKind::refused);
  } else if (const auto* wait = step.as<WaitStep>()) {
    add(wait->late, EdgeKind::late);
  } else if (const auto* again = step.as<AskAgainStep>()) {
    for (const StepIndex question : again->questions) add(question, EdgeKind::again);
  }
  if (goes_on) add(step.next, EdgeKind::next);
  return edges;
}

namespace {

// A phrase that asks for two flows asks for neither.
void check_phrases(const Draft& draft, const Draft& other, Workspace& workspace) {
  for (const std::string& phrase : draft.flow.starts.phrases) {
    const auto& theirs = other.flow.starts.phrases;
    if (std::find(theirs.begin(), theirs.end(), phrase) == theirs.end()) continue;
    workspace.faults.warn(draft.where,
                          "the phrase '" + phrase + "' starts '" + other.flow.name + "' too",
                          "leave it to one of the two, or make it longer");
  }
}

}  // namespace

void check_flows_together(const std::vector<Draft>& drafts, Workspace& workspace) {
  for (std::size_t at = 0; at < drafts.size(); ++at) {
    for (std::size_t other = 0; other < at; ++other) {
      const Flow& first = drafts[other].flow;
      const Flow& second = drafts[at].flow;
      if (first.name == second.name) {
        workspace.faults.error(drafts[at].where, "two flows are called '" + first.name + "'",
                               "the other is in " + drafts[other].file);
      } else if (!first.starts.button.empty() && first.starts.button == second.starts.button) {
        workspace.faults.error(drafts[at].where,
                               "the button '" + first.starts.button + "' starts two flows",
                               "the other is " + first.name);
      }
      check_phrases(drafts[at], drafts[other], workspace);
    }
  }
  enum class Mark { unseen, open, done };
  std::vector<Mark> marks(drafts.size(), Mark::unseen);
  const std::function<void(std::size_t)> visit = [&](std::size_t at) {
    marks[at] = Mark::open;
    for (const Step& step : drafts[at].flow.steps) {
      const auto* call = step.as<CallStep>();
      if (call == nullptr || call->flow == kNoFlow) continue;
      if (marks[call->flow] == Mark::open) {
        workspace.faults.error(step.where, "flows call each other in a circle",
                               "a conversation would never come back from it");
      } else if (marks[call->flow] == Mark::unseen) {
        visit(call->flow);
      }
    }
    marks[at] = Mark::done;
  };
  for (std::size_t at = 0; at < drafts.size(); ++at) {
    if (marks[at] == Mark::unseen) visit(at);
  }
}

}  // namespace dialogs
