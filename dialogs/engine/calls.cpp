#include "dialogs/engine/calls.hpp"

#include <algorithm>

#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/gate.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

// The answers of a called flow that its caller takes, by the caller's names.
std::vector<std::pair<std::string, base::Value>> taken_answers(const Frame& callee,
                                                               const CallStep& call) {
  std::vector<std::pair<std::string, base::Value>> taken;
  for (const auto& [theirs, ours] : call.take) {
    const Answer* answer = callee.find_answer(theirs);
    if (answer == nullptr) continue;
    taken.emplace_back(ours, with_item_answers(callee, answer->path, answer->value));
  }
  return taken;
}

// Sets "ship" or, inside the record `ret`, "ret.shipment".
void take_answer(Turn& turn, const Frame& caller, const std::string& prefix,
                 const std::string& name, base::Value value) {
  const auto dot = name.find('.');
  const std::string path = prefix + name.substr(0, dot);
  const std::uint64_t run = caller.run;
  if (dot != std::string::npos) {
    const Answer* whole = caller.find_answer(path);
    base::Value record =
        whole != nullptr && whole->value.is_record() ? whole->value : base::Value(base::Record());
    base::Value* here = &record;
    std::string_view rest = std::string_view(name).substr(dot + 1);
    while (true) {
      const auto next = rest.find('.');
      base::Value& field = here->record()[rest.substr(0, next)];
      if (next == std::string_view::npos) {
        field = std::move(value);
        break;
      }
      if (!field.is_record()) field = base::Record();
      here = &field;
      rest.remove_prefix(next + 1);
    }
    value = std::move(record);
  }
  set_named(turn, run, prefix, name.substr(0, dot), std::move(value));
}

std::vector<std::pair<std::string, base::Value>> given_values(const Turn& turn, const Flow& flow,
                                                              const Frame& caller,
                                                              const CallStep& call) {
  std::vector<std::pair<std::string, base::Value>> given;
  const FrameScope names(turn.context, flow, caller, caller.position.loops);
  for (const NamedExpression& give : call.give) {
    given.emplace_back(give.name, give.value.evaluate(names));
  }
  return given;
}

// Whether the loop around the place has but one item.
bool is_only_item(const Turn& turn, const Flow& flow, const Frame& frame, const Place& place) {
  if (place.loops.empty()) return false;
  const auto* loop = flow.steps[place.loops.back().step].as<ForEachStep>();
  const FrameScope names(turn.context, flow, frame, place.loops);
  const base::Value* list = loop == nullptr ? nullptr : names.find(loop->list);
  return list != nullptr && list->is_list() && list->list().size() == 1;
}

}  // namespace

bool enter_call(Turn& turn, const Flow& flow, std::uint64_t run, const std::string& path,
                const CallStep& call) {
  auto given = given_values(turn, flow, *turn.frame(run), call);
  const auto& frames = turn.state().frames;
  const auto known = std::find_if(frames.begin(), frames.end(), [&](const Frame& one) {
    return one.kind == FrameKind::call && one.caller == run && one.call_path == path;
  });
  if (known != frames.end()) {
    const std::uint64_t callee = known->run;
    turn.change(SetStatus{callee, FrameStatus::active});
    for (auto& [name, value] : given) set_named(turn, callee, {}, name, std::move(value));
    walk_again(turn, callee);
    return true;
  }
  const bool is_too_deep = turn.state().stack.size() >= kMaxStack;
  if (call.flow == kNoFlow || is_too_deep) return false;
  const Flow& callee = turn.program.flow_at(call.flow);
  const std::uint64_t called = turn.state().next_run;
  turn.change(PushFrame{called, run, callee.name, callee.hash, FrameKind::call, path});
  for (auto& [name, value] : given) {
    turn.change(SetAnswer{called, {name, std::move(value), Provenance::given, 1}});
  }
  walk(turn, called);
  return true;
}

