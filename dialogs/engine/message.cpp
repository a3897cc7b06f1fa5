#include "dialogs/engine/message.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/article.hpp"
#include "dialogs/engine/clarify.hpp"
#include "dialogs/engine/clauses.hpp"
#include "dialogs/engine/clean.hpp"
#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/fence.hpp"
#include "dialogs/engine/guess.hpp"
#include "dialogs/engine/ladder.hpp"
#include "dialogs/engine/message_repair.hpp"
#include "dialogs/engine/offer.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/propose.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/silence.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/parsers/choice.hpp"

namespace dialogs {

namespace {

// One message on its way through the candidates. `folded` is made once.
class Message {
 public:
  Message(Turn& turn, std::string text, std::vector<Attachment> attachments,
          const std::vector<Command>& proposals)
      : turn_(turn),
        text_(std::move(text)),
        folded_(base::fold(text_)),
        attachments_(std::move(attachments)),
        proposals_(proposals) {}

  void run() {
    const State& state = turn_.state();
    if (state.awaiting) return while_working();
    was_asked_helped_ = stop_asking_helped(turn_);
    if (turn_.is_word("cancel_all", folded_)) return ran(Command::Kind::cancel), cancel_all(turn_);
    if (turn_.is_word("cancel", folded_)) return ran(Command::Kind::cancel), cancel(turn_);
    if (turn_.is_word("human", folded_)) return ran(Command::Kind::handover), call_person(turn_);
    if (choose_language(turn_, folded_)) return;
    if (state.repair) return to_repair(turn_, {text_, folded_, attachments_, proposals_});
    if (state.pending) return to_pending();
    if (!attachments_.empty()) turn_.say("repair.reason.unexpected_files");
    if (attachments_.empty() || !text_.empty()) to_nothing_open();
  }

  bool is_beyond_doubt() const {
    const State& state = turn_.state();
    if (state.awaiting || state.repair || !attachments_.empty()) return false;
    if (!state.pending) return read_own(turn_, text_, 0, folded_).is_settled;
    const auto open = open_question(turn_);
    if (!open) return false;
    const Question& question = open->ask->question;
    if (question.type == QuestionType::text && !question.captures_all) return false;
    std::string limit;
    return parse_reply(turn_, *open, text_, limit).fit == Fit::whole;
  }

 private:
  // A look-up or action is under way: nothing is lost, nothing is doubled.
  void while_working() {
    const Awaiting awaiting = *turn_.state().awaiting;
    const bool may_leave = awaiting.is_retry_due || awaiting.kind == Awaiting::Kind::lookup;
    if (may_leave && turn_.is_word("human", folded_)) {
      if (awaiting.is_retry_due) {
        turn_.request(
            TimerRequest{"retry:" + std::to_string(awaiting.request), turn_.context.now, true});
      }
      turn_.change(SetAwaiting{});
      return call_person(turn_);
    }
    turn_.say("repair.working");
  }

  void to_pending() {
    if (turn_.state().pending->kind == Pending::Kind::review) return to_review();
    const auto open = open_question(turn_);
    if (!open) {
      // The flow was edited and lost this question: go on with what is answered.
      const std::uint64_t run = turn_.state().pending->run;
      turn_.change(SetPending{});
      return walk_again(turn_, run);
    }
    if (!attachments_.empty()) return to_files(*open);
    const Question& question = open->ask->question;
    if (question.type == QuestionType::text) return to_free_text(*open);
    if (offer_taken(*open)) return;
    std::string limit;
    const Parsed parsed = parse_reply(turn_, *open, text_, limit);
    if (parsed.fit == Fit::whole) return accept(parsed.value, {});
    if (parsed.fit == Fit::part) return accept(parsed.value, parsed.rest);
    if (is_skip(*open)) return ran(Command::Kind::skip), skip(turn_, Provenance::message);
    if (run_word()) return;
    Readings read = tell_apart(turn_, commands_in(text_), false);
    if (carry_out(turn_, judge(turn_, with_answer(read.clear, *open), kLikely))) return;
    if (!turn_.state().pending) return;
    if (is_unclear(read.options)) return clarify(turn_, std::move(read.options));
    not_accepted(turn_, parsed.reason, limit);
    offer_tasks(turn_, read.options);
  }

