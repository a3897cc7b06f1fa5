#include "dialogs/engine.hpp"

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/article.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/message.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/republish.hpp"
#include "dialogs/engine/silence.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/turn.hpp"
#include "dialogs/engine/waits.hpp"

namespace dialogs {

namespace {

struct Dispatch {
  Turn& turn;

  void operator()(const OpenEvent&) const { on_open(turn); }
  void operator()(const MessageEvent& event) const { on_message(turn, event); }
  void operator()(const PressEvent& event) const { on_press(turn, event); }
  void operator()(const StartEvent& event) const { on_start(turn, event); }
  void operator()(const LookupResult& event) const { on_lookup(turn, event); }
  void operator()(const ActionResult& event) const { on_action(turn, event); }
  void operator()(const TimerEvent& event) const { on_timer(turn, event); }
  void operator()(const SignalEvent& event) const { on_signal(turn, event); }
  void operator()(const HandoverEnded& event) const { on_handover_ended(turn, event); }
  void operator()(const LanguageChosen&) const { on_language(turn); }
  void operator()(const Republished& event) const { on_republished(turn, event); }
};

// Whether the event continues an output group that an earlier step of the same turn began.
bool is_continuation(const Event& event) {
  return std::holds_alternative<LookupResult>(event) || std::holds_alternative<ActionResult>(event);
}

// Keeps what was said for "repeat". What a look-up or action of this event makes the flow say
// begins a group of its own, so that the groups of earlier turns never pile up in the state.
void keep_said(Turn& turn, const Event& event) {
  if (turn.said.empty()) {
    const bool goes_on = turn.has_requested<LookupRequest>() || turn.has_requested<ActionRequest>();
    const bool is_over = goes_on && !is_continuation(event) && !turn.state().said.empty();
    if (is_over) turn.change(SetSaid{});
    return;
  }
  std::vector<Said> said;
  if (is_continuation(event)) said = turn.state().said;
  said.insert(said.end(), turn.said.begin(), turn.said.end());
  if (said != turn.state().said) turn.change(SetSaid{std::move(said)});
}

// As many as a step of a typical question makes: the list need not grow while it is made.
constexpr std::size_t kUsualChanges = 12;

bool is_of_customer(const Event& event) {
  return std::holds_alternative<MessageEvent>(event) || std::holds_alternative<PressEvent>(event) ||
         std::holds_alternative<StartEvent>(event);
}

// A sign of life, after which the silence is counted anew.
bool is_sign_of_life(const Turn& turn, const Event& event) {
  const bool is_opened = std::holds_alternative<OpenEvent>(event) && turn.has_replied();
  return is_opened || is_of_customer(event) || std::holds_alternative<HandoverEnded>(event);
}

// The answer comes in the other language, with the next step.
bool has_asked_language(const Turn& turn) {
  return turn.has_requested<LanguageRequest>();
}

// The open question is asked last (R9), and nothing the customer does goes unanswered.
void close_step(Turn& turn, const Event& event) {
  const State& state = turn.state();
  if (state.handover || state.awaiting) return;
  if (has_asked_language(turn)) return;
  if (!state.pending && !state.repair) offer_interrupted(turn);
  const bool is_of_turn = is_of_customer(event) || is_continuation(event);
  if (is_of_turn && !turn.has_replied() && turn.has_finished()) {
    // A flow that ends without a word: the customer still gets one.
    add_start_buttons(turn, turn.say("repair.closed"));
  }
  ask_helped(turn);
  const bool has_question = state.pending || state.repair;
  if (has_question && !turn.has_prompted && (turn.has_replied() || is_of_customer(event))) {
    prompt_open(turn);
  }
}

}  // namespace

Engine::Engine(std::shared_ptr<const Program> program) : program_(std::move(program)) {}

StepResult Engine::step(State& state, const Event& event, const Context& context) const {
  StepResult result;
  result.changes.reserve(kUsualChanges);
  Turn turn(*program_, state, context, result);
  if (state.locale != context.locale) turn.change(SetLocale{std::string(context.locale)});
  std::visit(Dispatch{turn}, event);
  const bool is_understood = is_of_customer(event) && turn.heard == Turn::Heard::something;
  if (is_understood && state.not_understood > 0) turn.change(SetNotUnderstood{});
  close_step(turn, event);
  keep_said(turn, event);
  watch_silence(turn, is_sign_of_life(turn, event));
  return result;
}

bool Engine::is_beyond_doubt(State& state, const MessageEvent& event,
                             const Context& context) const {
  StepResult unused;
  Turn turn(*program_, state, context, unused);
  return dialogs::is_beyond_doubt(turn, event);
}

std::vector<Unfinished> Engine::unfinished(const State& state, std::string_view locale) const {
  std::vector<Unfinished> tasks;
  for (std::size_t at = state.frames.size(); at-- > 0;) {
    const Frame& frame = state.frames[at];
    if (frame.kind != FrameKind::task || frame.status == FrameStatus::waiting) continue;
    const Flow* flow = flow_of_frame(*program_, frame);
    std::string title = frame.flow;
    if (flow != nullptr && !flow->title.empty() && flow->title.in(locale).is_plain()) {
      title = flow->title.in(locale).source;
    }
    tasks.push_back({frame.run, frame.flow, std::move(title)});
  }
  return tasks;
}

}  // namespace dialogs
