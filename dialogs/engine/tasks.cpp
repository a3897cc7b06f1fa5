#include "dialogs/engine/tasks.hpp"

#include <algorithm>

#include "dialogs/engine/gate.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/prompt.hpp"
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
  turn.change(SetAnswer{run, {path, std::move(value), Provenance::given, caller.revision + 1}});
}

void return_to_caller(Turn& turn, std::uint64_t callee_run, std::string_view outcome) {
  const Frame* callee = turn.frame(callee_run);
  const Frame* caller = turn.frame(callee->caller);
  const Flow* flow = caller ? turn.flow_of(*caller) : nullptr;
  const StepIndex at = caller ? caller->position.step : kNoStep;
  const CallStep* call =
      flow != nullptr && at < flow->steps.size() ? flow->steps[at].as<CallStep>() : nullptr;
  if (call == nullptr) {
    const bool is_sign_in = callee->flow == kSignInFlow;
    const std::uint64_t waiting = caller != nullptr ? caller->run : 0;
    // The caller is gone or changed under us: what was called ends as a task of its own.
    turn.request(Finished{callee->flow, std::string(outcome)});
    turn.change(EndFrame{callee_run});
    if (waiting != 0) is_sign_in ? after_sign_in(turn, waiting) : walk_again(turn, waiting);
    return;
  }
  const std::uint64_t caller_run = caller->run;
  const std::string prefix = path_prefix(*flow, caller->position.loops);
  const std::string path = prefix + flow->steps[at].id;
  const bool is_expected = call->expect.empty() || call->expect == outcome;
  auto taken = taken_answers(*callee, *call);
  turn.request(Finished{callee->flow, std::string(outcome)});
  turn.change(EndFrame{callee_run});
  if (is_expected) {
    for (auto& [name, value] : taken) {
      take_answer(turn, *turn.frame(caller_run), prefix, name, std::move(value));
    }
  }
  leave_step(turn, caller_run, path, is_expected ? "" : "otherwise");
}

}  // namespace

std::vector<std::uint64_t> chain_of(const Turn& turn, std::uint64_t run) {
  const Frame* base = turn.frame(run);
  while (base != nullptr && base->kind == FrameKind::call && turn.frame(base->caller) != nullptr) {
    base = turn.frame(base->caller);
  }
  std::vector<std::uint64_t> runs;
  if (base == nullptr) return runs;
  runs.push_back(base->run);
  for (std::size_t at = 0; at < runs.size(); ++at) {
    for (const Frame& frame : turn.state().frames) {
      if (frame.kind == FrameKind::call && frame.caller == runs[at]) runs.push_back(frame.run);
    }
  }
  return runs;
}

void raise(Turn& turn, std::uint64_t run) {
  for (const std::uint64_t each : chain_of(turn, run)) {
    turn.change(SetStatus{each, FrameStatus::active});
  }
}

void finish(Turn& turn, std::uint64_t run, std::string_view outcome) {
  const Frame* frame = turn.frame(run);
  if (frame == nullptr) return;
  if (turn.state().pending && turn.state().pending->run == run) turn.change(SetPending{});
  if (frame->kind == FrameKind::call) return return_to_caller(turn, run, outcome);
  turn.request(Finished{frame->flow, std::string(outcome)});
  turn.change(EndFrame{run});
  offer_interrupted(turn);
}

void leave_by(Turn& turn, std::uint64_t run, const Exit& exit, std::string_view reason,
              std::string_view text_key) {
  if (exit.outcome.empty()) {
    const std::string queue = exit.queue.empty() ? default_queue(turn.program) : exit.queue;
    begin_handover(turn, {queue, reason, run, false, {}, turn.text(text_key)});
    return;
  }
  turn.say(text_key);
  finish(turn, run, exit.outcome);
}

void end_chain(Turn& turn, std::uint64_t run, std::string_view outcome) {
  const std::vector<std::uint64_t> runs = chain_of(turn, run);
  const auto is_of_chain = [&](std::uint64_t other) {
    return std::find(runs.begin(), runs.end(), other) != runs.end();
  };
  if (runs.empty()) return;
  if (turn.state().pending && is_of_chain(turn.state().pending->run)) turn.change(SetPending{});
  if (turn.state().repair && is_of_chain(turn.state().repair->run)) turn.change(SetRepair{});
  if (turn.state().awaiting && is_of_chain(turn.state().awaiting->run)) turn.change(SetAwaiting{});
  turn.request(Finished{turn.frame(runs.front())->flow, std::string(outcome)});
  for (std::size_t at = runs.size(); at-- > 0;) turn.change(EndFrame{runs[at]});
}

void offer_interrupted(Turn& turn) {
  const State& state = turn.state();
  if (state.pending || state.repair || state.awaiting || state.handover) return;
  const Frame* below = turn.top_task();
  if (below == nullptr || below->status != FrameStatus::interrupted) return;
  const std::uint64_t run = below->run;
  if (turn.program.repair.resume_after_task == RepairSettings::AfterTask::at_once) {
    turn.say("repair.resumed", {{"title", turn.title_of(*below)}});
    return resume(turn, run);
  }
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, run, "resume");
  turn.change(SetRepair{OpenRepair{OpenRepair::Kind::continue_task, run, issue}});
  prompt_repair(turn);
}

void resume(Turn& turn, std::uint64_t run) {
  raise(turn, run);
  const std::vector<std::uint64_t> runs = chain_of(turn, run);
  if (!runs.empty()) walk_again(turn, runs.back());
}

}  // namespace dialogs