  // Whether to ask what was meant. One other task that it might mean is offered beside the open
  // question instead.
  static bool is_unclear(const std::vector<Command>& options) {
    return options.size() > 1 ||
           (options.size() == 1 && options.front().kind != Command::Kind::start);
  }

  // What a classifier and the engine's own rules make of a part of the message (1.1).
  std::vector<Command> commands_in(std::string_view part) const {
    const auto begin = text_.find(part);
    const auto offset = static_cast<std::uint32_t>(begin == std::string::npos ? 0 : begin);
    OwnReading own = read_own(turn_, part, offset, folded_);
    std::vector<Command> commands;
    for (const Command& proposed : proposals_) {
      if (const auto why = why_not_meant(turn_, proposed, part, own); !why.empty()) {
        turn_.judged(proposed, false, "1.1", std::string(why));
        continue;
      }
      // Evidence that the question's own parser has taken already proves nothing else.
      if (proposed.begin == proposed.end || proposed.begin >= offset) commands.push_back(proposed);
    }
    std::erase_if(own.commands,
                  [&](const Command& one) { return is_outdone(turn_, one, commands); });
    std::move(own.commands.begin(), own.commands.end(), std::back_inserter(commands));
    return commands;
  }

  // C4: what a correction leaves of the message may answer the pending question.
  std::vector<Command> with_answer(std::vector<Command> commands, const OpenQuestion& open) const {
    const bool corrects = std::any_of(commands.begin(), commands.end(), [](const Command& one) {
      return one.kind == Command::Kind::correct && one.source == Command::Source::rule;
    });
    if (!corrects || open.ask->question.type == QuestionType::text) return commands;
    const auto& and_words = turn_.program.texts.words("and", turn_.context.locale);
    for (const Clause& clause : clauses_of(text_, 0, and_words)) {
      const bool is_used = std::any_of(commands.begin(), commands.end(), [&](const Command& one) {
        return one.begin < clause.end && clause.begin < one.end;
      });
      std::string limit;
      if (is_used || parse_reply(turn_, open, clause.text, limit).fit != Fit::whole) continue;
      Command answer;
      answer.kind = Command::Kind::answer;
      answer.words = std::string(clause.text);
      answer.begin = clause.begin;
      answer.end = clause.end;
      commands.push_back(std::move(answer));
      break;
    }
    return commands;
  }

  void to_files(const OpenQuestion& open) {
    if (open.ask->question.type != QuestionType::files) {
      turn_.say("repair.reason.unexpected_files");
      attachments_.clear();
      if (base::has_visible_character(text_)) to_pending();
      return;
    }
    ran(Command::Kind::answer);
    take_attachments(turn_, open, attachments_);
  }

  void to_free_text(const OpenQuestion& open) {
    const Question& question = open.ask->question;
    std::string limit;
    const Parsed parsed = parse_reply(turn_, open, text_, limit);
    if (question.captures_all) {
      if (parsed.fit == Fit::whole) return accept(parsed.value, {});
      return not_accepted(turn_, parsed.reason, limit);
    }
    // A command that is sure wins over free text, which would take anything.
    if (is_skip(open)) return ran(Command::Kind::skip), skip(turn_, Provenance::message);
    if (run_word()) return;
    const std::vector<Command> commands = commands_in(text_);
    if (carry_out(turn_, judge(turn_, commands, kSure))) return;
    if (parsed.fit != Fit::whole) return not_accepted(turn_, parsed.reason, limit);
    // Both plausible: the text is stored and the command offered.
    if (!take(turn_, parsed.value, Provenance::message)) return;
    if (!turn_.has_prompted) offer_noted(turn_, commands);  // R9
    walk_on(turn_);
  }

  // "Yes" to the offer of a check ("You can have at most 2. Take 2?").
  bool offer_taken(const OpenQuestion& open) {
    if (!turn_.is_word("yes", folded_)) return false;
    auto offers = offered_answers(turn_, open);
    if (offers.empty()) return false;
    // "Yes" to one of several corrections says nothing; behind a single one stands only what was
    // written, confirmed.
    if (offers.size() > 1) {
      const base::Value& confirmed = offers[1].value.at("confirmed");
      if (!confirmed.is_boolean() || !confirmed.boolean()) return false;
    }
    accept(std::move(offers.front().value), {});
    return true;
  }

