#include "dialogs/engine/effects.hpp"

#include <algorithm>

#include "dialogs/engine/ask.hpp"
#include "dialogs/engine/refresh.hpp"
#include "dialogs/engine/silence.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/token.hpp"
#include "dialogs/engine/waits.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/on_its_way.hpp"

namespace dialogs {

namespace {

constexpr std::string_view kRetryPrefix = "retry:";
constexpr base::Duration kSoon = std::chrono::seconds(1);
constexpr std::string_view kWaitPrefix = "wait:";

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

// Soon, without a word and without counting: the answer will be there.
void wait_for_answer(Turn& turn, Awaiting awaiting) {
  turn.request(TimerRequest{std::string(kRetryPrefix) + std::to_string(awaiting.request),
                            turn.context.now + kSoon, false});
  if (awaiting.attempts > 0) --awaiting.attempts;
  awaiting.is_retry_due = true;
  turn.change(SetAwaiting{std::move(awaiting)});
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

}  // namespace

void request_lookup(Turn& turn, std::uint64_t run, const Place& place, LookupPurpose purpose) {
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
  awaiting.is_correction = purpose == LookupPurpose::correction;
  awaiting.is_refresh = purpose == LookupPurpose::refresh;
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

void on_lookup(Turn& turn, const LookupResult& result) {
  const auto awaiting = turn.state().awaiting;
  const bool is_ours =
      awaiting && awaiting->kind == Awaiting::Kind::lookup && awaiting->request == result.request;
  if (!is_ours) return;
  turn.change(SetAwaiting{});
  if (turn.state().is_mute()) return;  // asked again when the person gives the dialog back
  if (awaiting->is_refresh) return on_refreshed(turn, *awaiting, result);
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
    if (result.refusal == kOnItsWay) return wait_for_answer(turn, *awaiting);
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
  if (action->point_of_no_return) {
    // C8: what callers and called flows answered was part of it.
    for (const std::uint64_t each : family_of(turn, run)) turn.change(SetFence{each});
  }
  leave_step(turn, run, path);
}

void on_timer(Turn& turn, const TimerEvent& event) {
  const std::string_view key = event.key;
  if (key == kSilenceKey) return on_silence(turn);
  if (key.starts_with(kWaitPrefix)) return on_wait_over(turn, key.substr(kWaitPrefix.size()));
  if (!key.starts_with(kRetryPrefix)) return;
  const auto& awaiting = turn.state().awaiting;
  const bool is_ours = awaiting && awaiting->is_retry_due &&
                       key.substr(kRetryPrefix.size()) == std::to_string(awaiting->request);
  if (!is_ours) return;
  // What comes of it would be told, and a person is speaking: later.
  constexpr base::Duration kAfterPerson = std::chrono::minutes(1);
  if (turn.state().is_mute()) {
    return turn.request(TimerRequest{std::string(key), turn.context.now + kAfterPerson, false});
  }
  retry_action(turn);
}

}  // namespace dialogs
