// A message while the engine's own question is open ("Shall we go on with your return?").
#pragma once

#include <string_view>
#include <vector>

#include "dialogs/engine/turn.hpp"
#include "dialogs/event.hpp"

namespace dialogs {

// The parts of a message; they outlive the call.
struct Written {
  std::string_view text;
  std::string_view folded;
  const std::vector<Attachment>& attachments;
  const std::vector<Command>& proposals;
};

// R7: an answer to it; an answer to the question beneath, which counts as yes and answer; or a
// command, which drops it. Precondition: a repair is open.
void to_repair(Turn& turn, const Written& message);

}  // namespace dialogs
