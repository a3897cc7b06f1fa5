// The commands of one message: judged against the stack as it stood when the turn began, then
// carried out in the order of dialogs.md 1.1: handover > cancel > correct > answer pending > answer
// other > start > info > chitchat.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dialogs/command.hpp"
#include "dialogs/engine/targets.hpp"
#include "dialogs/engine/turn.hpp"

namespace dialogs {

// A legal command with what it is about.
struct Candidate {
  Command command;
  FlowIndex flow = kNoFlow;     // start
  std::uint64_t task = 0;       // cancel: the task on top when the turn began (X2)
  std::vector<Target> targets;  // correct, answer
  bool is_pending = false;      // answer: of the pending question
};

// Whether a classifier or a model read it in the words, rather than a rule or a button.
inline bool is_guess(const Command& command) {
  return command.source == Command::Source::classifier || command.source == Command::Source::model;
}

// The flow of that name or start button that customers can begin; kNoFlow when there is none. What
// is only ever called (a flow without `starts:`) is none, whatever a classifier proposes.
FlowIndex find_started_flow(const Turn& turn, std::string_view name);

// Drops what is unknown, impossible or below `least` and says why (Turn::judged). Commands twice
// count once.
std::vector<Candidate> judge(Turn& turn, const std::vector<Command>& commands, double least);

// Carries them out. Whether any had an effect or an answer; the pending question may be another one
// afterwards, or asked again.
bool carry_out(Turn& turn, std::vector<Candidate> candidates);

// One correction (C1 to C12), without going on.
//   changed    set, or taken back to be asked again; the caller goes on from the start
//   told       the old value stands and the customer knows why
//   asking     a question of the bot's own is open: which item, or whether it is right
//   same       nothing to change (C11)
enum class Corrected { changed, told, asking, same };
Corrected correct_by_words(Turn& turn, const Candidate& candidate);

// The words that answer a question which is not asked yet, kept until it is (1.1: answer other).
// Whether they make an answer; questions that must be asked fresh take none.
bool answer_early(Turn& turn, const Target& target, const std::string& words);

}  // namespace dialogs
