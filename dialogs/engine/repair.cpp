#include "dialogs/engine/repair.hpp"

#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/clarify.hpp"
#include "dialogs/engine/fence.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/ladder.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/repair_choice.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/unfinished.hpp"

namespace dialogs {

namespace {

constexpr std::size_t kMaxParked = 8;

struct Work {
  int answers = 0;
  bool has_files = false;
  bool is_fenced = false;
};

// What a cancel would throw away, over the whole chain of calls.
Work work_of(const Turn& turn, std::uint64_t task) {
  Work work;
  for (const std::uint64_t run : family_of(turn, task)) {
    const Frame& frame = *turn.frame(run);
    work.is_fenced = work.is_fenced || frame.fence > 0;
    for (const Answer& answer : frame.answers) {
      if (answer.source != Provenance::message && answer.source != Provenance::button) continue;
      ++work.answers;
      const bool is_list = answer.value.is_list() && !answer.value.list().empty();
      if (is_list && !answer.value.list().front().at("upload").is_nothing()) work.has_files = true;
    }
  }
  return work;
}

// X4.
bool must_confirm(const Turn& turn, const Work& work) {
  const RepairSettings& settings = turn.program.repair;
  return (settings.confirm_cancel_answers > 0 && work.answers >= settings.confirm_cancel_answers) ||
         (settings.confirm_cancel_files && work.has_files);
}

// State has a bound: of too many tasks put aside the oldest is let go.
void drop_oldest_parked(Turn& turn) {
  std::size_t parked = 0;
  std::uint64_t oldest = 0;
  for (const Frame& frame : turn.state().frames) {
    if (frame.status != FrameStatus::parked || frame.kind != FrameKind::task) continue;
    if (parked++ == 0) oldest = frame.run;
  }
  if (parked >= kMaxParked) end_chain(turn, oldest, "cancelled");
}

// Drops the bot's own question; the pending one is asked again at the end of the step.
void drop_repair(Turn& turn) {
  turn.change(SetRepair{});
}

// R6: a task that is declined is put aside if anything was answered, and how to come back is said.
void park_or_drop(Turn& turn, std::uint64_t run) {
  const std::string title = turn.title_of(*turn.frame(run));
  const bool is_kept = has_given_answers(turn, run) &&
                       turn.program.repair.resume_declined == RepairSettings::Declined::park;
  if (is_kept) {
    park(turn, run);
    turn.say("repair.parked", {{"title", title}});
  } else {
    end_chain(turn, run, "cancelled");
    turn.say("repair.cancelled", {{"title", title}});
  }
}

// C12: no correction after all. The pending question says enough, unless there is none because the
// answer is of a task that was put aside.
void leave_unchanged(Turn& turn) {
  drop_repair(turn);
  if (turn.state().pending) return;
  turn.say("repair.unchanged");
  offer_interrupted(turn);
}

void continue_task(Turn& turn, const OpenRepair& repair, YesNo answer) {
  drop_repair(turn);
  const Frame* frame = turn.frame(repair.run);
  if (frame == nullptr) return;
  if (answer == YesNo::yes) {
    // R8 also where the task was never left: the customer comes back to it after a while.
    const bool is_open = frame->status == FrameStatus::active && turn.state().pending;
    if (is_open) {
      turn.say("repair.resumed", {{"title", turn.title_of(*frame)}});
      keep_pending(turn);
    }
    return resume(turn, repair.run);
  }
  park_or_drop(turn, repair.run);
  offer_interrupted(turn);
}

// X6: every task on the stack; what was done already stays done, and is said (X5).
std::vector<std::uint64_t> stacked_tasks(const Turn& turn) {
  std::vector<std::uint64_t> tasks;
  const auto& stack = turn.state().stack;
  for (std::size_t at = stack.size(); at-- > 0;) {
    const Frame* frame = turn.frame(stack[at]);
    if (frame != nullptr && frame->kind == FrameKind::task) tasks.push_back(frame->run);
  }
  return tasks;
}

void cancel_everything(Turn& turn) {
  std::string numbers;
  for (const std::uint64_t run : stacked_tasks(turn)) {
    if (work_of(turn, run).is_fenced) {
      const std::string number = created_number(turn, run);
      if (!number.empty()) numbers += (numbers.empty() ? "" : ", ") + number;
    }
    end_chain(turn, run, "cancelled");
  }
  Reply& reply = numbers.empty() ? turn.say("repair.cancelled_all")
                                 : turn.say("repair.cancelled_all_but", {{"number", numbers}});
  add_start_buttons(turn, reply);
}

void answer_cancel(Turn& turn, const OpenRepair& repair, YesNo answer) {
  const FlowIndex then = repair.flow.empty() ? kNoFlow : turn.program.find_flow(repair.flow);
  if (answer == YesNo::no) {
    const Frame* frame = turn.frame(repair.run);
    if (frame != nullptr) turn.say("repair.not_cancelled", {{"title", turn.title_of(*frame)}});
    return;
  }
  if (repair.run == 0) {
    cancel_everything(turn);
  } else {
    cancel_now(turn, repair.run, then == kNoFlow);
  }
  if (then != kNoFlow) start_flow(turn, then);
}

void continue_or_new(Turn& turn, const OpenRepair& repair, YesNo answer) {
  drop_repair(turn);
  const Frame* frame = turn.frame(repair.run);
  if (frame == nullptr || answer == YesNo::yes) return;
  const FlowIndex flow = turn.program.find_flow(frame->flow);
  if (flow == kNoFlow) return;
  // Nothing was said in it yet: there is nothing to come back to.
  if (!has_given_answers(turn, repair.run)) end_chain(turn, repair.run, "cancelled");
  start_anew(turn, flow);
}

}  // namespace

void park(Turn& turn, std::uint64_t run) {
  drop_oldest_parked(turn);
  // The called flows of the task are parked with it; they come back with it (resume).
  const Frame* task = turn.frame(run);
  const std::int64_t until = task != nullptr ? kept_until(turn, *task) : 0;
  for (const std::uint64_t each : chain_of(turn, run)) {
    if (turn.state().pending && turn.state().pending->run == each) keep_pending(turn);
    turn.change(SetStatus{each, FrameStatus::parked, until});
  }
}

void cancel(Turn& turn, const std::string& then) {
  const auto repair = turn.state().repair;
  if (repair) {
    drop_repair(turn);
    // X3: during a repair it cancels the task; said twice, it needs no second question.
    const bool is_confirmed = repair->kind == OpenRepair::Kind::confirm_cancel;
    if (is_confirmed && repair->run == 0) return cancel_everything(turn);
    if (is_confirmed && turn.frame(repair->run) != nullptr) return cancel_now(turn, repair->run);
  }
  const Frame* task = turn.top_task();
  if (task == nullptr) {
    if (tell_settled(turn, Wanted::cancel)) return;
    Reply& reply = turn.say("repair.nothing_to_cancel");
    add_start_buttons(turn, reply);
    return;
  }
  const std::uint64_t run = task->run;
  const Work work = work_of(turn, run);
  if (work.is_fenced) return tell_fenced(turn, *task, Wanted::cancel);  // X5
  if (!must_confirm(turn, work)) return cancel_now(turn, run, then.empty());
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, run, "cancel");
  turn.change(SetRepair{OpenRepair{OpenRepair::Kind::confirm_cancel, run, issue, {}, {}, then}});
  prompt_repair(turn);
}

