// Buttons: each token is checked against what it was issued for. An old one becomes a correction
// where the review is open, else an explained no-op; none sets a value that was not offered.
#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/article.hpp"
#include "dialogs/engine/ask.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/message.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/repair_choice.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

// No more tokens than the largest pick can have.
constexpr std::size_t kMaxTokens = 64;

// The flow that a start button stands for; a program edited meanwhile is searched by name.
FlowIndex flow_of_button(const Turn& turn, const Token& token) {
  const auto& flows = turn.program.flows;
  const auto is_it = [&](FlowIndex index) {
    return check_of(std::string_view(flows[index].name)) == token.check;
  };
  if (token.index < flows.size() && is_it(token.index)) return token.index;
  for (FlowIndex index = 0; index < flows.size(); ++index) {
    if (is_it(index)) return index;
  }
  return kNoFlow;
}

// The option that the token stands for, or nothing when it is not offered (any more).
const OfferedOption* option_of(const std::vector<OfferedOption>& options, const Token& token) {
  if (token.index < options.size() && options[token.index].check == token.check) {
    return &options[token.index];
  }
  for (const OfferedOption& option : options) {
    if (option.check == token.check) return &option;
  }
  return nullptr;
}

void explain_old(Turn& turn) {
  turn.heard = Turn::Heard::nothing_new;
  turn.say("repair.old_button");
}

// A button beside the options, of a question or of a review.
bool press_special(Turn& turn, const Token& token) {
  const auto is = [&](std::uint32_t index, std::string_view meaning) {
    return token.index == index && token.check == check_of(meaning);
  };
  if (is(kCancelButton, "cancel")) return cancel(turn), true;
  if (is(kHumanButton, "human")) return call_person(turn), true;
  if (is(kBackButton, "back")) return go_back(turn), true;
  const auto open = open_question(turn);
  if (!open) return false;
  if (is(kSkipButton, "skip") && is_skippable(turn, *open->flow, *open->frame, open->place)) {
    return skip(turn, Provenance::button), true;
  }
  if (token.index != kOfferButton) return false;
  auto offers = offered_answers(turn, *open);
  for (std::size_t at = 0; at < offers.size(); ++at) {
    // Buttons of older versions do not say which answer they stand for; they had only one.
    const bool is_it = token.check == check_of_value(offers[at].value) ||
                       (at == 0 && token.check == check_of("offer"));
    if (!is_it) continue;
    if (take(turn, std::move(offers[at].value), Provenance::button)) walk_on(turn);
    return true;
  }
  return false;
}

void press_question(Turn& turn, const std::vector<Token>& tokens) {
  const auto open = open_question(turn);
  if (!open) return explain_old(turn);
  if (tokens.size() == 1 && press_special(turn, tokens.front())) return;
  const auto options =
      options_of(turn, *open->flow, *open->frame, open->place, turn.state().pending->options);
  base::Value::List chosen;
  std::vector<std::uint32_t> seen;
  for (const Token& token : tokens) {
    const OfferedOption* option = option_of(options, token);
    if (option == nullptr) return explain_old(turn);
    if (std::find(seen.begin(), seen.end(), option->check) != seen.end()) continue;
    seen.push_back(option->check);
    chosen.push_back(option->value);
  }
  base::Value value;
  if (open->ask->question.type == QuestionType::pick_many) {
    const auto count = static_cast<std::int64_t>(chosen.size());
    const Range& range = open->ask->question.count;
    if (count < range.min) return not_accepted(turn, "too_few", std::to_string(range.min));
    if (count > range.max) return not_accepted(turn, "too_many", std::to_string(range.max));
    value = std::move(chosen);
  } else {
    if (chosen.size() != 1) return not_accepted(turn, "ambiguous", {});
    value = std::move(chosen.front());
  }
  if (take(turn, std::move(value), Provenance::button)) walk_on(turn);
}