void end_calls(Turn& turn, std::uint64_t run) {
  std::vector<std::uint64_t> calls;
  for (const Frame& frame : turn.state().frames) {
    if (frame.kind == FrameKind::call && frame.caller == run) calls.push_back(frame.run);
  }
  for (const std::uint64_t call : calls) {
    end_calls(turn, call);
    turn.change(EndFrame{call});
  }
}

void return_to_caller(Turn& turn, std::uint64_t callee_run, std::string_view outcome) {
  const Frame* callee = turn.frame(callee_run);
  const Frame* caller = turn.frame(callee->caller);
  const Flow* flow = caller ? turn.flow_of(*caller) : nullptr;
  const StepIndex at = caller ? caller->position.step : kNoStep;
  const CallStep* call =
      flow != nullptr && at < flow->steps.size() ? flow->steps[at].as<CallStep>() : nullptr;
  const bool is_sign_in = callee->flow == kSignInFlow;
  const std::uint64_t waiting = caller != nullptr ? caller->run : 0;
  if (is_sign_in && waiting != 0 && callee->call_path.empty()) {  // called by the gate (gate.hpp)
    turn.request(Finished{callee->flow, std::string(outcome)});
    end_calls(turn, callee_run);
    turn.change(EndFrame{callee_run});
    return after_sign_in(turn, waiting);
  }
  if (call == nullptr) {
    // The caller is gone or changed under us: what was called ends as a task of its own.
    turn.request(Finished{callee->flow, std::string(outcome)});
    end_calls(turn, callee_run);
    turn.change(EndFrame{callee_run});
    if (waiting != 0) walk_again(turn, waiting);
    return;
  }
  const std::uint64_t caller_run = caller->run;
  const std::string prefix = path_prefix(*flow, caller->position.loops);
  const std::string path = prefix + flow->steps[at].id;
  const bool is_expected = call->expect.empty() || call->expect == outcome;
  auto taken = taken_answers(*callee, *call);
  // Told once: a call that only comes back from a correction has not finished again.
  constexpr std::string_view kTold = ":finished";
  if (!callee->is_done(kTold)) {
    turn.request(Finished{callee->flow, std::string(outcome)});
    turn.change(MarkDone{callee_run, std::string(kTold), true});
  }
  if (is_expected) {
    turn.change(SetStatus{callee_run, FrameStatus::returned});  // C8
  } else {
    end_calls(turn, callee_run);
    turn.change(EndFrame{callee_run});
  }
  if (is_expected) {
    for (auto& [name, value] : taken) {
      take_answer(turn, *turn.frame(caller_run), prefix, name, std::move(value));
    }
  }
  leave_step(turn, caller_run, path, is_expected ? "" : "otherwise");
}

bool restore_answer(Turn& turn, const Flow& flow, std::uint64_t run, const Place& place,
                    const AskStep& ask) {
  const Frame& frame = *turn.frame(run);
  if (frame.archived.empty() || ask.question.from) return false;
  const std::string path = path_prefix(flow, place.loops) + ask.name;
  const auto find = [&](std::string_view wanted) {
    return std::find_if(frame.archived.begin(), frame.archived.end(),
                        [&](const Answer& answer) { return answer.path == wanted; });
  };
  auto found = find(path);
  // Said before the items were known, and there is but one.
  if (found == frame.archived.end() && is_only_item(turn, flow, frame, place)) {
    found = find(ask.name);
  }
  if (found == frame.archived.end()) return false;
  Answer answer = *found;
  const std::string kept_path = std::exchange(answer.path, path);
  {
    FrameScope names(turn.context, flow, frame, place.loops);
    names.bind(ask.name, &answer.value);
    for (const Check& check : ask.question.checks) {
      if (!check.must.holds(names)) return false;
    }
  }
  if (answer.value.is_nothing() && !is_skippable(turn, flow, frame, place)) return false;
  answer.revision = frame.revision + 1;
  turn.change(SetAnswer{run, std::move(answer)});
  if (kept_path != path) turn.change(DropAnswer{run, kept_path, false});
  return true;
}

}  // namespace dialogs
