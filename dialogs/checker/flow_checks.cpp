#include "dialogs/checker/flow_checks.hpp"

#include <algorithm>

namespace dialogs {
namespace {

using base::Position;

std::vector<std::string> queue_names(const RepairSettings& repair) {
  std::vector<std::string> names;
  for (const QueueSettings& queue : repair.queues) names.push_back(queue.name);
  return names;
}

FlowIndex find_draft(const std::vector<Draft>& drafts, std::string_view name) {
  for (std::size_t at = 0; at < drafts.size(); ++at) {
    if (drafts[at].flow.name == name) return static_cast<FlowIndex>(at);
  }
  return kNoFlow;
}

std::vector<std::string> flow_names(const std::vector<Draft>& drafts) {
  std::vector<std::string> names;
  for (const Draft& draft : drafts) names.push_back(draft.flow.name);
  return names;
}

// What names of flows, steps, queues and outcomes lead to.
class NameChecks {
 public:
  NameChecks(Draft& draft, const std::vector<Draft>& drafts, Workspace& workspace)
      : draft_(draft), flow_(draft.flow), drafts_(drafts), workspace_(workspace) {}

  void run() {
    if (flow_.steps.empty()) return;
    // Names first: the ways of ask_again are known only then.
    for (StepIndex at = 0; at < flow_.steps.size(); ++at) resolve(at);
    check_fence_flows();
  }

 private:
  void fault(const Position& where, std::string message, std::string hint = {}) {
    workspace_.faults.error(where, std::move(message), std::move(hint));
  }

  bool has_outcome(const std::string& name) const {
    return std::find(flow_.outcomes.begin(), flow_.outcomes.end(), name) != flow_.outcomes.end();
  }

  void check_queue(const std::string& queue, const Position& where) {
    if (workspace_.repair.find_queue(queue) != nullptr) return;
    std::string hint = base::suggest(queue, queue_names(workspace_.repair));
    if (hint.empty()) hint = "queues are declared under `handover` in repair.yaml";
    fault(where, "unknown queue '" + queue + "'", hint);
  }

  void check_exit(const Exit& exit, const Position& where) {
    if (!exit.queue.empty()) check_queue(exit.queue, where);
    if (!exit.outcome.empty()) check_declared(exit.outcome, where);
  }

  void check_declared(const std::string& outcome, const Position& where) {
    if (has_outcome(outcome)) return;
    std::string hint = base::suggest(outcome, flow_.outcomes);
    if (hint.empty()) hint = "add it to `outcomes`, or write one of those";
    fault(where, "unknown outcome '" + outcome + "'", hint);
  }

  void resolve(StepIndex at) {
    Step& step = flow_.steps[at];
    if (auto* say = std::get_if<SayStep>(&step.body)) {
      for (StartButton& button : say->buttons) resolve_button(button, step.where);
    } else if (const auto* ask = step.as<AskStep>()) {
      // The default is reported once, where it stands.
      const Exit& exit = ask->question.tries.then;
      if (exit.queue != workspace_.repair.tries.then.queue || !exit.outcome.empty()) {
        check_exit(exit, step.where);
      }
      warn_about_long_text(*ask, step.where);
    } else if (const auto* handover = step.as<HandoverStep>()) {
      check_queue(handover->queue, step.where);
    } else if (const auto* end = step.as<EndStep>()) {
      check_declared(end->outcome, step.where);
    } else if (const auto* action = step.as<DoStep>()) {
      check_action(*action, step.where);
    } else if (auto* call = std::get_if<CallStep>(&step.body)) {
      resolve_call(*call, step.where);
    } else if (auto* again = std::get_if<AskAgainStep>(&step.body)) {
      resolve_again(*again, at);
    }
  }

  void resolve_button(StartButton& button, const Position& where) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < drafts_.size(); ++at) {
      const std::string& name = drafts_[at].flow.starts.button;
      if (name == button.name) button.flow = static_cast<FlowIndex>(at);
      if (!name.empty()) names.push_back(name);
    }
    if (button.flow != kNoFlow) return;
    std::string hint = base::suggest(button.name, names);
    if (hint.empty()) hint = "a button is the `starts.button` of a flow";
    fault(where, "no flow starts with the button '" + button.name + "'", hint);
  }