void press_review(Turn& turn, const Token& token) {
  const Pending pending = *turn.state().pending;
  const Frame* frame = turn.frame(pending.run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const StepIndex at = flow ? flow->find_step(pending.path) : kNoStep;
  const auto* review = at == kNoStep ? nullptr : flow->steps[at].as<ReviewStep>();
  if (review == nullptr) return explain_old(turn);
  if (token.index == kConfirmButton && token.check == check_of("confirm")) {
    turn.change(SetPending{});
    return leave_step(turn, pending.run, pending.path);
  }
  if (press_special(turn, token)) return;
  for (const Place& row : review_rows(turn, *flow, *frame, *review)) {
    const std::string path =
        path_prefix(*flow, row.loops) + flow->steps[row.step].as<AskStep>()->name;
    if (check_of(path) == token.check) return reopen(turn, pending.run, row);
  }
  explain_old(turn);
}

// A button of an earlier question while the review is open: a correction with that value, or, when
// its options must be fetched first, that question again.
bool press_old_question(Turn& turn, const Token& token, const Issue& issue) {
  const auto pending = turn.state().pending;
  const bool is_review_open = pending && pending->kind == Pending::Kind::review &&
                              pending->run == issue.run && !turn.state().repair;
  const Frame* frame = is_review_open ? turn.frame(issue.run) : nullptr;
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const auto place = flow ? place_of(*flow, issue.path) : std::nullopt;
  if (!place) return false;
  const Answer* answer = frame->find_answer(issue.path);
  if (answer == nullptr || answer->revision <= frame->fence) return false;
  const Question& question = flow->steps[place->step].as<AskStep>()->question;
  const bool is_fetched = question.from && !question.from->lookup.empty();
  if (is_fetched || question.type == QuestionType::pick_many || token.index >= kSkipButton) {
    return reopen(turn, issue.run, *place), true;
  }
  const auto options = options_of(turn, *flow, *frame, *place, {});
  const OfferedOption* option = option_of(options, token);
  if (option == nullptr) return false;
  // As if the row had been pressed and then answered: the same checks, the same way back.
  base::Value value = option->value;
  ask_with(turn, issue.run, *place, true, {});
  turn.drop_last_reply();
  if (take(turn, std::move(value), Provenance::button)) walk_on(turn);
  return true;
}

// What the buttons of a question that was left say; empty when they offer nothing there any more.
std::string words_of(const Turn& turn, const std::vector<Token>& tokens, const Issue& issue) {
  const auto open = interrupted_question(turn, issue.run);
  if (!open || open->frame->run != issue.run || open->frame->kept->path != issue.path) return {};
  const auto options = options_of(turn, *open->flow, *open->frame, open->place, *open->options);
  std::string words;
  for (const Token& token : tokens) {
    const OfferedOption* option = option_of(options, token);
    if (option == nullptr) return {};
    words += (words.empty() ? "" : ", ") + option->label;
  }
  return words;
}

// A button of a task that was put aside or lies beneath: the task goes on, and the answer counts if
// its question is the open one again and still offers it.
bool press_unfinished(Turn& turn, const std::vector<Token>& tokens, const Issue& issue) {
  const Frame* frame = turn.frame(issue.run);
  const bool is_unfinished = frame != nullptr && (frame->status == FrameStatus::parked ||
                                                  frame->status == FrameStatus::interrupted);
  if (!is_unfinished) return false;
  if (turn.state().repair) turn.change(SetRepair{});
  const auto chain = chain_of(turn, issue.run);
  const std::string words = words_of(turn, tokens, issue);
  take_up(turn, chain.front());
  if (turn.state().awaiting && !words.empty()) {
    // Its look-ups run again first (R8); the answer waits for them.
    turn.change(SetHeld{Held{issue.run, issue.path, words}});
    return true;
  }
  const auto open = open_question(turn);
  if (!open || turn.state().pending->run != issue.run) return true;
  if (turn.state().pending->path != issue.path) return true;
  const auto options =
      options_of(turn, *open->flow, *open->frame, open->place, turn.state().pending->options);
  if (option_of(options, tokens.front()) == nullptr) return true;
  turn.drop_last_reply();
  press_question(turn, tokens);
  return true;
}

void press_resume(Turn& turn, const Issue& issue) {
  const Frame* frame = turn.frame(issue.run);
  if (frame == nullptr || frame->status == FrameStatus::waiting) return explain_old(turn);
  if (turn.state().repair) turn.change(SetRepair{});
  const Frame* top = turn.top_task();
  const bool is_on_top =
      top != nullptr && top->run == issue.run && top->status == FrameStatus::active;
  if (!is_on_top) take_up(turn, issue.run);
}

void press_say(Turn& turn, const Token& token, const Issue& issue) {
  const FlowIndex flow = flow_of_button(turn, token);
  if (flow != kNoFlow) return start_flow(turn, flow);
  // A button of the shop: which one is said by the step that showed it.
  const Frame* frame = turn.frame(issue.run);
  const Flow* own = frame ? turn.flow_of(*frame) : nullptr;
  if (own == nullptr) return explain_old(turn);
  for (const Step& step : own->steps) {
    const auto* say = step.as<SayStep>();
    if (say == nullptr) continue;
    for (const StartButton& button : say->buttons) {
      if (button.flow != kNoFlow || check_of(std::string_view(button.name)) != token.check)
        continue;
      base::Record values;
      for (const Answer& answer : frame->answers) values[answer.path] = answer.value;
      turn.request(ButtonRequest{button.name, std::move(values)});
      return;
    }
  }
  explain_old(turn);
}

void press_repair(Turn& turn, const Token& token) {
  if (token.index == kCancelButton && token.check == check_of("cancel")) return cancel(turn);
  const Issue* known = turn.state().find_issue(token.issue);
  if (token.index == kHumanButton && token.check == check_of("human") && known != nullptr) {
    constexpr std::string_view kHandover = "handover.";
    const bool has_queue = known->path.starts_with(kHandover);
    return call_person(turn, has_queue ? known->path.substr(kHandover.size()) : std::string());
  }
  const auto& repair = turn.state().repair;
  if (!repair || repair->issue != token.issue) return explain_old(turn);
  const auto choices = repair_choices(turn, *repair);
  for (std::size_t at = 0; at < choices.size(); ++at) {
    if (choices[at].check == token.check) return choose_in_repair(turn, at);
  }
  if (!choices.empty()) return explain_old(turn);
  if (token.check == check_of("yes")) return answer_repair(turn, YesNo::yes);
  if (token.check == check_of("no")) return answer_repair(turn, YesNo::no);
  explain_old(turn);
}

}  // namespace

