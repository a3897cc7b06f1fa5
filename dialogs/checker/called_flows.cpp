// What holds between a flow and those that it calls: sensitive values, and names of answers.
#include <algorithm>

#include "dialogs/checker/flow_checks.hpp"

namespace dialogs {
namespace {

std::string head_of(const std::string& name) {
  return name.substr(0, name.find('.'));
}

bool reads_sensitive(const base::Expression& value, const Draft& draft) {
  const auto names = value.reads();
  return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return draft.sensitive.contains(head_of(name));
  });
}

bool is_given(const CallStep& call, const Flow& callee, const std::string& name) {
  const auto is_it = [&](const auto& one) { return one.name == name; };
  const bool is_input = std::any_of(callee.given.begin(), callee.given.end(),
                                    [&](const auto& one) { return one.first == name; });
  return is_input && std::any_of(call.give.begin(), call.give.end(), is_it);
}

bool is_taken(const CallStep& call, const std::string& name) {
  return std::find(call.take.begin(), call.take.end(), std::pair(name, name)) != call.take.end();
}

// Lets sensitive values flow through one call; whether that told anything new.
bool spread_sensitive(const CallStep& call, Draft& caller, Draft& callee) {
  bool changed = false;
  for (const NamedExpression& value : call.give) {
    if (!reads_sensitive(value.value, caller)) continue;
    changed = callee.sensitive.insert(value.name).second || changed;
  }
  for (const auto& [theirs, ours] : call.take) {
    if (!callee.sensitive.contains(theirs)) continue;
    changed = caller.sensitive.insert(head_of(ours)).second || changed;
  }
  return changed;
}

}  // namespace

void mark_sensitive(std::vector<Draft>& drafts) {
  for (Draft& draft : drafts) {
    for (const Step& step : draft.flow.steps) {
      const auto* ask = step.as<AskStep>();
      if (ask != nullptr && ask->question.sensitive) draft.sensitive.insert(ask->name);
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (Draft& draft : drafts) {
      for (const Step& step : draft.flow.steps) {
        const auto* call = step.as<CallStep>();
        if (call == nullptr || call->flow == kNoFlow) continue;
        changed = spread_sensitive(*call, draft, drafts[call->flow]) || changed;
      }
    }
  }
}

void check_shared_names(const std::vector<Draft>& drafts, Workspace& workspace) {
  for (const Draft& draft : drafts) {
    for (const Step& step : draft.flow.steps) {
      const auto* call = step.as<CallStep>();
      if (call == nullptr || call->flow == kNoFlow || &drafts[call->flow] == &draft) continue;
      const Flow& callee = drafts[call->flow].flow;
      for (const Step& theirs : callee.steps) {
        const auto* ask = theirs.as<AskStep>();
        if (ask == nullptr || draft.flow.find_question(ask->name) == kNoStep) continue;
        if (is_given(*call, callee, ask->name) || is_taken(*call, ask->name)) continue;
        workspace.faults.error(
            step.where,
            "'" + draft.flow.name + "' and '" + callee.name + "' both ask for '" + ask->name + "'",
            "give it to the called flow, take it from there, or rename one of the two");
      }
    }
  }
}

}  // namespace dialogs
