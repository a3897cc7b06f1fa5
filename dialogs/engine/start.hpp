// Greeting, and starting a flow: alone, over another task, or one that is open already (R1, R2, R3,
// R5).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

void on_open(Turn& turn);

// The language was changed: says so in the new one, with what can be done or, at the end of the
// step, the open question again.
void on_language(Turn& turn);
// The whole message names a language of the profile: asks for it, or says that it is spoken. False
// when it names none.
bool choose_language(Turn& turn, std::string_view folded);

// Says hello with the start buttons; where tasks were put aside, tells of them with a button each.
void greet(Turn& turn);

// A flow that the folded message asks for with one of its phrases: as the whole message, or
// anywhere in it as whole words. The longest phrase wins.
struct Asked {
  FlowIndex flow = kNoFlow;
  bool is_whole = false;
  int words = 0;           // of the phrase
  std::size_t length = 0;  // of it, in bytes
};
std::optional<Asked> asked_flow(const Turn& turn, std::string_view folded);

void start_flow(Turn& turn, FlowIndex flow);
// Goes on with a task that lies beneath others or aside (R2). Precondition: it is not waiting.
void take_up(Turn& turn, std::uint64_t run);
// The same with answers that came with the wish, by question and in words; what is open already
// takes them as answers (R3).
using StartValues = std::vector<std::pair<std::string, std::string>>;
void start_with(Turn& turn, FlowIndex flow, const StartValues& values);
// R3, on "another": drops nothing; the open run is put aside and a new one begins.
void start_anew(Turn& turn, FlowIndex flow);

}  // namespace dialogs