  void to_review() {
    const Pending pending = *turn_.state().pending;
    const Frame* frame = turn_.frame(pending.run);
    const Flow* flow = frame ? turn_.flow_of(*frame) : nullptr;
    const StepIndex at = flow ? flow->find_step(pending.path) : kNoStep;
    const auto* review = at == kNoStep ? nullptr : flow->steps[at].as<ReviewStep>();
    if (review == nullptr) {
      turn_.change(SetPending{});
      return walk_again(turn_, pending.run);
    }
    if (!attachments_.empty()) turn_.say("repair.reason.unexpected_files");
    const FrameScope scope(turn_.context, *flow, *frame, frame->position.loops);
    const Parsed yes = parse_yes_no(text_, turn_.render(review->confirm, scope), {});
    const bool is_yes = yes.fit == Fit::whole && yes.value.boolean();
    if (is_yes || turn_.is_word("yes", folded_)) {
      turn_.change(SetPending{});
      return leave_step(turn_, pending.run, pending.path);
    }
    if (run_word()) return;
    Readings read = tell_apart(turn_, commands_in(text_), false);
    if (!read.clear.empty() && carry_out(turn_, judge(turn_, read.clear, kLikely))) return;
    const auto rows = review_rows(turn_, *flow, *frame, *review);
    std::vector<std::string> labels;
    labels.reserve(rows.size());
    for (const Place& row : rows) labels.push_back(question_label(turn_, *flow, *frame, row));
    std::vector<OptionText> options;
    options.reserve(labels.size());
    for (const std::string& label : labels) options.push_back({label, {}});
    const Parsed row = parse_choice(text_, options);
    if (row.fit == Fit::whole) {
      return reopen(turn_, pending.run, rows[static_cast<std::size_t>(row.value.integer())]);
    }
    if (!read.options.empty()) return clarify(turn_, std::move(read.options));
    if (attachments_.empty() || !text_.empty()) not_accepted(turn_, "not_understood", {});
  }

  // Takes the answer; then what else the message says, in the order of dialogs.md 1.1.
  void accept(base::Value value, const std::string& rest) {
    if (rest.empty()) {
      ran(Command::Kind::answer);
      for (const Command& proposed : proposals_) {
        turn_.judged(proposed, false, "1.1", "the question's own parser took the whole message");
      }
      if (take(turn_, std::move(value), Provenance::message)) walk_on(turn_);
      return;
    }
    Readings read = tell_apart(turn_, commands_in(rest), false);
    auto more = judge(turn_, read.clear, kLikely);
    // In this order, and sorted: handover, cancel, correct.
    const bool is_second = !more.empty() && more.front().command.kind <= Command::Kind::correct;
    if (is_second) return accept_after(std::move(more), rest);
    ran(Command::Kind::answer);
    if (!take(turn_, std::move(value), Provenance::message)) return;
    if (!more.empty()) carry_out(turn_, std::move(more));
    walk_on(turn_);
    offer_tasks(turn_, read.options);
  }

  // A hand-over, a cancel and corrections come before the answer (1.1, C4, X2): its words are read
  // again behind them.
  void accept_after(std::vector<Candidate> more, const std::string& rest) {
    const auto open = open_question(turn_);
    Candidate answer;
    answer.command.kind = Command::Kind::answer;
    answer.command.words = head_of(rest);
    answer.targets = {{open->frame->run, open->place}};
    answer.is_pending = true;
    const auto behind = std::find_if(more.begin(), more.end(), [](const Candidate& one) {
      return one.command.kind > Command::Kind::correct;
    });
    more.insert(behind, std::move(answer));
    carry_out(turn_, std::move(more));
  }

  // The part of the message before `rest`, without what joins the two.
  std::string head_of(const std::string& rest) const {
    const auto at = text_.rfind(rest);
    const std::string_view head = std::string_view(text_).substr(0, at);
    const auto& and_words = turn_.program.texts.words("and", turn_.context.locale);
    const auto clauses = clauses_of(head, 0, and_words);
    return std::string(clauses.empty() ? head : clauses.front().text);
  }

  bool is_skip(const OpenQuestion& open) const {
    if (!is_skippable(turn_, *open.flow, *open.frame, open.place)) return false;
    if (turn_.is_word("skip", folded_)) return true;
    const FrameScope scope(turn_.context, *open.flow, *open.frame, open.place.loops);
    return folded_ == base::fold(turn_.render(open.ask->question.optional->label, scope));
  }