  void warn_about_long_text(const AskStep& ask, const Position& where) {
    const Question& question = ask.question;
    const bool is_long = question.type == QuestionType::text && question.length.max > 100;
    if (!is_long || question.captures_all) return;
    workspace_.faults.warn(where, "the free text '" + ask.name + "' may be taken for a command",
                           "add `captures_all: yes`, or a `length` of at most 100");
  }

  void check_action(const DoStep& action, const Position& where) {
    check_exit(action.trouble.then, where);
    const Action* contract = workspace_.contracts.find_action(action.action);
    if (contract == nullptr) {
      std::vector<std::string> names;
      for (const Action& one : workspace_.contracts.actions) names.push_back(one.name);
      fault(where, "unknown action '" + action.action + "'",
            base::suggest_any(action.action, names));
      return;
    }
    for (const Refusal& refusal : contract->refused) {
      const bool is_covered =
          std::any_of(action.refused.begin(), action.refused.end(),
                      [&](const RefusedArm& arm) { return arm.name == refusal.name; });
      if (!is_covered) {
        fault(where,
              "nothing is said when " + action.action + " is refused with '" + refusal.name + "'",
              "add it under `refused`");
      }
    }
    if (contract->repeat == Repeat::never && action.trouble.attempts > 1) {
      fault(where, action.action + " must not be repeated, but `trouble` retries it",
            "its contract says `repeat: never`; write `retry: never`");
    }
  }

  void resolve_call(CallStep& call, const Position& where) {
    call.flow = find_draft(drafts_, call.flow_name);
    if (call.flow == kNoFlow) {
      fault(where, "unknown flow '" + call.flow_name + "'",
            base::suggest_any(call.flow_name, flow_names(drafts_)));
      return;
    }
    const std::vector<std::string>& outcomes = drafts_[call.flow].flow.outcomes;
    if (std::find(outcomes.begin(), outcomes.end(), call.expect) == outcomes.end()) {
      fault(where, "'" + call.flow_name + "' has no outcome '" + call.expect + "'",
            base::suggest_any(call.expect, outcomes));
    }
  }

  void resolve_again(AskAgainStep& again, StepIndex at) {
    for (const auto& [name, where] : draft_.notes[at].again) {
      const StepIndex found = flow_.find_question(name);
      if (found == kNoStep || found > at) {
        std::vector<std::string> names;
        for (StepIndex before = 0; before < at; ++before) {
          if (const auto* ask = flow_.steps[before].as<AskStep>()) names.push_back(ask->name);
        }
        fault(where, "no question '" + name + "' was asked before", base::suggest_any(name, names));
        continue;
      }
      const Step& step = flow_.steps[found];
      const std::vector<StepIndex>& here = flow_.steps[at].loops;
      const bool is_around = step.loops.size() <= here.size() &&
                             std::equal(step.loops.begin(), step.loops.end(), here.begin());
      if (!is_around) {
        fault(where, "'" + name + "' belongs to the items of a loop that is over",
              "which item to ask about is not known here");
      }
      again.questions.push_back(found);
    }
    std::sort(again.questions.begin(), again.questions.end());
  }

  void check_fence_flows() {
    const bool is_fenced =
        std::any_of(flow_.steps.begin(), flow_.steps.end(), [](const Step& step) {
          const auto* action = step.as<DoStep>();
          return action != nullptr && action->point_of_no_return;
        });
    const auto check = [&](const std::string& target, std::string_view field) {
      if (target.starts_with("handover.")) {
        check_queue(target.substr(9), draft_.where);
      } else if (!target.empty() && find_draft(drafts_, target) == kNoFlow) {
        fault(draft_.where, "`" + std::string(field) + "` names the unknown flow '" + target + "'",
              base::suggest_any(target, flow_names(drafts_)));
      } else if (target.empty() && is_fenced) {
        workspace_.faults.warn(
            draft_.where, "the flow has a point of no return but no `" + std::string(field) + "`",
            "name a flow or handover.<queue>");
      }
    };
    check(flow_.cancelled_after, "cancelled_after");
    check(flow_.changed_after, "changed_after");
  }

  Draft& draft_;
  Flow& flow_;
  const std::vector<Draft>& drafts_;
  Workspace& workspace_;
};

}  // namespace

void resolve_names(Draft& draft, const std::vector<Draft>& drafts, Workspace& workspace) {
  NameChecks(draft, drafts, workspace).run();
}

}  // namespace dialogs
