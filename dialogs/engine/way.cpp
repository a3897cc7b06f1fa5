#include "dialogs/engine/way.hpp"

#include "dialogs/engine/scope.hpp"

namespace dialogs {

void go_to(const Flow& flow, StepIndex target, Position& position) {
  if (target == kNoStep || target >= flow.steps.size()) {
    position.step = kNoStep;
    return;
  }
  auto& loops = position.loops;
  std::size_t depth = common_loops(loops, flow.steps[target]).size();
  if (depth < loops.size() && loops[depth].step == target) ++depth;
  loops.resize(depth);
  position.step = target;
}

std::size_t enter_item(const Flow& flow, const Frame& frame, const Context& context,
                       Position& position) {
  const Step& step = flow.steps[position.step];
  const auto& loop = *step.as<ForEachStep>();
  std::uint32_t item = 0;
  if (!position.loops.empty() && position.loops.back().step == position.step) {
    item = position.loops.back().item + 1;
    position.loops.pop_back();
  }
  const FrameScope names(context, flow, frame, position.loops);
  const base::Value* list = names.find(loop.list);
  const std::size_t count = list != nullptr && list->is_list() ? list->list().size() : 0;
  if (item >= count || loop.body_first == kNoStep) {
    go_to(flow, step.next, position);
    return 0;
  }
  position.loops.push_back({position.step, item});
  position.step = loop.body_first;
  return count;
}

std::string_view arm_of(const Frame& frame, std::string_view path) {
  for (const std::string& done : frame.done) {
    if (done.size() > path.size() && done[path.size()] == '!' && done.starts_with(path)) {
      return std::string_view(done).substr(path.size() + 1);
    }
  }
  return {};
}

}  // namespace dialogs