void cancel_all(Turn& turn, const std::string& then) {
  if (turn.state().repair) drop_repair(turn);
  const std::vector<std::uint64_t> tasks = stacked_tasks(turn);
  if (tasks.size() < 2) return cancel(turn, then);
  Work all;
  for (const std::uint64_t run : tasks) {
    const Work work = work_of(turn, run);
    all.answers += work.answers;
    all.has_files = all.has_files || work.has_files;
  }
  if (!must_confirm(turn, all)) return cancel_everything(turn);
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, 0, "cancel");
  turn.change(SetRepair{OpenRepair{OpenRepair::Kind::confirm_cancel, 0, issue, {}, {}, then}});
  prompt_repair(turn);
}

void cancel_now(Turn& turn, std::uint64_t run, bool is_last_word) {
  const Frame* frame = turn.frame(run);
  if (frame == nullptr) return;
  const std::string title = turn.title_of(*frame);
  end_chain(turn, run, "cancelled");
  Reply& reply = turn.say("repair.cancelled", {{"title", title}});
  if (!is_last_word) return;  // X2: another task begins in the same turn
  if (turn.state().stack.empty()) {
    add_start_buttons(turn, reply);
  } else {
    offer_interrupted(turn);  // X8
  }
}

void answer_repair(Turn& turn, YesNo answer) {
  const OpenRepair repair = *turn.state().repair;
  switch (repair.kind) {
    case OpenRepair::Kind::confirm_cancel:
      drop_repair(turn);
      return answer_cancel(turn, repair, answer);
    case OpenRepair::Kind::continue_task:
      return continue_task(turn, repair, answer);
    case OpenRepair::Kind::continue_or_new:
      return continue_or_new(turn, repair, answer);
    case OpenRepair::Kind::choose_task:
      return choose_in_repair(turn, repair_choices(turn, repair).size() - 1);
    case OpenRepair::Kind::clarify:
      // "Yes" is an answer where one thing was asked about only.
      if (answer == YesNo::yes && repair.options.size() > 1) return not_understood(turn);
      return choose_in_repair(turn, answer == YesNo::yes ? 0 : repair.options.size());
    case OpenRepair::Kind::choose_item:
      return leave_unchanged(turn);
    case OpenRepair::Kind::confirm_correction:
      if (answer != YesNo::yes) return leave_unchanged(turn);
      drop_repair(turn);
      return correct_confirmed(turn, repair);
  }
}

