#include "dialogs/checker/slot_flow.hpp"

#include <algorithm>
#include <deque>

#include "dialogs/checker/fields.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kNoSlot = static_cast<std::size_t>(-1);

std::size_t slot_index(const Flow& flow, std::string_view name) {
  for (std::size_t at = 0; at < flow.slots.size(); ++at) {
    if (flow.slots[at].name == name) return at;
  }
  return kNoSlot;
}

class SlotCollector {
 public:
  SlotCollector(Draft& draft, base::Faults& faults) : draft_(draft), faults_(faults) {}

  void run() {
    for (const auto& [name, type] : draft_.flow.given) add(name, kNoStep, draft_.where);
    for (StepIndex at = 0; at < draft_.flow.steps.size(); ++at) {
      const Step& step = draft_.flow.steps[at];
      if (const auto* ask = step.as<AskStep>()) {
        add_answer(*ask, at, step);
      } else if (const auto* action = step.as<DoStep>()) {
        if (!action->save.empty()) add(action->save, at, step.where);
      } else if (const auto* wait = step.as<WaitStep>()) {
        if (!wait->save.empty()) add(wait->save, at, step.where);
      } else if (const auto* handover = step.as<HandoverStep>()) {
        if (!handover->save.empty()) add(handover->save, at, step.where);
      } else if (const auto* call = step.as<CallStep>()) {
        for (const auto& take : call->take) {
          // "ret.shipment" goes into an answer that is there already.
          if (take.second.find('.') == std::string::npos) add(take.second, at, step.where);
        }
      } else if (const auto* loop = step.as<ForEachStep>()) {
        check_free(loop->item, step.where);
      }
    }
  }

 private:
  // A question for something that a caller may have given fills the caller's slot.
  void add_answer(const AskStep& ask, StepIndex at, const Step& step) {
    const std::size_t found = slot_index(draft_.flow, ask.name);
    if (found != kNoSlot && draft_.flow.slots[found].step == kNoStep) {
      draft_.flow.slots[found].step = at;
      return;
    }
    add(ask.name, at, step.where);
  }

  bool check_free(const std::string& name, const base::Position& where) {
    const bool is_taken = slot_index(draft_.flow, name) != kNoSlot || name == "policy" ||
                          name == "customer" || name == "refusal" || name == "today";
    if (is_taken) {
      faults_.error(where, "'" + name + "' is the name of something else here",
                    "give it another name");
    }
    return !is_taken;
  }

  void add(const std::string& name, StepIndex step, const base::Position& where) {
    const bool is_ask = step != kNoStep && draft_.flow.steps[step].as<AskStep>() != nullptr;
    if (is_ask && !is_name(name)) return;  // reported where it is read
    if (!is_name(name)) {
      faults_.error(where, "'" + name + "' is no name for a value", "small letters, digits and _");
      return;
    }
    // Two questions of one name were reported where they are read.
    if (is_ask && slot_index(draft_.flow, name) != kNoSlot) return;
    if (!check_free(name, where)) return;
    Slot slot;
    slot.name = name;
    slot.step = step;
    slot.sensitive = draft_.sensitive.contains(name);
    if (step != kNoStep && !draft_.flow.steps[step].loops.empty()) {
      slot.loop = draft_.flow.steps[step].loops.back();
    }
    draft_.flow.slots.push_back(std::move(slot));
  }

  Draft& draft_;
  base::Faults& faults_;
};

class SlotAnalysis {
 public:
  SlotAnalysis(const Flow& flow, const std::map<StepIndex, std::vector<std::string>>& taken)
      : flow_(flow), taken_(taken), width_(width_of(flow)) {}

