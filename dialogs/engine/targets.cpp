#include "dialogs/engine/targets.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/parsers/choice.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

// What an answer shows that the customer has given: not what a flow filled in.
bool is_given(const Answer& answer) {
  return answer.source == Provenance::message || answer.source == Provenance::button;
}

bool is_called(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place,
               std::string_view question) {
  const AskStep& ask = *flow.steps[place.step].as<AskStep>();
  if (ask.name == question) return true;
  const std::string folded = base::fold(question);
  return !folded.empty() &&
         base::fold(turn.render(ask.question.label,
                                FrameScope(turn.context, flow, frame, place.loops))) == folded;
}

// Keeps the targets whose item is called so; an unknown item keeps none.
void keep_item(const Turn& turn, std::vector<Target>& targets, std::string_view item) {
  std::vector<std::string> names;
  for (const Target& target : targets) names.push_back(item_name(turn, target));
  std::vector<OptionText> options;
  for (const std::string& name : names) options.push_back({name, {}});
  const Parsed parsed = parse_choice(item, options);
  const auto place = ordinal(base::fold(item));
  const bool is_exact = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return base::fold(name) == base::fold(item);
  });
  if (place && !is_exact) {
    // "The second one" counts all items, also those without an answer.
    return static_cast<void>(std::erase_if(targets, [&](const Target& target) {
      return static_cast<int>(target.place.loops.back().item) + 1 != *place;
    }));
  }
  if (parsed.fit == Fit::none) return targets.clear();
  targets = {targets[static_cast<std::size_t>(parsed.value.integer())]};
}

// Of several items the one that the pending question is about.
void keep_current(const Turn& turn, std::vector<Target>& targets) {
  const auto& pending = turn.state().pending;
  if (targets.size() < 2 || !pending) return;
  const Frame* frame = turn.frame(pending->run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const auto here = flow ? place_of(*flow, pending->path) : std::nullopt;
  if (!here || here->loops.empty() || pending->run != targets.front().run) return;
  for (const Target& target : targets) {
    if (target.place.loops != here->loops) continue;
    targets = {Target(target)};
    return;
  }
}

}  // namespace

std::vector<std::uint64_t> correctable_runs(const Turn& turn) {
  std::vector<std::uint64_t> runs;
  const auto add = [&](std::uint64_t task) {
    const auto family = family_of(turn, task);
    runs.insert(runs.end(), family.rbegin(), family.rend());
  };
  const State& state = turn.state();
  for (std::size_t at = state.stack.size(); at-- > 0;) {
    const Frame* frame = turn.frame(state.stack[at]);
    if (frame != nullptr && frame->kind == FrameKind::task) add(frame->run);
  }
  for (std::size_t at = state.frames.size(); at-- > 0;) {
    const Frame& frame = state.frames[at];
    const bool is_aside =
        frame.status == FrameStatus::waiting || frame.status == FrameStatus::parked;
    if (frame.kind == FrameKind::task && is_aside) add(frame.run);
  }
  return runs;
}

std::vector<Target> answered_places(const Turn& turn) {
  std::vector<Target> places;
  for (const std::uint64_t run : correctable_runs(turn)) {
    const Frame& frame = *turn.frame(run);
    const Flow* flow = turn.flow_of(frame);
    if (flow == nullptr) continue;
    for (std::size_t at = frame.answers.size(); at-- > 0;) {
      if (!is_given(frame.answers[at])) continue;
      if (auto place = place_of(*flow, frame.answers[at].path)) {
        places.push_back({run, std::move(*place)});
      }
    }
  }
  return places;
}

std::vector<Target> find_answered(const Turn& turn, std::string_view question,
                                  std::string_view item) {
  std::vector<Target> found;
  for (Target& target : answered_places(turn)) {
    if (!found.empty() && found.front().run != target.run) break;
    const Frame& frame = *turn.frame(target.run);
    const Flow& flow = *turn.flow_of(frame);
    if (is_called(turn, flow, frame, target.place, question)) found.push_back(std::move(target));
  }
  std::sort(found.begin(), found.end(), [](const Target& left, const Target& right) {
    return order_of(left.place) < order_of(right.place);
  });
  if (!item.empty() && !found.empty() && !found.front().place.loops.empty()) {
    keep_item(turn, found, item);
  } else {
    keep_current(turn, found);
  }
  return found;
}

std::optional<Target> find_unanswered(const Turn& turn, std::string_view question,
                                      std::string_view item) {
  const Frame* top = turn.state().top();
  const Flow* flow = top ? turn.flow_of(*top) : nullptr;
  if (flow == nullptr) return std::nullopt;
  for (StepIndex step = 0; step < flow->steps.size(); ++step) {
    const auto* ask = flow->steps[step].as<AskStep>();
    const Place place{step, {}};
    if (ask == nullptr || !is_called(turn, *flow, *top, place, question)) continue;
    if (flow->steps[step].loops.empty()) {
      return top->find_answer(ask->name) == nullptr ? std::optional(Target{top->run, place})
                                                    : std::nullopt;
    }
    // Inside a loop: of the item that is named, else of the one that is being talked about.
    std::vector<Target> items;
    const auto* loop = flow->steps[flow->steps[step].loops.back()].as<ForEachStep>();
    const Answer* list = top->find_answer(loop->list);
    const bool is_one_loop = flow->steps[step].loops.size() == 1;
    if (list == nullptr || !list->value.is_list() || !is_one_loop) return Target{top->run, place};
    for (std::uint32_t at = 0; at < list->value.list().size(); ++at) {
      Place inner{step, {{flow->steps[step].loops.back(), at}}};
      const std::string path = path_prefix(*flow, inner.loops) + ask->name;
      if (top->find_answer(path) == nullptr) items.push_back({top->run, std::move(inner)});
    }
    if (!item.empty()) {
      keep_item(turn, items, item);
    } else {
      keep_current(turn, items);
    }
    return items.size() == 1 ? std::optional(items.front()) : std::nullopt;
  }
  return std::nullopt;
}

std::string item_name(const Turn& turn, const Target& target) {
  const Frame& frame = *turn.frame(target.run);
  const Flow& flow = *turn.flow_of(frame);
  if (target.place.loops.empty()) return {};
  const auto* loop = flow.steps[target.place.loops.back().step].as<ForEachStep>();
  const FrameScope scope(turn.context, flow, frame, target.place.loops);
  const StepIndex list_step = flow.find_question(loop->list);
  const base::Value* item = scope.find(loop->item);
  if (item == nullptr || list_step == kNoStep) return {};
  Place list_place{list_step, {}};
  return display(turn, flow, frame, list_place, base::Value(base::Value::List{*item}));
}

}  // namespace dialogs
