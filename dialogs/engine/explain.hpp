// How a run got to where it stands: the steps from the flow's start, each with what decided it. For
// `boomerang why`: read from the state alone, so that the engine need not keep notes. Any thread.
#pragma once

#include <string>
#include <vector>

#include "dialogs/engine.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

struct PassedStep {
  StepIndex step = kNoStep;
  std::string path;  // "lines[0].reason", or the step's id
  std::string what;  // "answered by a button: not_fit", "not asked, because ... does not hold"
};

// In flow order, up to the step where the run stands. Values of sensitive questions are left out.
// `frame` is one of `flow`; the context is that of the turn.
std::vector<PassedStep> explain_way(const Flow& flow, const Frame& frame, const Context& context);

}  // namespace dialogs
