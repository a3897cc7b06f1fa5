#include "dialogs/engine/silence.hpp"

#include <algorithm>

#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/repair.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/unfinished.hpp"

namespace dialogs {

namespace {

using Stage = Silence::Stage;

// When the tasks are put aside.
base::Instant park_due(const Turn& turn, const Silence& silence) {
  const base::Duration after = turn.program.repair.park_after;
  return base::from_milliseconds(silence.heard_ms) + (silence.is_held ? 2 * after : after);
}

base::Instant close_due(const Turn& turn, const Silence& silence) {
  return base::from_milliseconds(silence.heard_ms) + turn.program.repair.close_after;
}

// When something is to be done next; nothing when nobody is waited for.
std::optional<base::Instant> next_due(const Turn& turn, const Silence& silence) {
  const State& state = turn.state();
  // A person looks after it, or the other side of a call does.
  if (state.handover || state.awaiting || silence.heard_ms == 0) return std::nullopt;
  if (state.pending || state.repair) {
    if (silence.stage == Stage::nudged || silence.is_held) return park_due(turn, silence);
    return base::from_milliseconds(silence.heard_ms) + turn.program.repair.nudge_after;
  }
  std::optional<base::Instant> next;
  for (const Frame& frame : state.frames) {
    if (frame.kind != FrameKind::task || frame.status != FrameStatus::parked) continue;
    const base::Instant end = base::from_milliseconds(frame.kept_until_ms);
    if (frame.kept_until_ms != 0 && (!next || end < *next)) next = end;
    if (silence.stage == Stage::closed) continue;
    const base::Instant close = close_due(turn, silence);
    if (!next || close < *next) next = close;
  }
  return next;
}

void set_stage(Turn& turn, Stage stage) {
  Silence silence = turn.state().silence;
  silence.stage = stage;
  turn.change(SetSilence{silence});
}

void nudge(Turn& turn) {
  set_stage(turn, Stage::nudged);
  if (turn.state().repair) {
    turn.say("repair.nudge");
    return prompt_repair(turn);
  }
  prompt_pending(turn, Wording::again, turn.text("repair.nudge"));
}

// Everything on the stack is put aside with its answers; nothing is lost by it.
void put_aside(Turn& turn) {
  set_stage(turn, Stage::listening);
  if (turn.state().repair) turn.change(SetRepair{});
  if (turn.state().not_understood > 0) turn.change(SetNotUnderstood{0});
  std::string titles;
  std::int64_t until = 0;
  while (const Frame* task = turn.top_task()) {
    const std::uint64_t run = task->run;
    const std::string title = turn.title_of(*task);
    park(turn, run);
    const Frame* parked = turn.frame(run);
    // Where nothing was answered nothing is kept, and nothing need be said.
    if (parked == nullptr || !has_given_answers(turn, run)) continue;
    titles += (titles.empty() ? "" : ", ") + title;
    until = until == 0 ? parked->kept_until_ms : std::min(until, parked->kept_until_ms);
  }
  if (titles.empty()) return;
  std::string date;
  turn.context.formatter.date(date,
                              turn.context.formatter.local_date(base::from_milliseconds(until)));
  add_resume_buttons(turn, turn.say("repair.set_aside", {{"title", titles}, {"until", date}}));
}

// What need not be kept any longer goes: tasks past their time, and at the close those that hold
// nothing of the customer's.
void let_go(Turn& turn, bool is_closing) {
  std::vector<std::uint64_t> gone;
  const std::int64_t now = base::to_milliseconds(turn.context.now);
  for (const Frame& frame : turn.state().frames) {
    if (frame.kind != FrameKind::task || frame.status != FrameStatus::parked) continue;
    const bool is_over = frame.kept_until_ms != 0 && frame.kept_until_ms <= now;
    if (is_over || (is_closing && !has_given_answers(turn, frame.run))) gone.push_back(frame.run);
  }
  for (const std::uint64_t run : gone) end_chain(turn, run, "cancelled");
}

}  // namespace

void watch_silence(Turn& turn, bool is_heard) {
  Silence silence = turn.state().silence;
  if (is_heard) {
    silence.stage = Stage::listening;
    silence.is_held = turn.is_held;
    silence.heard_ms = base::to_milliseconds(turn.context.now);
  }
  const auto due = next_due(turn, silence);
  // A timer that comes too early looks again; only one that would come too late is moved.
  if (due && (silence.due_ms == 0 || base::to_milliseconds(*due) < silence.due_ms)) {
    silence.due_ms = base::to_milliseconds(*due);
    turn.request(TimerRequest{std::string(kSilenceKey), *due, false});
  }
  if (silence != turn.state().silence) turn.change(SetSilence{silence});
}

void on_silence(Turn& turn) {
  Silence silence = turn.state().silence;
  silence.due_ms = 0;
  if (silence != turn.state().silence) turn.change(SetSilence{silence});
  const auto due = next_due(turn, silence);
  const base::Instant now = turn.context.now;
  if (!due || now < *due) return;
  const State& state = turn.state();
  if (state.pending || state.repair) {
    // After a long time without a server both may be due: then nobody is reminded of yesterday.
    return now < park_due(turn, silence) ? nudge(turn) : put_aside(turn);
  }
  const bool is_closing = silence.stage != Stage::closed && close_due(turn, silence) <= now;
  let_go(turn, is_closing);
  if (!is_closing) return;
  set_stage(turn, Stage::closed);
  if (!turn.state().said.empty()) turn.change(SetSaid{});
}

void hold(Turn& turn) {
  turn.say("repair.hold");
  turn.is_held = true;
  turn.has_prompted = true;  // the question stands; asking it again would press
}

}  // namespace dialogs