  SlotFlow run() {
    const std::size_t steps = flow_.steps.size();
    result_.must.assign(steps, SlotSet(width_, true));
    result_.may.assign(steps, SlotSet(width_, false));
    if (steps == 0) return std::move(result_);
    SlotSet start(width_, false);
    for (const auto& [name, type] : flow_.given) {
      const std::size_t slot = slot_index(flow_, name);
      if (slot == kNoSlot) continue;
      result_.may[0][slot] = true;
      start[slot] = !type.may_be_missing;
    }
    result_.must[0] = start;
    std::deque<StepIndex> open = {0};
    std::vector<bool> was_seen(steps, false);
    while (!open.empty()) {
      const StepIndex at = open.front();
      open.pop_front();
      was_seen[at] = true;
      for (const Edge& edge : edges_of(flow_.steps[at])) {
        if (merge(at, edge) || !was_seen[edge.to]) {
          was_seen[edge.to] = true;
          open.push_back(edge.to);
        }
      }
    }
    return std::move(result_);
  }

 private:
  // A bit for each slot, and behind them one for each step that may be a loop that was finished. A
  // flow without loops needs none of those, which keeps a very long one cheap.
  static std::size_t width_of(const Flow& flow) {
    const bool has_loop = std::any_of(flow.steps.begin(), flow.steps.end(), [](const Step& step) {
      return step.as<ForEachStep>() != nullptr;
    });
    return flow.slots.size() + (has_loop ? flow.steps.size() : 0);
  }

  // Lets what is known behind step `at` flow into the next; whether that changed anything.
  bool merge(StepIndex at, const Edge& edge) {
    SlotSet must = result_.must[at];
    SlotSet may = result_.may[at];
    apply(at, edge, must, may);
    const bool is_back = is_loop_back(at, edge.to);
    if (is_back) {
      auto [known, is_new] = result_.after_item.emplace(edge.to, must);
      if (!is_new) intersect(known->second, must);
    }
    const bool shrunk = intersect(result_.must[edge.to], must);
    return unite(result_.may[edge.to], may) || shrunk;
  }

  bool is_loop_back(StepIndex from, StepIndex to) const {
    const std::vector<StepIndex>& loops = flow_.steps[from].loops;
    return flow_.steps[to].as<ForEachStep>() != nullptr &&
           std::find(loops.begin(), loops.end(), to) != loops.end();
  }

  static bool intersect(SlotSet& into, const SlotSet& other) {
    bool changed = false;
    for (std::size_t at = 0; at < into.size(); ++at) {
      if (!into[at] || other[at]) continue;
      into[at] = false;
      changed = true;
    }
    return changed;
  }

  static bool unite(SlotSet& into, const SlotSet& other) {
    bool changed = false;
    for (std::size_t at = 0; at < into.size(); ++at) {
      if (into[at] || !other[at]) continue;
      into[at] = true;
      changed = true;
    }
    return changed;
  }

  void set(std::string_view name, bool surely, SlotSet& must, SlotSet& may) {
    const std::size_t slot = slot_index(flow_, name);
    if (slot == kNoSlot) return;
    may[slot] = true;
    if (surely) must[slot] = true;
  }

  void apply(StepIndex at, const Edge& edge, SlotSet& must, SlotSet& may) {
    const Step& step = flow_.steps[at];
    const bool goes_on = edge.kind == EdgeKind::next;
    if (const auto* ask = step.as<AskStep>(); ask != nullptr && goes_on) {
      const bool surely = (!ask->only_if || ask->otherwise) && !ask->question.optional;
      set(ask->name, surely, must, may);
    } else if (const auto* action = step.as<DoStep>(); action != nullptr && goes_on) {
      set(action->save, true, must, may);
    } else if (const auto* wait = step.as<WaitStep>(); wait != nullptr && goes_on) {
      set(wait->save, true, must, may);
    } else if (const auto* handover = step.as<HandoverStep>(); handover != nullptr && goes_on) {
      set(handover->save, true, must, may);
    } else if (const auto* call = step.as<CallStep>(); call != nullptr && goes_on) {
      take(at, *call, must, may);
    } else if (const auto* branch = step.as<IfStep>()) {
      apply_test(*branch, edge, must, may);
    } else if (step.as<ForEachStep>() != nullptr) {
      forget_items(at, must);
      if (goes_on) must[flow_.slots.size() + at] = may[flow_.slots.size() + at] = true;
    } else if (edge.kind == EdgeKind::again) {
      for (const StepIndex question : step.as<AskAgainStep>()->questions) {
        forget(flow_.steps[question].as<AskStep>()->name, must);
      }
    }
  }

