#include "dialogs/engine/message.hpp"

#include "base/text.hpp"
#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/silence.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/parsers/choice.hpp"

namespace dialogs {

namespace {

// What is stored must survive the journal: valid UTF-8, no control characters but white space.
std::string clean(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (!base::is_valid_utf8(text)) return out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool is_space = byte == '\t' || byte == '\n' || byte == '\r';
    const bool is_c1 =
        byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;
    if (is_c1) {
      ++at;
    } else if ((byte >= 0x20 && byte != 0x7F) || is_space) {
      out += text[at];
    }
  }
  return out;
}

std::vector<Attachment> clean(const std::vector<Attachment>& attachments) {
  std::vector<Attachment> out = attachments;
  for (Attachment& file : out) {
    file.upload = clean(file.upload);
    file.name = clean(file.name);
    file.type = clean(file.type);
  }
  return out;
}

// One message on its way through the candidates. `folded` is made once.
class Message {
 public:
  Message(Turn& turn, std::string text, std::vector<Attachment> attachments)
      : turn_(turn),
        text_(std::move(text)),
        folded_(base::fold(text_)),
        attachments_(std::move(attachments)) {}

  void run() {
    const State& state = turn_.state();
    if (state.awaiting) return while_working();
    if (turn_.is_word("cancel", folded_)) return cancel(turn_);
    if (turn_.is_word("human", folded_)) return call_person(turn_);
    if (choose_language(turn_, folded_)) return;
    if (state.repair && answers_repair()) return;
    if (state.pending) return to_pending();
    if (!attachments_.empty()) turn_.say("repair.reason.unexpected_files");
    if (attachments_.empty() || !text_.empty()) to_nothing_open();
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

  // Whether the message was about the bot's own question.
  bool answers_repair() {
    if (turn_.state().repair->kind == OpenRepair::Kind::continue_or_new) {
      const Frame* frame = turn_.frame(turn_.state().repair->run);
      const std::string title = frame ? turn_.title_of(*frame) : std::string();
      const std::string on = turn_.text("button.continue", {{"title", title}});
      const std::string anew = turn_.text("button.new", {{"title", title}});
      const OptionText options[] = {{on, "continue"}, {anew, "new"}};
      const Parsed parsed = parse_choice(text_, options);
      const bool is_anew = turn_.is_word("another", folded_);
      if (parsed.fit == Fit::whole || is_anew) {
        const bool goes_on = !is_anew && parsed.value.integer() == 0;
        answer_repair(turn_, goes_on ? YesNo::yes : YesNo::no);
        return true;
      }
    }
    if (turn_.is_word("yes", folded_)) return answer_repair(turn_, YesNo::yes), true;
    if (turn_.is_word("no", folded_)) return answer_repair(turn_, YesNo::no), true;
    const Parsed parsed = parse_yes_no(text_, turn_.text("button.yes"), turn_.text("button.no"));
    if (parsed.fit == Fit::whole) {
      answer_repair(turn_, parsed.value.boolean() ? YesNo::yes : YesNo::no);
      return true;
    }
    const auto asked = asked_flow(turn_, folded_);
    if (asked) {
      // R7: a new task drops the resume question.
      start_flow(turn_, asked->flow);
      return true;
    }
    // R7: what fits the interrupted question counts as yes and answer.
    if (const auto open = open_question(turn_)) {
      std::string limit;
      const Parsed answer = attachments_.empty()
                                ? parse_reply(turn_, *open, text_, limit)
                                : parse_attachments(turn_, *open, attachments_, limit);
      if (answer.fit == Fit::whole && open->ask->question.type != QuestionType::text) {
        turn_.change(SetRepair{});
        if (take(turn_, answer.value, Provenance::message)) walk_on(turn_);
        return true;
      }
    }
    not_understood(turn_);
    return true;
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
    if (is_skip(*open)) return skip(turn_, Provenance::message);
    if (run_word()) return;
    const auto asked = asked_flow(turn_, folded_);
    if (is_command(asked)) return start_flow(turn_, asked->flow);
    not_accepted(turn_, parsed.reason, limit);
    if (asked && !is_about_this(*asked) && turn_.state().pending) add_start_button(asked->flow);
  }

  // R3: a phrase of the task that is open is an attempt at an answer, unless it asks for another.
  bool is_about_this(const Asked& asked) const {
    for (const std::uint64_t run : turn_.top_chain()) {
      if (turn_.frame(run)->flow == turn_.program.flows[asked.flow].name) return true;
    }
    return false;
  }

  // Whether a phrase is sure enough to leave the open question for it: the whole message, or
  // several words of it. A single word inside a longer message only earns a button.
  bool is_command(const std::optional<Asked>& asked) const {
    if (!asked) return false;
    if (is_about_this(*asked)) return mentions("another");
    return asked->is_whole || asked->words > 1;
  }

  void add_start_button(FlowIndex index) {
    const Flow& flow = turn_.program.flows[index];
    const NamedScope::Names no_names;
    const std::uint64_t issue = turn_.issue(Issue::Kind::start, 0, {});
    std::string label = turn_.render(flow.starts.label, NamedScope(turn_.context, no_names));
    turn_.last_reply().buttons.push_back(
        turn_.button(issue, index, check_of(std::string_view(flow.name)),
                     label.empty() ? flow.name : std::move(label)));
  }

  void to_files(const OpenQuestion& open) {
    if (open.ask->question.type != QuestionType::files) {
      turn_.say("repair.reason.unexpected_files");
      attachments_.clear();
      if (base::has_visible_character(text_)) to_pending();
      return;
    }
    std::string limit;
    Parsed parsed = parse_attachments(turn_, open, attachments_, limit);
    if (parsed.fit == Fit::whole) return accept(std::move(parsed.value), {});
    if (parsed.reason == "too_few_files") {
      // Progress, not a mistake: keep them and ask for the rest.
      Pending pending = *turn_.state().pending;
      pending.chosen = parsed.value.list();
      pending.tries = 0;
      turn_.change(SetPending{std::move(pending)});
      return prompt_pending(turn_, Wording::again,
                            turn_.text("repair.reason.too_few_files", {{"limit", limit}}));
    }
    not_accepted(turn_, parsed.reason, limit);
  }

  void to_free_text(const OpenQuestion& open) {
    const Question& question = open.ask->question;
    std::string limit;
    const Parsed parsed = parse_reply(turn_, open, text_, limit);
    if (question.captures_all) {
      if (parsed.fit == Fit::whole) return accept(parsed.value, {});
      return not_accepted(turn_, parsed.reason, limit);
    }
    // A command that is the whole message wins over free text, which would take anything.
    if (is_skip(open)) return skip(turn_, Provenance::message);
    if (run_word()) return;
    const auto asked = asked_flow(turn_, folded_);
    if (asked && asked->is_whole && is_command(asked)) return start_flow(turn_, asked->flow);
    if (parsed.fit != Fit::whole) return not_accepted(turn_, parsed.reason, limit);
    // Both plausible: the text is stored and the command offered.
    const bool may_be_cancel = mentions("cancel");
    const bool may_be_start = asked && !is_about_this(*asked);
    if (!take(turn_, parsed.value, Provenance::message)) return;
    if (may_be_start) {
      offer_start(asked->flow);
    } else if (may_be_cancel) {
      offer_cancel();
    }
    walk_on(turn_);
  }

  // Whether one of the words of that list is in the message.
  bool mentions(std::string_view list) const {
    const std::string padded = " " + folded_ + " ";
    for (const std::string& word : turn_.program.texts.words(list, turn_.context.locale)) {
      if (padded.find(" " + word + " ") != std::string::npos) return true;
    }
    return false;
  }

  void offer_start(FlowIndex index) {
    const Flow& flow = turn_.program.flows[index];
    const NamedScope::Names no_names;
    const NamedScope scope(turn_.context, no_names);
    turn_.say("repair.noted_start", {{"title", turn_.render(flow.title, scope)}});
    add_start_button(index);
  }

  void offer_cancel() {
    const Frame* task = turn_.top_task();
    Reply& reply = turn_.say("repair.noted_cancel");
    const std::uint64_t issue =
        turn_.issue(Issue::Kind::repair, task ? task->run : 0, "offered_cancel");
    reply.buttons.push_back(
        turn_.button(issue, kCancelButton, check_of("cancel"), turn_.text("button.cancel")));
  }

  // "Yes" to the offer of a check ("You can have at most 2. Take 2?").
  bool offer_taken(const OpenQuestion& open) {
    auto value = offered_value(turn_, open);
    if (!value || !turn_.is_word("yes", folded_)) return false;
    accept(std::move(*value), {});
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
    const auto rows = review_rows(turn_, *flow, *frame, *review);
    std::vector<std::string> labels;
    for (const Place& row : rows) labels.push_back(question_label(turn_, *flow, *frame, row));
    std::vector<OptionText> options;
    for (const std::string& label : labels) options.push_back({label, {}});
    const Parsed row = parse_choice(text_, options);
    if (row.fit == Fit::whole) {
      return reopen(turn_, pending.run, rows[static_cast<std::size_t>(row.value.integer())]);
    }
    const auto asked = asked_flow(turn_, folded_);
    if (is_command(asked)) return start_flow(turn_, asked->flow);
    if (attachments_.empty() || !text_.empty()) not_accepted(turn_, "not_understood", {});
  }

  // Takes the answer; then what else the message says: correct > answer > start (dialogs.md 1.1).
  void accept(base::Value value, const std::string& rest) {
    const std::string more = rest.empty() ? std::string() : base::fold(rest);
    if (!more.empty() && turn_.is_word("cancel", more)) return cancel(turn_);
    if (!take(turn_, std::move(value), Provenance::message)) return;
    if (!more.empty() && turn_.is_word("human", more)) return call_person(turn_);
    const auto asked = more.empty() ? std::nullopt : asked_flow(turn_, more);
    if (is_command(asked)) return start_flow(turn_, asked->flow);
    walk_on(turn_);
  }

  bool is_skip(const OpenQuestion& open) const {
    if (!is_skippable(turn_, *open.flow, *open.frame, open.place)) return false;
    if (turn_.is_word("skip", folded_)) return true;
    const FrameScope scope(turn_.context, *open.flow, *open.frame, open.place.loops);
    return folded_ == base::fold(turn_.render(open.ask->question.optional->label, scope));
  }

  // Reserved words other than cancel and human.
  bool run_word() {
    if (turn_.is_word("back", folded_)) return go_back(turn_), true;
    if (turn_.is_word("repeat", folded_)) return repeat(turn_), true;
    if (turn_.is_word("why", folded_)) return explain(turn_), true;
    if (turn_.is_word("hello", folded_)) return prompt_open(turn_), true;
    if (turn_.is_word("hold", folded_)) return hold(turn_), true;
    if (turn_.is_word("skip", folded_)) {
      // Not optional, or it would have been taken: the reason, and the question stays.
      turn_.say("repair.not_optional");
      if (const auto open = open_question(turn_); open && !open->ask->question.why.empty()) {
        explain(turn_);
      }
      return true;
    }
    return false;
  }

  void to_nothing_open() {
    if (turn_.is_word("hello", folded_)) return greet(turn_);
    if (turn_.is_word("hold", folded_)) return hold(turn_);
    if (turn_.is_word("repeat", folded_)) return repeat(turn_);
    if (turn_.is_word("back", folded_)) {
      turn_.say("repair.nothing_to_go_back");
      return;
    }
    if (const auto asked = asked_flow(turn_, folded_)) return start_flow(turn_, asked->flow);
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
    not_understood(turn_);
  }

  Turn& turn_;
  std::string text_;
  std::string folded_;
  std::vector<Attachment> attachments_;
};

}  // namespace

void on_message(Turn& turn, const MessageEvent& event) {
  if (turn.state().is_mute()) return;
  Message(turn, clean(event.text), clean(event.attachments)).run();
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
