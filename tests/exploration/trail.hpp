// The way a task has come: the steps and arms that its answers and marks lead through, from the
// first step to where it stands. Worked out from the flow and the frame alone, beside the engine's
// own walk, so that coverage needs no hook in the engine and an engine that strays is noticed.
#pragma once

#include <functional>
#include <string_view>

#include "dialogs/engine.hpp"
#include "dialogs/flow.hpp"
#include "dialogs/state.hpp"

namespace tests {

struct TrailVisitor {
  std::function<void(dialogs::StepIndex)> on_step;
  // "then", "else", "asked", "not asked", "otherwise", "late", a refusal's name, "items", "no
  // items".
  std::function<void(dialogs::StepIndex, std::string_view arm)> on_arm;
};

// Follows the frame from `start`; the last step told is the one where it stands.
void follow_trail(const dialogs::Flow& flow, const dialogs::Frame& frame,
                  const dialogs::Position& start, const dialogs::Context& context,
                  const TrailVisitor& visitor);

}  // namespace tests