void on_press(Turn& turn, const PressEvent& event) {
  if (turn.state().is_mute()) return;
  if (turn.state().awaiting) {
    turn.say("repair.working");
    return;
  }
  stop_asking_helped(turn);
  std::vector<Token> tokens;
  for (const std::string& text : event.buttons) {
    const auto token = decode(text);
    const bool is_fine = token && tokens.size() < kMaxTokens &&
                         (tokens.empty() || tokens.front().issue == token->issue);
    if (!is_fine) return explain_old(turn);
    tokens.push_back(*token);
  }
  const Issue* known = tokens.empty() ? nullptr : turn.state().find_issue(tokens.front().issue);
  if (known == nullptr) return explain_old(turn);
  const Issue issue = *known;
  const Token& first = tokens.front();
  const auto& pending = turn.state().pending;
  const bool is_current = pending && pending->issue == issue.number;
  switch (issue.kind) {
    case Issue::Kind::start: {
      const FlowIndex flow = flow_of_button(turn, first);
      return flow == kNoFlow ? explain_old(turn) : start_flow(turn, flow);
    }
    case Issue::Kind::say:
      return press_say(turn, first, issue);
    case Issue::Kind::repair:
      return press_repair(turn, first);
    case Issue::Kind::resume:
      return press_resume(turn, issue);
    case Issue::Kind::helped:
      if (first.check == check_of("yes")) return answer_helped(turn, YesNo::yes);
      if (first.check == check_of("no")) return answer_helped(turn, YesNo::no);
      return explain_old(turn);
    case Issue::Kind::article:
      return choose_article(turn, first.check) ? void() : explain_old(turn);
    case Issue::Kind::review:
    case Issue::Kind::question:
      break;
  }
  if (is_current) {
    // Answering the question under a repair drops the repair (R7).
    if (turn.state().repair) turn.change(SetRepair{});
    return issue.kind == Issue::Kind::review ? press_review(turn, first)
                                             : press_question(turn, tokens);
  }
  const bool is_question = issue.kind == Issue::Kind::question;
  if (is_question && press_old_question(turn, first, issue)) return;
  if (!press_unfinished(turn, tokens, issue)) explain_old(turn);
}

}  // namespace dialogs
