// Corrections and early answers in words: parsed and checked by their question, bound to an item,
// fenced, confirmed when they are not sure (C1, C6, C7, C9, C10, C11, C12).
#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/ask.hpp"
#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/fence.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/tasks.hpp"

namespace dialogs {

namespace {

bool is_of_active_task(const Turn& turn, std::uint64_t run) {
  const Frame* top = turn.top_task();
  return top != nullptr && top->status == FrameStatus::active &&
         family_of(turn, run).front() == top->run;
}

void open_repair(Turn& turn, OpenRepair repair) {
  repair.issue = turn.issue(Issue::Kind::repair, repair.run, "correct");
  turn.change(SetRepair{std::move(repair)});
  prompt_repair(turn);
}

// Its options come from a look-up, so the words wait until it is asked again: at once, or when the
// task comes back (C9).
Corrected ask_with_words(Turn& turn, const Target& target, const std::string& path,
                         const std::string& words) {
  turn.change(SetHeld{Held{target.run, path, words}});
  if (!is_of_active_task(turn, target.run)) {
    ask_anew(turn, target.run, target.place);
    return Corrected::changed;
  }
  ask(turn, target.run, target.place, true);
  return Corrected::asking;
}

// C1: the old value stands, and the customer is told why.
Corrected keep_old(Turn& turn, const OpenQuestion& open, const base::Value& old_value,
                   std::string why) {
  turn.reply(std::move(why), open.flow->name + "." + open.flow->steps[open.place.step].id);
  turn.say("repair.kept", {{"question", question_label(turn, *open.flow, *open.frame, open.place)},
                           {"old", display(turn, *open.flow, *open.frame, open.place, old_value)}});
  return Corrected::told;
}

}  // namespace

Corrected correct_by_words(Turn& turn, const Candidate& candidate) {
  const Command& command = candidate.command;
  if (candidate.targets.size() > 1) {
    // C7: the same question of several items.
    open_repair(turn, {OpenRepair::Kind::choose_item,
                       candidate.targets.front().run,
                       0,
                       command.name,
                       command.words.value_or(""),
                       {}});
    return Corrected::asking;
  }
  const Target& target = candidate.targets.front();
  const Frame& frame = *turn.frame(target.run);
  const Flow& flow = *turn.flow_of(frame);
  const OpenQuestion open = question_at(turn, frame, flow, target.place);
  const std::string path = path_prefix(flow, target.place.loops) + open.ask->name;
  const Answer* given = frame.find_answer(path);
  if (given == nullptr) {
    // Gone with what another correction of this message has changed: it waits for its question.
    const bool is_kept = command.words && answer_early(turn, target, *command.words);
    return is_kept ? Corrected::same : Corrected::told;
  }
  const Answer answer = *given;
  if (answer.revision <= frame.fence) {
    tell_fenced(turn, frame, Wanted::change);
    return Corrected::told;
  }
  if (!command.words) {
    ask_anew(turn, target.run, target.place);
    return Corrected::changed;
  }
  const Question& question = open.ask->question;
  if (question.from && !question.from->lookup.empty()) {
    return ask_with_words(turn, target, path, *command.words);
  }
  std::string limit;
  Parsed parsed = parse_reply(turn, open, *command.words, limit);
  if (parsed.fit != Fit::whole) {
    const std::string_view reason = parsed.fit == Fit::none ? parsed.reason : "not_understood";
    return keep_old(turn, open, answer.value,
                    turn.text("repair.reason." + std::string(reason), {{"limit", limit}}));
  }
  if (parsed.value == answer.value) return Corrected::same;
  if (auto why = broken_check(turn, open, parsed.value)) {
    return keep_old(turn, open, answer.value, std::move(*why));
  }
  if (command.confidence < kSure) {
    // C12: nothing is changed before the yes, so that a no restores exactly.
    open_repair(turn,
                {OpenRepair::Kind::confirm_correction, target.run, 0, path, *command.words, {}});
    return Corrected::asking;
  }
  set_corrected(turn, target.run, target.place, std::move(parsed.value), Provenance::message);
  return Corrected::changed;
}

bool answer_early(Turn& turn, const Target& target, const std::string& words) {
  const Frame& frame = *turn.frame(target.run);
  const Flow& flow = *turn.flow_of(frame);
  const OpenQuestion open = question_at(turn, frame, flow, target.place);
  const Question& question = open.ask->question;
  // Confirmations, files and secrets are asked fresh; so is what reads answers that are not there
  // yet, which its checks say when it is reached.
  const bool is_asked_fresh = question.sensitive || question.type == QuestionType::yes_no ||
                              question.type == QuestionType::files;
  if (is_asked_fresh) return false;
  const std::string path = path_prefix(flow, target.place.loops) + open.ask->name;
  if (question.from) {
    // What there is to choose from is known once it is asked.
    turn.change(HoldEarly{Held{target.run, path, words}});
    return true;
  }
  std::string limit;
  Parsed parsed = parse_reply(turn, open, words, limit);
  if (parsed.fit != Fit::whole) return false;
  turn.say("repair.noted", names_of_answer(turn, open, parsed.value));
  // Kept aside like an answer of a branch that is entered again: its question takes it, once its
  // turn comes, if it still passes the checks.
  turn.change(SetAnswer{target.run,
                        {path, std::move(parsed.value), Provenance::message, frame.revision + 1}});
  turn.change(DropAnswer{target.run, path, true});
  return true;
}

}  // namespace dialogs
