#include "dialogs/engine/tasks.hpp"

#include <algorithm>

#include "dialogs/engine/calls.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/refresh.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

std::vector<std::uint64_t> family_of(const Turn& turn, std::uint64_t run) {
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

std::vector<std::uint64_t> chain_of(const Turn& turn, std::uint64_t run) {
  std::vector<std::uint64_t> runs = family_of(turn, run);
  std::erase_if(
      runs, [&](std::uint64_t each) { return turn.frame(each)->status == FrameStatus::returned; });
  return runs;
}

void keep_pending(Turn& turn) {
  const auto pending = turn.state().pending;
  if (!pending) return;
  turn.change(KeepPending{pending->run, pending});
  turn.change(SetPending{});
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
  // A task in which the customer was asked nothing was only a word of information (R6).
  const bool was_asked = has_given_answers(turn, run);
  turn.request(Finished{frame->flow, std::string(outcome)});
  remember_settled(turn, *frame);
  end_calls(turn, run);
  turn.change(EndFrame{run});
  if (was_asked || !resume_after_info(turn)) offer_interrupted(turn);
}

bool has_given_answers(const Turn& turn, std::uint64_t run) {
  for (const std::uint64_t each : family_of(turn, run)) {
    const auto& answers = turn.frame(each)->answers;
    const bool is_any = std::any_of(answers.begin(), answers.end(), [](const Answer& answer) {
      return answer.source == Provenance::message || answer.source == Provenance::button;
    });
    if (is_any) return true;
  }
  return false;
}

std::string created_number(const Turn& turn, std::uint64_t run) {
  for (const std::uint64_t each : family_of(turn, run)) {
    const Frame& frame = *turn.frame(each);
    for (std::size_t at = frame.answers.size(); at-- > 0;) {
      const Answer& answer = frame.answers[at];
      if (answer.source != Provenance::action) continue;
      const std::string_view number = answer.value.text_at("number");
      if (!number.empty()) return std::string(number);
    }
  }
  return {};
}

void remember_settled(Turn& turn, const Frame& task) {
  const auto family = family_of(turn, task.run);
  const bool is_fenced = std::any_of(family.begin(), family.end(),
                                     [&](std::uint64_t run) { return turn.frame(run)->fence > 0; });
  if (is_fenced) turn.change(SetSettled{Settled{task.flow, created_number(turn, task.run)}});
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
  const std::vector<std::uint64_t> runs = family_of(turn, run);
  const auto is_of_chain = [&](std::uint64_t other) {
    return std::find(runs.begin(), runs.end(), other) != runs.end();
  };
  if (runs.empty()) return;
  if (turn.state().pending && is_of_chain(turn.state().pending->run)) turn.change(SetPending{});
  if (turn.state().repair && is_of_chain(turn.state().repair->run)) turn.change(SetRepair{});
  if (turn.state().awaiting && is_of_chain(turn.state().awaiting->run)) turn.change(SetAwaiting{});
  turn.request(Finished{turn.frame(runs.front())->flow, std::string(outcome)});
  remember_settled(turn, *turn.frame(runs.front()));
  if (turn.state().held && is_of_chain(turn.state().held->run)) turn.change(SetHeld{});
  for (std::size_t at = runs.size(); at-- > 0;) turn.change(EndFrame{runs[at]});
}

void offer_interrupted(Turn& turn) {
  const State& state = turn.state();
  if (state.pending || state.repair || state.awaiting || state.handover) return;
  const std::vector<std::uint64_t> tasks = interrupted_tasks(turn);
  if (tasks.empty() || turn.top_task()->status != FrameStatus::interrupted) return;
  const std::uint64_t run = tasks.front();
  if (turn.program.repair.resume_after_task == RepairSettings::AfterTask::at_once) {
    turn.say("repair.resumed", {{"title", turn.title_of(*turn.frame(run))}});
    return resume(turn, run);
  }
  const bool is_one = tasks.size() == 1;
  const auto kind = is_one ? OpenRepair::Kind::continue_task : OpenRepair::Kind::choose_task;
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, run, "resume");
  turn.change(SetRepair{OpenRepair{kind, run, issue}});
  prompt_repair(turn);
}

std::vector<std::uint64_t> interrupted_tasks(const Turn& turn) {
  std::vector<std::uint64_t> tasks;
  const auto& stack = turn.state().stack;
  for (std::size_t at = stack.size(); at-- > 0;) {
    const Frame* frame = turn.frame(stack[at]);
    const bool is_it = frame != nullptr && frame->kind == FrameKind::task &&
                       frame->status == FrameStatus::interrupted;
    if (is_it) tasks.push_back(frame->run);
  }
  return tasks;
}

bool resume_after_info(Turn& turn) {
  const State& state = turn.state();
  if (!turn.program.repair.resume_after_info_at_once) return false;
  if (state.pending || state.repair || state.awaiting || state.handover) return false;
  const Frame* below = turn.top_task();
  if (below == nullptr || below->status != FrameStatus::interrupted) return false;
  const std::uint64_t run = below->run;
  turn.say("repair.resumed", {{"title", turn.title_of(*below)}});
  raise(turn, run);
  // The same question as before, with its tries, its files and its buttons: nothing happened to it.
  for (const std::uint64_t each : chain_of(turn, run)) {
    const auto kept = turn.frame(each)->kept;
    if (!kept) continue;
    turn.change(KeepPending{each, {}});
    turn.change(SetPending{kept});
    prompt_pending(turn, Wording::brief);
    return true;
  }
  walk_again(turn, chain_of(turn, run).back());
  return true;
}

void resume(Turn& turn, std::uint64_t run) {
  raise(turn, run);
  refresh(turn, run);
}

}  // namespace dialogs
