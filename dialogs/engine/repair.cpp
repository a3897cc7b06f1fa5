#include "dialogs/engine/repair.hpp"

#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/prompt.hpp"
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
Work work_of(const Turn& turn) {
  Work work;
  for (const std::uint64_t run : turn.top_chain()) {
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

bool must_confirm(const Turn& turn, const Work& work) {
  const RepairSettings& settings = turn.program.repair;
  return (settings.confirm_cancel_answers > 0 && work.answers >= settings.confirm_cancel_answers) ||
         (settings.confirm_cancel_files && work.has_files);
}

// X5: what was done cannot be undone by a cancel; the flow says what can.
void cancel_after_fence(Turn& turn, const Frame& task) {
  const Flow* flow = turn.flow_of(task);
  const std::string after = flow ? flow->cancelled_after : std::string();
  const std::string title = turn.title_of(task);
  constexpr std::string_view kHandover = "handover.";
  if (after.starts_with(kHandover)) {
    begin_handover(turn, {after.substr(kHandover.size()),
                          "asked",
                          task.run,
                          false,
                          {},
                          turn.text("repair.cancel_too_late", {{"title", title}})});
    return;
  }
  Reply& reply = turn.say("repair.cancel_too_late", {{"title", title}});
  const FlowIndex index = turn.program.find_flow(after);
  if (index == kNoFlow) return;
  const Flow& next = turn.program.flows[index];
  const std::uint64_t issue = turn.issue(Issue::Kind::start, 0, {});
  const NamedScope::Names no_names;
  std::string label = turn.render(next.starts.label, NamedScope(turn.context, no_names));
  if (label.empty()) label = next.name;
  reply.buttons.push_back(
      turn.button(issue, index, check_of(std::string_view(next.name)), std::move(label)));
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

void continue_task(Turn& turn, const OpenRepair& repair, YesNo answer) {
  drop_repair(turn);
  const Frame* frame = turn.frame(repair.run);
  if (frame == nullptr) return;
  if (answer == YesNo::yes) {
    const bool is_open = frame->status == FrameStatus::active && turn.state().pending;
    if (!is_open) return resume(turn, repair.run);
    turn.say("repair.resumed", {{"title", turn.title_of(*frame)}});
    return;
  }
  const bool has_answers =
      std::any_of(frame->answers.begin(), frame->answers.end(), [](const Answer& given) {
        return given.source == Provenance::message || given.source == Provenance::button;
      });
  const bool is_kept =
      has_answers && turn.program.repair.resume_declined == RepairSettings::Declined::park;
  const std::string title = turn.title_of(*frame);
  if (is_kept) {
    park(turn, repair.run);
    turn.say("repair.parked", {{"title", title}});
  } else {
    end_chain(turn, repair.run, "cancelled");
    turn.say("repair.cancelled", {{"title", title}});
  }
  offer_interrupted(turn);
}

void continue_or_new(Turn& turn, const OpenRepair& repair, YesNo answer) {
  drop_repair(turn);
  const Frame* frame = turn.frame(repair.run);
  if (frame == nullptr || answer == YesNo::yes) return;
  const FlowIndex flow = turn.program.find_flow(frame->flow);
  if (flow != kNoFlow) start_anew(turn, flow);
}

}  // namespace

void park(Turn& turn, std::uint64_t run) {
  drop_oldest_parked(turn);
  // The called flows of the task are parked with it; they come back with it (resume).
  std::vector<std::uint64_t> runs = {run};
  for (std::size_t at = 0; at < runs.size(); ++at) {
    for (const Frame& frame : turn.state().frames) {
      if (frame.kind == FrameKind::call && frame.caller == runs[at]) runs.push_back(frame.run);
    }
  }
  const Frame* task = turn.frame(run);
  const std::int64_t until = task != nullptr ? kept_until(turn, *task) : 0;
  for (const std::uint64_t each : runs) {
    if (turn.state().pending && turn.state().pending->run == each) turn.change(SetPending{});
    turn.change(SetStatus{each, FrameStatus::parked, until});
  }
}

void cancel(Turn& turn) {
  const auto repair = turn.state().repair;
  if (repair) {
    drop_repair(turn);
    // X3: during a repair it cancels the task; said twice, it needs no second question.
    const bool is_confirmed = repair->kind == OpenRepair::Kind::confirm_cancel;
    if (is_confirmed && turn.frame(repair->run) != nullptr) return cancel_now(turn, repair->run);
  }
  const Frame* task = turn.top_task();
  if (task == nullptr) {
    Reply& reply = turn.say("repair.nothing_to_cancel");
    add_start_buttons(turn, reply);
    return;
  }
  const Work work = work_of(turn);
  if (work.is_fenced) return cancel_after_fence(turn, *task);
  const std::uint64_t run = task->run;
  if (!must_confirm(turn, work)) return cancel_now(turn, run);
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, run, "cancel");
  turn.change(SetRepair{OpenRepair{OpenRepair::Kind::confirm_cancel, run, issue}});
  prompt_repair(turn);
}

void cancel_now(Turn& turn, std::uint64_t run) {
  const Frame* frame = turn.frame(run);
  if (frame == nullptr) return;
  const std::string title = turn.title_of(*frame);
  end_chain(turn, run, "cancelled");
  Reply& reply = turn.say("repair.cancelled", {{"title", title}});
  if (turn.state().stack.empty()) {
    add_start_buttons(turn, reply);
  } else {
    offer_interrupted(turn);  // X8
  }
}

void answer_repair(Turn& turn, YesNo answer) {
  const OpenRepair repair = *turn.state().repair;
  switch (repair.kind) {
    case OpenRepair::Kind::confirm_cancel: {
      drop_repair(turn);
      if (answer == YesNo::yes) return cancel_now(turn, repair.run);
      const Frame* frame = turn.frame(repair.run);
      if (frame != nullptr) turn.say("repair.not_cancelled", {{"title", turn.title_of(*frame)}});
      return;
    }
    case OpenRepair::Kind::continue_task:
      return continue_task(turn, repair, answer);
    case OpenRepair::Kind::continue_or_new:
      return continue_or_new(turn, repair, answer);
  }
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

void call_person(Turn& turn) {
  const Frame* task = turn.top_task();
  begin_handover(turn, {default_queue(turn.program), "asked", task ? task->run : 0, false, {}, {}});
}

void not_understood(Turn& turn) {
  const RepairSettings::Ladder& ladder = turn.program.repair.cannot_understand;
  const std::uint32_t count = turn.state().not_understood + 1;
  const auto step = static_cast<int>(count);
  if (step > ladder.reask + ladder.reword + ladder.buttons) {
    const std::string queue =
        ladder.then.queue.empty() ? default_queue(turn.program) : ladder.then.queue;
    begin_handover(turn, {queue, "not_understood", 0, false, {}, {}});
    return;
  }
  turn.change(SetNotUnderstood{count});
  std::string_view key = "repair.not_understood_buttons";
  if (step <= ladder.reask + ladder.reword) key = "repair.not_understood_reworded";
  if (step <= ladder.reask) key = "repair.not_understood";
  Reply& reply = turn.say(key);
  if (turn.state().repair) return;
  add_start_buttons(turn, reply);
}

}  // namespace dialogs
