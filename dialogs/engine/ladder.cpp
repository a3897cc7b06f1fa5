#include "dialogs/engine/ladder.hpp"

#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/handover.hpp"

namespace dialogs {

namespace {

int top_of(const RepairSettings::Ladder& ladder) {
  return ladder.reask + ladder.reword + ladder.buttons;
}

// Tries that the open question gives by itself; the shop's without one.
int tries_given(const Turn& turn) {
  const auto open = turn.state().repair ? std::nullopt : open_question(turn);
  return open ? open->ask->question.tries.max : turn.program.repair.tries.max;
}

}  // namespace

Wording wording_now(const Turn& turn) {
  const RepairSettings::Ladder& ladder = turn.program.repair.cannot_understand;
  const std::uint32_t tries = turn.state().pending ? turn.state().pending->tries : 0;
  const auto rung = static_cast<int>(std::max(tries, turn.state().not_understood));
  if (rung <= ladder.reask) return Wording::again;
  if (rung <= ladder.reask + ladder.reword) return Wording::reworded;
  return Wording::with_buttons;
}

bool climb(Turn& turn, bool is_clarified) {
  turn.heard = Turn::Heard::nothing;
  const State& state = turn.state();
  const std::uint32_t count = state.not_understood + 1;
  const bool is_patient = tries_given(turn) > turn.program.repair.tries.max;
  if (static_cast<int>(count) > top_of(turn.program.repair.cannot_understand) && !is_patient) {
    const bool is_question = state.pending && !state.repair;
    begin_handover(turn, {default_queue(turn.program),
                          "not_understood",
                          is_question ? state.pending->run : 0,
                          false,
                          {},
                          is_question ? turn.text("repair.too_many_tries") : std::string()});
    return false;
  }
  turn.change(SetNotUnderstood{count, state.clarified + (is_clarified ? 1 : 0)});
  return true;
}

void not_understood(Turn& turn) {
  if (!climb(turn)) return;
  const RepairSettings::Ladder& ladder = turn.program.repair.cannot_understand;
  const auto rung = static_cast<int>(turn.state().not_understood);
  std::string_view key = "repair.not_understood_buttons";
  if (rung <= ladder.reask + ladder.reword) key = "repair.not_understood_reworded";
  if (rung <= ladder.reask) key = "repair.not_understood";
  Reply& reply = turn.say(key);
  if (turn.state().repair) return;
  add_start_buttons(turn, reply);
}

}  // namespace dialogs
