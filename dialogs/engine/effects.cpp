#include "dialogs/engine/effects.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "dialogs/engine/ask.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/token.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

constexpr std::string_view kWaitPrefix = "wait:";
constexpr std::string_view kRetryPrefix = "retry:";

// A date with no work on it: here Saturday and Sunday; calendars of holidays are the bot's business
// and come with their own issue.
bool is_day_off(std::chrono::sys_days day) {
  const std::chrono::weekday weekday(day);
  return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

base::Instant add_span(const Context& context, const Span& span) {
  base::Instant due = context.now + span.fixed;
  if (!span.figure.empty()) {
    const base::Value& figure = context.policy.at(span.figure);
    if (figure.is_integer()) due += std::chrono::days(figure.integer());
    if (figure.is_text()) {
      if (const auto length = base::parse_duration_ms(figure.text())) {
        due += base::Duration(*length);
      }
    }
  }
  for (int days = span.working_days; days > 0;) {
    due += std::chrono::days(1);
    if (!is_day_off(std::chrono::floor<std::chrono::days>(due))) --days;
  }
  return due;
}

// What a wait is about: its first argument, or the number of the record that it is.
std::string subject_of(const WaitStep& wait, const FrameScope& scope) {
  if (wait.arguments.empty()) return {};
  const base::Value value = wait.arguments.front().evaluate(scope);
  if (value.is_text()) return value.text();
  for (const auto field : {"number", "id"}) {
    const std::string_view text = value.text_at(field);
    if (!text.empty()) return std::string(text);
  }
  return {};
}

// The frame's step when it is of that kind, or nothing.
template <class Body>
const Body* body_at(const Flow& flow, const Frame& frame) {
  return frame.position.step < flow.steps.size() ? flow.steps[frame.position.step].as<Body>()
                                                 : nullptr;
}

std::string path_at(const Flow& flow, const Frame& frame) {
  return path_prefix(flow, frame.position.loops) + flow.steps[frame.position.step].id;
}

ActionRequest make_action(const Turn& turn, const Flow& flow, const Frame& frame,
                          const DoStep& action, const std::string& path, std::uint64_t id) {
  const FrameScope scope(turn.context, flow, frame, frame.position.loops);
  ActionRequest request;
  request.id = id;
  request.name = action.action;
  for (const NamedExpression& argument : action.with) {
    request.arguments.append_unchecked(argument.name, argument.value.evaluate(scope));
  }
  base::Value::List once_per;
  for (const std::string& name : action.once_per) {
    const base::Value* value = scope.find(name);
    once_per.push_back(value != nullptr ? *value : base::Value());
  }
  request.key = std::to_string(frame.run) + ":" + flow.name + "." + path + ":" +
                std::to_string(frame.revision) + ":" +
                std::to_string(check_of_value(base::Value(std::move(once_per))));
  return request;
}

void action_refused(Turn& turn, const Flow& flow, const Frame& frame, const DoStep& action,
                    const ActionResult& result) {
  const std::string path = path_at(flow, frame);
  const std::uint64_t run = frame.run;
  const bool is_known =
      std::any_of(action.refused.begin(), action.refused.end(),
                  [&](const RefusedArm& arm) { return arm.name == result.refusal; });
  if (!is_known) {
    return leave_by(turn, run, action.trouble.then, "trouble", "repair.refused");
  }
  const std::string prefix = path_prefix(flow, frame.position.loops);
  turn.change(
      SetAnswer{run, {prefix + "refusal", result.value, Provenance::action, frame.revision + 1}});
  leave_step(turn, run, path, result.refusal);
}

// An unclear failure: tried again with the same key while the contract and the flow allow it.
void action_trouble(Turn& turn, const Frame& frame, const DoStep& action, Awaiting awaiting) {
  const Action* contract = turn.program.contracts.find_action(action.action);
  const bool may_repeat = contract == nullptr || contract->repeat != Repeat::never;
  const auto attempts = static_cast<std::uint32_t>(std::max(action.trouble.attempts, 1));
  if (may_repeat && awaiting.attempts < attempts) {
    const base::Duration pause = action.trouble.within / attempts;
    turn.request(TimerRequest{std::string(kRetryPrefix) + std::to_string(awaiting.request),
                              turn.context.now + pause, false});
    if (awaiting.attempts == 1) turn.say("repair.trouble_retry");
    awaiting.is_retry_due = true;
    turn.change(SetAwaiting{std::move(awaiting)});
    return;
  }
  const std::uint64_t run = frame.run;
  turn.change(SetAwaiting{});
  leave_by(turn, run, action.trouble.then, "trouble", "repair.trouble");
}

void retry_action(Turn& turn) {
  Awaiting awaiting = *turn.state().awaiting;
  const Frame* frame = turn.frame(awaiting.run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const DoStep* action = flow ? body_at<DoStep>(*flow, *frame) : nullptr;
  if (action == nullptr) return;
  turn.request(make_action(turn, *flow, *frame, *action, awaiting.path, awaiting.request));
  awaiting.is_retry_due = false;
  ++awaiting.attempts;
  turn.change(SetAwaiting{std::move(awaiting)});
}

// A waiting frame wakes: it runs at once; what it asks waits until the open question is settled.
void wake(Turn& turn, std::uint64_t run) {
  const State& state = turn.state();
  const bool is_held = state.awaiting || state.handover;
  if (!is_held && !state.pending && !state.repair) {
    raise(turn, run);
    return walk(turn, run);
  }
  // Beneath everything else, callers lowest.
  const auto chain = chain_of(turn, run);
  for (std::size_t at = chain.size(); at-- > 0;) {
    turn.change(SetStatus{chain[at], FrameStatus::interrupted});
  }
  if (!is_held) walk(turn, run);
}

}  // namespace

std::string default_queue(const Program& program) {
  const std::string& queue = program.repair.cannot_understand.then.queue;
  if (!queue.empty()) return queue;
  return program.repair.queues.empty() ? "support" : program.repair.queues.front().name;
}

void request_lookup(Turn& turn, std::uint64_t run, const Place& place, bool is_correction) {
  const Frame& frame = *turn.frame(run);
  const Flow& flow = *turn.flow_of(frame);
  const AskStep& step = *flow.steps[place.step].as<AskStep>();
  const FrameScope scope(turn.context, flow, frame, place.loops);
  LookupRequest request;
  request.id = turn.state().next_request;
  request.name = step.question.from->lookup;
  for (const base::Expression& argument : step.question.from->arguments) {
    request.arguments.push_back(argument.evaluate(scope));
  }
  Awaiting awaiting;
  awaiting.kind = Awaiting::Kind::lookup;
  awaiting.request = request.id;
  awaiting.run = run;
  awaiting.path = path_prefix(flow, place.loops) + step.name;
  awaiting.is_correction = is_correction;
  awaiting.first_asked_ms = base::to_milliseconds(turn.context.now);
  turn.request(std::move(request));
  turn.change(SetAwaiting{std::move(awaiting)});
}

void request_action(Turn& turn, std::uint64_t run, const Place& place, const std::string& path) {
  const Frame& frame = *turn.frame(run);
  const Flow& flow = *turn.flow_of(frame);
  const DoStep& action = *flow.steps[place.step].as<DoStep>();
  Awaiting awaiting;
  awaiting.kind = Awaiting::Kind::action;
  awaiting.request = turn.state().next_request;
  awaiting.run = run;
  awaiting.path = path;
  awaiting.first_asked_ms = base::to_milliseconds(turn.context.now);
  turn.request(make_action(turn, flow, frame, action, path, awaiting.request));
  turn.change(SetAwaiting{std::move(awaiting)});
}

void begin_wait(Turn& turn, std::uint64_t run, const Place& place, const std::string& path) {
  const Flow& flow = *turn.flow_of(*turn.frame(run));
  const WaitStep& wait = *flow.steps[place.step].as<WaitStep>();
  turn.request(TimerRequest{std::string(kWaitPrefix) + std::to_string(run) + ":" + path,
                            add_span(turn.context, wait.up_to), false});
  // The whole chain of calls waits with it.
  for (const Frame* frame = turn.frame(run); frame != nullptr;
       frame = frame->kind == FrameKind::call ? turn.frame(frame->caller) : nullptr) {
    turn.change(SetStatus{frame->run, FrameStatus::waiting});
  }
  offer_interrupted(turn);
}

void on_lookup(Turn& turn, const LookupResult& result) {
  const auto awaiting = turn.state().awaiting;
  const bool is_ours =
      awaiting && awaiting->kind == Awaiting::Kind::lookup && awaiting->request == result.request;
  if (!is_ours) return;
  turn.change(SetAwaiting{});
  const Frame* frame = turn.frame(awaiting->run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const auto place = flow ? place_of(*flow, awaiting->path) : std::nullopt;
  if (!place) return;
  if (result.failed) {
    const Exit exit = flow->steps[place->step].as<AskStep>()->question.tries.then;
    return leave_by(turn, awaiting->run, exit, "trouble", "repair.lookup_failed");
  }
  const base::Value found = result.value.is_list() ? result.value : base::Value::List{};
  ask_with(turn, awaiting->run, *place, awaiting->is_correction, found);
}

void on_action(Turn& turn, const ActionResult& result) {
  const auto awaiting = turn.state().awaiting;
  const bool is_ours =
      awaiting && awaiting->kind == Awaiting::Kind::action && awaiting->request == result.request;
  if (!is_ours) return;
  const Frame* frame = turn.frame(awaiting->run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const DoStep* action = flow ? body_at<DoStep>(*flow, *frame) : nullptr;
  if (action == nullptr) return turn.change(SetAwaiting{});
  if (awaiting->is_retry_due) {
    // A late answer to an earlier attempt: as good as any.
    turn.request(TimerRequest{std::string(kRetryPrefix) + std::to_string(awaiting->request),
                              turn.context.now, true});
  }
  if (result.outcome == ActionResult::Outcome::trouble) {
    return action_trouble(turn, *frame, *action, *awaiting);
  }
  turn.change(SetAwaiting{});
  if (result.outcome == ActionResult::Outcome::refused) {
    return action_refused(turn, *flow, *frame, *action, result);
  }
  const std::uint64_t run = frame->run;
  const std::string path = path_at(*flow, *frame);
  const std::string prefix = path_prefix(*flow, frame->position.loops);
  if (!action->save.empty()) {
    turn.change(SetAnswer{
        run, {prefix + action->save, result.value, Provenance::action, frame->revision + 1}});
  }
  if (action->point_of_no_return) turn.change(SetFence{run});
  leave_step(turn, run, path);
}

void on_timer(Turn& turn, const TimerEvent& event) {
  const std::string_view key = event.key;
  const auto& awaiting = turn.state().awaiting;
  if (key.starts_with(kRetryPrefix)) {
    const bool is_ours = awaiting && awaiting->is_retry_due &&
                         key.substr(kRetryPrefix.size()) == std::to_string(awaiting->request);
    if (is_ours) retry_action(turn);
    return;
  }
  if (!key.starts_with(kWaitPrefix)) return;
  std::string_view rest = key.substr(kWaitPrefix.size());
  std::uint64_t run = 0;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), run);
  const Frame* frame = failure == std::errc() ? turn.frame(run) : nullptr;
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  if (flow == nullptr || frame->status != FrameStatus::waiting) return;
  if (body_at<WaitStep>(*flow, *frame) == nullptr) return;
  const std::string path = path_at(*flow, *frame);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (rest.empty() || rest.substr(1) != path) return;
  turn.change(MarkDone{run, path + "!late", true});
  wake(turn, run);
}

void on_signal(Turn& turn, const SignalEvent& event) {
  std::vector<std::uint64_t> waiting;
  for (const Frame& frame : turn.state().frames) {
    if (frame.status == FrameStatus::waiting) waiting.push_back(frame.run);
  }
  for (const std::uint64_t run : waiting) {
    const Frame* frame = turn.frame(run);
    const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
    const WaitStep* wait = flow ? body_at<WaitStep>(*flow, *frame) : nullptr;
    if (wait == nullptr || wait->signal != event.name) continue;
    const std::string subject =
        subject_of(*wait, FrameScope(turn.context, *flow, *frame, frame->position.loops));
    if (!event.subject.empty() && !subject.empty() && subject != event.subject) continue;
    const std::string path = path_at(*flow, *frame);
    const std::string prefix = path_prefix(*flow, frame->position.loops);
    turn.request(TimerRequest{std::string(kWaitPrefix) + std::to_string(run) + ":" + path,
                              turn.context.now, true});
    if (!wait->save.empty()) {
      turn.change(SetAnswer{
          run, {prefix + wait->save, event.value, Provenance::action, frame->revision + 1}});
    }
    turn.change(MarkDone{run, path, true});
    wake(turn, run);
  }
}

void begin_handover(Turn& turn, const HandoverCall& call) {
  std::string text = call.words;
  if (text.empty()) {
    const std::string key = "handover." + call.queue;
    text = turn.text(turn.program.texts.find(key) != nullptr ? key : "repair.handover");
  }
  if (!call.before.empty()) text = call.before + "\n" + text;
  turn.reply(std::move(text), "repair.handover");
  turn.request(HandoverRequest{call.queue, std::string(call.reason)});
  if (turn.state().repair) turn.change(SetRepair{});
  turn.change(SetHandover{Handover{call.queue, call.run, call.is_step}});
  if (turn.state().not_understood > 0) turn.change(SetNotUnderstood{0});
  turn.has_prompted = true;
}

void on_handover_ended(Turn& turn, const HandoverEnded& event) {
  if (!turn.state().handover) return;
  const Handover handover = *turn.state().handover;
  const Frame* frame = turn.frame(handover.run);
  if (event.outcome == HandoverEnded::Outcome::take_over) {
    // The tasks end; the person keeps the dialog.
    while (const Frame* task = turn.top_task()) end_chain(turn, task->run, "handed_over");
    turn.change(SetHandover{Handover{handover.queue, 0, false}});
    return;
  }
  turn.change(SetHandover{});
  turn.say("repair.returned");
  if (frame != nullptr && handover.is_step) {
    const Flow* flow = turn.flow_of(*frame);
    if (flow != nullptr && body_at<HandoverStep>(*flow, *frame) != nullptr) {
      return leave_step(turn, frame->run, path_at(*flow, *frame));
    }
  }
  if (event.outcome == HandoverEnded::Outcome::resolved && frame != nullptr) {
    end_chain(turn, frame->run, "handed_over");
    return offer_interrupted(turn);
  }
  if (turn.state().pending) {
    if (turn.state().pending->tries > 0) turn.change(SetTries{0});
    return prompt_open(turn);
  }
  // Nothing was being asked: whatever is on the stack goes on from its answers (R8).
  const Frame* top = turn.state().top();
  if (top == nullptr || turn.state().awaiting) return;
  if (top->status == FrameStatus::interrupted) {
    offer_interrupted(turn);
  } else {
    walk_again(turn, top->run);
  }
}

}  // namespace dialogs
