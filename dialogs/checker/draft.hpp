// A flow that has been read but not proven yet, with what the checks need beside the compiled form.
// Load time only.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/fault.hpp"
#include "dialogs/contract.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

// What surrounds one step; same index as in Flow::steps.
struct StepNote {
  const Refusal* refusal = nullptr;  // inside the arm of that refusal: `refusal` is in reach
  // ask_again: the names, until they are resolved.
  std::vector<std::pair<std::string, base::Position>> again;
};

struct Draft {
  Flow flow;
  std::string file;
  base::Position where;
  std::vector<StepNote> notes;
  std::vector<StepIndex> loose_ends;  // steps whose path runs out of the file
  std::vector<std::pair<std::string, base::Position>> outcomes;  // as declared
  // Names whose value is sensitive: of questions, and what calls give and take of such.
  std::set<std::string> sensitive;
};

// A way from a step to another.
enum class EdgeKind { next, when_empty, then_arm, else_arm, body, otherwise, refused, late, again };
struct Edge {
  StepIndex to = kNoStep;
  EdgeKind kind = EdgeKind::next;
};
// Every way on from a step.
std::vector<Edge> edges_of(const Step& step);

}  // namespace dialogs