  void take(StepIndex at, const CallStep& call, SlotSet& must, SlotSet& may) {
    const auto surely = taken_.find(at);
    for (const auto& [theirs, ours] : call.take) {
      const bool is_sure =
          surely != taken_.end() &&
          std::find(surely->second.begin(), surely->second.end(), theirs) != surely->second.end();
      set(ours, is_sure, must, may);
    }
  }

  void apply_test(const IfStep& branch, const Edge& edge, SlotSet& must, SlotSet& may) {
    const auto [name, present_in_then] = presence_test(branch.condition);
    if (name.empty()) return;
    const bool is_then = edge.kind == EdgeKind::then_arm;
    // With an `else` arm or none at all: whatever is not the `then` arm is the other case, unless
    // the `then` arm is missing and `next` stands for it.
    const bool is_other = !is_then && branch.then_first != kNoStep;
    if ((is_then && present_in_then) || (is_other && !present_in_then)) set(name, true, must, may);
  }

  void forget(std::string_view name, SlotSet& must) {
    const std::size_t slot = slot_index(flow_, name);
    if (slot != kNoSlot) must[slot] = false;
  }

  // The answers about one item do not hold for the next.
  void forget_items(StepIndex loop, SlotSet& must) {
    for (std::size_t slot = 0; slot < flow_.slots.size(); ++slot) {
      const StepIndex step = flow_.slots[slot].step;
      if (step == kNoStep) continue;
      const std::vector<StepIndex>& loops = flow_.steps[step].loops;
      if (std::find(loops.begin(), loops.end(), loop) != loops.end()) must[slot] = false;
    }
  }

  const Flow& flow_;
  const std::map<StepIndex, std::vector<std::string>>& taken_;
  std::size_t width_;
  SlotFlow result_;
};

}  // namespace

void collect_slots(Draft& draft, base::Faults& faults) {
  SlotCollector(draft, faults).run();
}

SlotFlow analyse_slots(const Draft& draft,
                       const std::map<StepIndex, std::vector<std::string>>& taken) {
  return SlotAnalysis(draft.flow, taken).run();
}

std::pair<std::string, bool> presence_test(const base::Expression& condition) {
  const std::string& text = condition.text();
  for (const auto& [ending, is_present] :
       {std::pair<std::string_view, bool>(" is present", true), {" is missing", false}}) {
    if (!text.ends_with(ending)) continue;
    std::string name = text.substr(0, text.size() - ending.size());
    if (is_name(name)) return {std::move(name), is_present};
  }
  return {};
}

std::vector<std::string> fields_present(const base::Expression& condition) {
  constexpr std::string_view kAnd = " and ";
  constexpr std::string_view kPresent = " is present";
  std::vector<std::string> names;
  std::string_view rest = condition.text();
  const auto is_dotted = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  };
  for (const std::string_view word : {" or ", "not ", "any ", "all ", "("}) {
    if (rest.find(word) != std::string_view::npos) return names;
  }
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(kAnd), rest.size());
    std::string_view part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + kAnd.size(), rest.size()));
    if (!part.ends_with(kPresent)) continue;
    part.remove_suffix(kPresent.size());
    const bool is_field = part.find('.') != std::string_view::npos &&
                          std::all_of(part.begin(), part.end(), is_dotted);
    if (is_field) names.emplace_back(part);
  }
  return names;
}

}  // namespace dialogs
