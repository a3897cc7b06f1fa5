// Which names a flow can read at a place, and what they hold now. A name is looked up as: bound
// here (the answer under test, the item of a pick), the item of an enclosing for_each, an answer
// (of the same item first, then of the items around it, then of the flow), `customer`, `policy`.
// Lives within one step of the engine; the frame must not change meanwhile.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/expression.hpp"
#include "dialogs/engine.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/state.hpp"

namespace dialogs {

// "lines[0]." for the loops of a step; empty outside of loops.
std::string path_prefix(const Flow& flow, const std::vector<LoopPosition>& loops);

// A step together with the items it is about: what a path names.
struct Place {
  StepIndex step = kNoStep;
  std::vector<LoopPosition> loops;
};
// The ask of that path ("lines[0].reason"), or nothing when the flow has none (any more).
std::optional<Place> place_of(const Flow& flow, std::string_view path);

// The first of these loops that are also around the target.
std::vector<LoopPosition> common_loops(const std::vector<LoopPosition>& loops, const Step& target);

// Compares as flow order, items of a loop one after the other.
std::vector<std::uint32_t> order_of(const Place& place);

// The frame's step when it is of that kind, or nothing.
template <class Body>
const Body* body_at(const Flow& flow, const Frame& frame) {
  return frame.position.step < flow.steps.size() ? flow.steps[frame.position.step].as<Body>()
                                                 : nullptr;
}

// The path of the step that the frame stands at. Precondition: it stands at one of the flow's.
std::string path_at(const Flow& flow, const Frame& frame);

class FrameScope final : public base::ValueScope {
 public:
  FrameScope(const Context& context, const Flow& flow, const Frame& frame,
             const std::vector<LoopPosition>& loops);

  // The name hides others until the scope ends or it is bound again. The value must outlive it.
  void bind(std::string_view name, const base::Value* value);

  const base::Value* find(std::string_view name) const override;
  base::Instant now() const override { return context_.now; }
  std::string today() const override { return std::string(context_.today); }

 private:
  const base::Value* find_item(std::string_view name) const;
  const base::Value* find_answer(std::string_view name) const;

  const Context& context_;
  const Flow& flow_;
  const Frame& frame_;
  const std::vector<LoopPosition>& loops_;
  std::vector<std::string> prefixes_;  // of each loop, outer to inner
  std::vector<std::pair<std::string_view, const base::Value*>> bound_;
  mutable std::deque<std::pair<std::string, base::Value>> merged_;  // by path
};

// A list with the answers that for_each gathered for its items: these win over fields of the same
// name. `path` is the list's.
base::Value with_item_answers(const Frame& frame, const std::string& path, const base::Value& list);

// A scope of few named values, for the shared texts.
class NamedScope final : public base::ValueScope {
 public:
  using Names = std::vector<std::pair<std::string_view, base::Value>>;
  NamedScope(const Context& context, const Names& names) : context_(context), names_(names) {}
  const base::Value* find(std::string_view name) const override;
  base::Instant now() const override { return context_.now; }
  std::string today() const override { return std::string(context_.today); }

 private:
  const Context& context_;
  const Names& names_;
};

}  // namespace dialogs
