// Greeting, and starting a flow: alone, over another task, or one that is open already (R1, R2, R3,
// R5).
#pragma once

#include <optional>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

void on_open(Turn& turn);

// Says hello with the start buttons, and a button for each task that is parked.
void greet(Turn& turn);

// A flow that the folded message asks for with one of its phrases: as the whole message, or
// anywhere in it as whole words. The longest phrase wins.
struct Asked {
  FlowIndex flow = kNoFlow;
  bool is_whole = false;
  int words = 0;  // of the phrase
};
std::optional<Asked> asked_flow(const Turn& turn, std::string_view folded);

void start_flow(Turn& turn, FlowIndex flow);
// R3, on "another": drops nothing; the open run is put aside and a new one begins.
void start_anew(Turn& turn, FlowIndex flow);

}  // namespace dialogs
