#include "dialogs/engine/message_repair.hpp"

#include "base/text.hpp"
#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/clarify.hpp"
#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/ladder.hpp"
#include "dialogs/engine/propose.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/repair_choice.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/parsers/choice.hpp"

namespace dialogs {

namespace {

// "Go on" or "a new one" (R3).
bool answers_again(Turn& turn, const Written& message) {
  const OpenRepair repair = *turn.state().repair;
  if (repair.kind != OpenRepair::Kind::continue_or_new) return false;
  const Frame* frame = turn.frame(repair.run);
  const std::string title = frame ? turn.title_of(*frame) : std::string();
  const std::string on = turn.text("button.continue", {{"title", title}});
  const std::string anew = turn.text("button.new", {{"title", title}});
  const OptionText options[] = {{on, "continue"}, {anew, "new"}};
  const Parsed parsed = parse_choice(message.text, options);
  const bool is_anew = turn.is_word("another", message.folded);
  if (parsed.fit != Fit::whole && !is_anew) return false;
  const bool goes_on = !is_anew && parsed.value.integer() == 0;
  answer_repair(turn, goes_on ? YesNo::yes : YesNo::no);
  return true;
}

bool answers_choice(Turn& turn, const Written& message) {
  const OpenRepair repair = *turn.state().repair;
  const auto choices = repair_choices(turn, repair);
  if (choices.empty()) return false;
  if (turn.is_word("no", message.folded)) return answer_repair(turn, YesNo::no), true;
  std::vector<OptionText> options;
  for (const RepairChoice& choice : choices) options.push_back({choice.label, {}});
  const Parsed parsed = parse_choice(message.text, options);
  if (parsed.fit != Fit::whole) return false;
  choose_in_repair(turn, static_cast<std::size_t>(parsed.value.integer()));
  return true;
}

bool answers_yes_no(Turn& turn, const Written& message) {
  const OpenRepair& repair = *turn.state().repair;
  const bool is_of_one = repair.kind == OpenRepair::Kind::clarify && repair.options.size() == 1;
  if (!is_of_one && !repair_choices(turn, repair).empty()) return false;
  if (turn.is_word("yes", message.folded)) return answer_repair(turn, YesNo::yes), true;
  if (turn.is_word("no", message.folded)) return answer_repair(turn, YesNo::no), true;
  const Parsed parsed = parse_yes_no(message.text, turn.text("button.yes"), turn.text("button.no"));
  if (parsed.fit != Fit::whole) return false;
  answer_repair(turn, parsed.value.boolean() ? YesNo::yes : YesNo::no);
  return true;
}

// The bot's own question above the pending one: an answer of that drops it.
bool answers_pending(Turn& turn, const Written& message) {
  const auto open = open_question(turn);
  if (!open || open->ask->question.type == QuestionType::text) return false;
  std::string limit;
  const Parsed answer = message.attachments.empty()
                            ? parse_reply(turn, *open, message.text, limit)
                            : parse_attachments(turn, *open, message.attachments, limit);
  if (answer.fit != Fit::whole) return false;
  turn.change(SetRepair{});
  if (take(turn, answer.value, Provenance::message)) walk_on(turn);
  return true;
}

// The question of the task that the bot asks about: yes and answer in one. Its look-ups run again
// first (R8), so the words wait for it.
bool answers_interrupted(Turn& turn, const Written& message) {
  const OpenRepair repair = *turn.state().repair;
  const bool is_resume = repair.kind == OpenRepair::Kind::continue_task ||
                         repair.kind == OpenRepair::Kind::choose_task;
  const auto open = is_resume ? interrupted_question(turn, repair.run) : std::nullopt;
  if (!open || open->ask->question.type == QuestionType::text) return false;
  const std::uint64_t run = open->frame->run;
  if (!message.attachments.empty()) {
    if (open->ask->question.type != QuestionType::files) return false;
    // Files have no look-up to wait for: the question comes back as it was.
    const Pending kept = *open->frame->kept;
    turn.change(SetRepair{});
    raise(turn, run);
    turn.change(KeepPending{run, {}});
    turn.change(SetPending{kept});
    if (const auto now = open_question(turn)) take_attachments(turn, *now, message.attachments);
    return true;
  }
  std::string limit;
  if (parse_reply(turn, *open, message.text, limit).fit != Fit::whole) return false;
  turn.change(SetHeld{Held{run, open->frame->kept->path, std::string(message.text)}});
  turn.change(SetRepair{});
  resume(turn, run);
  return true;
}

// What could mean several things is asked about instead of the bot's question; one of its options
// said again in other words is chosen.
bool asks_which(Turn& turn, std::vector<Command> options) {
  if (options.empty()) return false;
  const OpenRepair repair = *turn.state().repair;
  if (repair.kind == OpenRepair::Kind::clarify) {
    if (const Command* chosen = chosen_again(repair, options)) {
      turn.change(SetRepair{});
      const auto index = static_cast<std::size_t>(chosen - repair.options.data());
      clarified(turn, repair, index);
      return true;
    }
  }
  clarify(turn, std::move(options));
  return true;
}

// R7: a new task drops the bot's question; information leaves it open.
bool is_command(Turn& turn, const Written& message) {
  std::vector<Command> commands = message.proposals;
  for (Command& found : propose(turn, message.text, 0)) commands.push_back(std::move(found));
  Readings read = tell_apart(turn, std::move(commands), true);
  auto legal = judge(turn, read.clear, kPlausible);
  if (legal.empty()) return asks_which(turn, std::move(read.options));
  const bool stays = legal.front().command.kind == Command::Kind::info ||
                     legal.front().command.kind == Command::Kind::chitchat;
  if (!stays && turn.state().repair) turn.change(SetRepair{});
  return carry_out(turn, std::move(legal));
}

}  // namespace

void to_repair(Turn& turn, const Written& message) {
  if (answers_again(turn, message) || answers_choice(turn, message) ||
      answers_yes_no(turn, message) || answers_pending(turn, message) ||
      answers_interrupted(turn, message)) {
    return;
  }
  if (is_command(turn, message)) return;
  if (turn.state().repair) not_understood(turn);
}

}  // namespace dialogs