void choose_in_repair(Turn& turn, std::size_t index) {
  const OpenRepair repair = *turn.state().repair;
  const auto choices = repair_choices(turn, repair);
  if (index >= choices.size()) return;
  drop_repair(turn);
  if (repair.kind == OpenRepair::Kind::clarify) return clarified(turn, repair, index);
  if (repair.kind == OpenRepair::Kind::choose_item) {
    return correct_chosen(turn, repair, choices[index].item);
  }
  if (choices[index].run != 0) return resume(turn, choices[index].run);
  for (const std::uint64_t run : interrupted_tasks(turn)) park_or_drop(turn, run);
}

void repeat(Turn& turn) {
  const std::vector<Said> said = turn.state().said;
  bool has_said = false;
  for (const Said& each : said) {
    const Frame* frame = turn.frame(each.run);
    const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
    if (flow == nullptr || each.step >= flow->steps.size()) continue;
    const Step& step = flow->steps[each.step];
    const auto* say = step.as<SayStep>();
    if (say == nullptr) continue;
    const FrameScope scope(turn.context, *flow, *frame, each.loops);
    turn.reply(turn.render(say->text, scope), flow->name + "." + step.id);
    has_said = true;
  }
  const State& state = turn.state();
  if (!has_said && !state.pending && !state.repair) {
    Reply& reply = turn.say("repair.nothing_to_repeat");
    add_start_buttons(turn, reply);
  }
}

void explain(Turn& turn) {
  const auto open = open_question(turn);
  if (!open || open->ask->question.why.empty()) {
    turn.say("repair.no_why");
    return;
  }
  const FrameScope scope(turn.context, *open->flow, *open->frame, open->place.loops);
  std::string why = turn.render(open->ask->question.why, scope);
  turn.reply(std::move(why),
             open->flow->name + "." + open->flow->steps[open->place.step].id + ".why");
}

void call_person(Turn& turn, const std::string& queue) {
  const Frame* task = turn.top_task();
  begin_handover(turn, {queue.empty() ? default_queue(turn.program) : queue,
                        "asked",
                        task ? task->run : 0,
                        false,
                        {},
                        {}});
}

}  // namespace dialogs
