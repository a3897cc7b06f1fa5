#include "dialogs/engine/scope.hpp"

#include <charconv>

namespace dialogs {

namespace {

const ForEachStep* for_each_at(const Flow& flow, StepIndex step) {
  return step < flow.steps.size() ? flow.steps[step].as<ForEachStep>() : nullptr;
}

void append_item(std::string& prefix, const Flow& flow, const LoopPosition& loop) {
  const ForEachStep* loop_step = for_each_at(flow, loop.step);
  if (loop_step != nullptr) prefix += loop_step->list;
  prefix += '[';
  prefix += std::to_string(loop.item);
  prefix += "].";
}

// The answer whose path is prefix + name.
const Answer* answer_at(const Frame& frame, std::string_view prefix, std::string_view name) {
  for (const Answer& answer : frame.answers) {
    const std::string_view path = answer.path;
    if (path.size() == prefix.size() + name.size() && path.ends_with(name) &&
        path.starts_with(prefix)) {
      return &answer;
    }
  }
  return nullptr;
}

bool has_item_answers(const Frame& frame, std::string_view path) {
  for (const Answer& answer : frame.answers) {
    if (answer.path.size() > path.size() && answer.path[path.size()] == '[' &&
        answer.path.starts_with(path)) {
      return true;
    }
  }
  return false;
}

}  // namespace

std::string path_prefix(const Flow& flow, const std::vector<LoopPosition>& loops) {
  std::string prefix;
  for (const LoopPosition& loop : loops) append_item(prefix, flow, loop);
  return prefix;
}

std::optional<Place> place_of(const Flow& flow, std::string_view path) {
  const auto dot = path.rfind('.');
  Place place;
  place.step = flow.find_question(dot == std::string_view::npos ? path : path.substr(dot + 1));
  if (place.step == kNoStep) return std::nullopt;
  for (const StepIndex loop : flow.steps[place.step].loops) {
    const ForEachStep* loop_step = for_each_at(flow, loop);
    if (loop_step == nullptr || !path.starts_with(loop_step->list)) return std::nullopt;
    path.remove_prefix(loop_step->list.size());
    std::uint32_t item = 0;
    if (!path.starts_with('[')) return std::nullopt;
    path.remove_prefix(1);
    const auto [end, failure] = std::from_chars(path.data(), path.data() + path.size(), item);
    if (failure != std::errc()) return std::nullopt;
    path.remove_prefix(static_cast<std::size_t>(end - path.data()));
    if (!path.starts_with("].")) return std::nullopt;
    path.remove_prefix(2);
    place.loops.push_back({loop, item});
  }
  if (path.find('.') != std::string_view::npos) return std::nullopt;
  return place;
}

std::vector<LoopPosition> common_loops(const std::vector<LoopPosition>& loops, const Step& target) {
  std::vector<LoopPosition> common;
  for (const LoopPosition& loop : loops) {
    if (common.size() >= target.loops.size() || target.loops[common.size()] != loop.step) break;
    common.push_back(loop);
  }
  return common;
}

std::vector<std::uint32_t> order_of(const Place& place) {
  std::vector<std::uint32_t> order;
  for (const LoopPosition& loop : place.loops) {
    order.push_back(loop.step);
    order.push_back(loop.item);
  }
  order.push_back(place.step);
  return order;
}

std::string path_at(const Flow& flow, const Frame& frame) {
  return path_prefix(flow, frame.position.loops) + flow.steps[frame.position.step].id;
}

FrameScope::FrameScope(const Context& context, const Flow& flow, const Frame& frame,
                       const std::vector<LoopPosition>& loops)
    : context_(context), flow_(flow), frame_(frame), loops_(loops) {
  std::string prefix;
  prefixes_.reserve(loops.size());
  for (const LoopPosition& loop : loops) {
    append_item(prefix, flow, loop);
    prefixes_.push_back(prefix);
  }
}

void FrameScope::bind(std::string_view name, const base::Value* value) {
  for (auto& [bound, old] : bound_) {
    if (bound == name) {
      old = value;
      return;
    }
  }
  bound_.emplace_back(name, value);
}

const base::Value* FrameScope::find(std::string_view name) const {
  for (const auto& [bound, value] : bound_) {
    if (bound == name) return value;
  }
  if (const base::Value* item = find_item(name)) return item;
  if (const base::Value* answer = find_answer(name)) return answer;
  if (name == "customer") return &context_.customer;
  if (name == "policy") return &context_.policy;
  return nullptr;
}

const base::Value* FrameScope::find_item(std::string_view name) const {
  for (std::size_t depth = loops_.size(); depth-- > 0;) {
    const ForEachStep* loop = for_each_at(flow_, loops_[depth].step);
    if (loop == nullptr || loop->item != name) continue;
    const Answer* list = nullptr;
    for (std::size_t outer = depth + 1; list == nullptr && outer-- > 0;) {
      list = answer_at(frame_, outer == 0 ? std::string_view() : prefixes_[outer - 1], loop->list);
    }
    if (list == nullptr || !list->value.is_list()) return nullptr;
    const std::size_t item = loops_[depth].item;
    return item < list->value.list().size() ? &list->value.list()[item] : nullptr;
  }
  return nullptr;
}

const base::Value* FrameScope::find_answer(std::string_view name) const {
  for (std::size_t depth = loops_.size() + 1; depth-- > 0;) {
    const Answer* answer =
        answer_at(frame_, depth == 0 ? std::string_view() : prefixes_[depth - 1], name);
    if (answer == nullptr) continue;
    if (!answer->value.is_list() || !has_item_answers(frame_, answer->path)) return &answer->value;
    for (const auto& [path, value] : merged_) {
      if (path == answer->path) return &value;
    }
    merged_.emplace_back(answer->path, with_item_answers(frame_, answer->path, answer->value));
    return &merged_.back().second;
  }
  return nullptr;
}

base::Value with_item_answers(const Frame& frame, const std::string& path,
                              const base::Value& list) {
  base::Value merged = list;
  if (!merged.is_list()) return merged;
  for (std::size_t item = 0; item < merged.list().size(); ++item) {
    base::Value& target = merged.list()[item];
    if (!target.is_record()) continue;
    const std::string prefix = path + "[" + std::to_string(item) + "].";
    for (const Answer& answer : frame.answers) {
      if (!answer.path.starts_with(prefix)) continue;
      const std::string_view name = std::string_view(answer.path).substr(prefix.size());
      if (name.find('[') != std::string_view::npos) continue;
      target.record()[name] = has_item_answers(frame, answer.path)
                                  ? with_item_answers(frame, answer.path, answer.value)
                                  : answer.value;
    }
  }
  return merged;
}

const base::Value* NamedScope::find(std::string_view name) const {
  for (const auto& [known, value] : names_) {
    if (known == name) return &value;
  }
  return nullptr;
}

}  // namespace dialogs