  // Reserved words other than cancel and human.
  bool run_word() {
    if (turn_.is_word("back", folded_)) return ran(Command::Kind::back), go_back(turn_), true;
    if (turn_.is_word("repeat", folded_)) return ran(Command::Kind::repeat), repeat(turn_), true;
    if (turn_.is_word("why", folded_)) return ran(Command::Kind::why), explain(turn_), true;
    if (turn_.is_word("hello", folded_)) return ran(Command::Kind::hello), prompt_open(turn_), true;
    if (turn_.is_word("hold", folded_)) return ran(Command::Kind::hold), hold(turn_), true;
    if (turn_.is_word("skip", folded_)) {
      refuse_skip();
      return true;
    }
    return false;
  }

  // Not optional, or it would have been taken: the reason, and the question stays, with what can be
  // done instead of answering it (1.5). It costs no try.
  void refuse_skip() {
    turn_.say("repair.not_optional");
    if (const auto open = open_question(turn_); open && !open->ask->question.why.empty()) {
      explain(turn_);
    }
    prompt_pending(turn_, Wording::with_buttons);
  }

  void to_nothing_open() {
    if (was_asked_helped_ && turn_.is_word("yes", folded_)) return answer_helped(turn_, YesNo::yes);
    if (was_asked_helped_ && turn_.is_word("no", folded_)) return answer_helped(turn_, YesNo::no);
    if (turn_.is_word("hello", folded_)) return greet(turn_);
    if (turn_.is_word("hold", folded_)) return hold(turn_);
    if (turn_.is_word("repeat", folded_)) return repeat(turn_);
    if (turn_.is_word("back", folded_)) {
      turn_.say("repair.nothing_to_go_back");
      return;
    }
    // A label of a start button, typed.
    const NamedScope::Names no_names;
    for (FlowIndex index = 0; index < turn_.program.flows.size(); ++index) {
      const Flow& flow = turn_.program.flows[index];
      if (flow.starts.button.empty() || flow.starts.label.empty()) continue;
      if (base::fold(turn_.render(flow.starts.label, NamedScope(turn_.context, no_names))) ==
          folded_) {
        return start_flow(turn_, index);
      }
    }
    if (turn_.state().settled && propose(turn_, text_, 0).empty() && corrects_settled()) return;
    Readings read = tell_apart(turn_, commands_in(text_), true);
    if (carry_out(turn_, judge(turn_, read.clear, kPlausible)) || corrects_settled()) return;
    if (!read.options.empty()) return clarify(turn_, std::move(read.options));
    not_understood(turn_);
  }

  // C6: "actually ..." right after something was sent.
  bool corrects_settled() {
    if (!turn_.state().settled) return false;
    for (const auto list : {"actually", "change"}) {
      const auto& words = turn_.program.texts.words(list, turn_.context.locale);
      if (longest_of(words, folded_).empty()) continue;
      return tell_settled(turn_, Wanted::change);
    }
    return false;
  }

  // For those who ask why.
  void ran(Command::Kind kind) {
    if (!turn_.context.is_traced) return;
    Command command;
    command.kind = kind;
    turn_.judged(command, true, "1.1");
  }

  Turn& turn_;
  std::string text_;
  std::string folded_;
  std::vector<Attachment> attachments_;
  const std::vector<Command>& proposals_;
  bool was_asked_helped_ = false;
};

}  // namespace

void on_message(Turn& turn, const MessageEvent& event) {
  if (turn.state().is_mute()) return;
  Message(turn, clean(event.text), clean(event.attachments), event.proposals).run();
}

bool is_beyond_doubt(Turn& turn, const MessageEvent& event) {
  return Message(turn, clean(event.text), clean(event.attachments), event.proposals)
      .is_beyond_doubt();
}

void on_start(Turn& turn, const StartEvent& event) {
  if (turn.state().is_mute()) return;
  if (turn.state().awaiting) {
    turn.say("repair.working");
    return;
  }
  const FlowIndex flow = turn.program.find_flow(event.flow);
  if (flow == kNoFlow) return not_understood(turn);
  start_flow(turn, flow);
}

}  // namespace dialogs
