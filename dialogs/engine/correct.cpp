#include "dialogs/engine/correct.hpp"

#include <algorithm>
#include <set>

#include "dialogs/engine/ask.hpp"
#include "dialogs/engine/fence.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/targets.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

bool is_said_by_customer(const Answer& answer) {
  return answer.source == Provenance::message || answer.source == Provenance::button;
}

// Whether the answer at `path` belongs to this step, for the items given (or for all).
bool is_answer_of(const Flow& flow, std::string_view path, StepIndex step,
                  const std::vector<LoopPosition>& loops) {
  const auto place = place_of(flow, path);
  if (!place || place->step != step) return false;
  const std::size_t depth = std::min(loops.size(), place->loops.size());
  for (std::size_t at = 0; at < depth; ++at) {
    // Another loop than the changed answer's: every item may depend on it.
    if (loops[at].step != place->loops[at].step) return true;
    if (loops[at].item != place->loops[at].item) return false;
  }
  return true;
}

// Answers and marks of the items of this list.
void drop_items(Turn& turn, std::uint64_t run, const std::string& list_path) {
  const std::string prefix = list_path + "[";
  const Frame copy = *turn.frame(run);
  for (const Answer& answer : copy.answers) {
    if (answer.path.starts_with(prefix)) turn.change(DropAnswer{run, answer.path, false});
  }
  for (const Answer& answer : copy.archived) {
    if (answer.path.starts_with(prefix)) turn.change(DropAnswer{run, answer.path, false});
  }
  for (const std::string& done : copy.done) {
    if (done.starts_with(prefix)) turn.change(MarkDone{run, done, false});
  }
  const std::vector<Frame> frames = turn.state().frames;
  for (const Frame& call : frames) {
    if (call.caller == run && call.call_path.starts_with(prefix)) {
      turn.change(EndFrame{call.run});
    }
  }
}

void drop_answers_of(Turn& turn, std::uint64_t run, const Flow& flow, StepIndex step,
                     const std::vector<LoopPosition>& loops) {
  std::vector<std::string> paths;
  for (const Answer& answer : turn.frame(run)->answers) {
    if (is_answer_of(flow, answer.path, step, loops)) paths.push_back(answer.path);
  }
  for (const std::string& path : paths) {
    const AskStep& ask = *flow.steps[step].as<AskStep>();
    const auto place = place_of(flow, path);
    // C5: an answer of a branch that is left is kept aside; one that must be given anew is not.
    const bool is_left =
        is_said_by_customer(*turn.frame(run)->find_answer(path)) && ask.only_if &&
        !ask.only_if->holds(FrameScope(turn.context, flow, *turn.frame(run), place->loops));
    turn.change(DropAnswer{run, path, is_left});
    drop_items(turn, run, path);
  }
}

// Marks of a step that is to be gone through again, with those of its arms.
void unmark(Turn& turn, std::uint64_t run, const std::string& id) {
  const std::vector<std::string> marks = turn.frame(run)->done;
  for (const std::string& mark : marks) {
    const auto dot = mark.rfind("].");
    const std::string_view name =
        std::string_view(mark).substr(dot == std::string::npos ? 0 : dot + 2);
    const bool is_it = name.starts_with(id) && (name.size() == id.size() || name[id.size()] == '!');
    if (is_it) turn.change(MarkDone{run, mark, false});
  }
}

void say_kept(Turn& turn, const Pending& pending) {
  const Frame* frame = turn.frame(pending.run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  const auto place = flow ? place_of(*flow, pending.path) : std::nullopt;
  const Answer* answer = place ? frame->find_answer(pending.path) : nullptr;
  if (answer == nullptr) return;
  turn.say("repair.kept", {{"question", question_label(turn, *flow, *frame, *place)},
                           {"old", display(turn, *flow, *frame, *place, answer->value)}});
}

bool is_inside_loop_over(const Flow& flow, const Step& step, std::string_view list) {
  return std::any_of(step.loops.begin(), step.loops.end(), [&](StepIndex loop) {
    return flow.steps[loop].as<ForEachStep>()->list == list;
  });
}

using NameSet = std::set<std::string, std::less<>>;

bool reads_any(const Flow& flow, const Step& step, const base::Expression& expression,
               const NameSet& names) {
  const auto all = expression.reads();
  return std::any_of(all.begin(), all.end(), [&](const std::string& dotted) {
    std::string_view name = std::string_view(dotted).substr(0, dotted.find('.'));
    for (const StepIndex loop : step.loops) {
      const auto* for_each = flow.steps[loop].as<ForEachStep>();
      if (for_each->item == name) name = for_each->list;
    }
    return names.contains(name);
  });
}

bool reads_any(const Flow& flow, const Step& step, const std::vector<NamedExpression>& values,
               const NameSet& names) {
  return std::any_of(values.begin(), values.end(), [&](const NamedExpression& value) {
    return reads_any(flow, step, value.value, names);
  });
}

// Whether the answer itself reads one of the names: not only whether it may be skipped (C2).
bool rests_on(const Flow& flow, const Step& step, const AskStep& ask, const NameSet& names) {
  const auto reads = [&](const base::Expression& expression) {
    return reads_any(flow, step, expression, names);
  };
  const Question& question = ask.question;
  if (ask.only_if && reads(*ask.only_if)) return true;
  if (ask.otherwise && reads(*ask.otherwise)) return true;
  if (question.where && reads(*question.where)) return true;
  if (question.currency && reads(*question.currency)) return true;
  if (question.from) {
    if (question.from->list && reads(*question.from->list)) return true;
    for (const base::Expression& argument : question.from->arguments) {
      if (reads(argument)) return true;
    }
  }
  return std::any_of(question.checks.begin(), question.checks.end(),
                     [&](const Check& check) { return reads(check.must); });
}

// An answer that was skipped and may not be skipped any more is asked for.
void drop_skipped(Turn& turn, std::uint64_t run, const Flow& flow, StepIndex step) {
  std::vector<std::string> paths;
  for (const Answer& answer : turn.frame(run)->answers) {
    const auto place = answer.value.is_nothing() ? place_of(flow, answer.path) : std::nullopt;
    const bool must_be_given =
        place && place->step == step && !is_skippable(turn, flow, *turn.frame(run), *place);
    if (must_be_given) paths.push_back(answer.path);
  }
  for (const std::string& path : paths) turn.change(DropAnswer{run, path, false});
}

// A list of items changed: the answers of items that are still in it move with them, the others go.
void keep_items(Turn& turn, std::uint64_t run, const std::string& path, const base::Value& old_list,
                const base::Value& new_list) {
  if (!old_list.is_list() || !new_list.is_list() || old_list == new_list) return;
  const Frame before = *turn.frame(run);
  drop_items(turn, run, path);
  for (std::size_t now = 0; now < new_list.list().size(); ++now) {
    const auto& olds = old_list.list();
    const auto found = std::find(olds.begin(), olds.end(), new_list.list()[now]);
    if (found == olds.end()) continue;
    const std::string from = path + "[" + std::to_string(found - olds.begin()) + "].";
    const std::string to = path + "[" + std::to_string(now) + "].";
    for (const Answer& answer : before.answers) {
      if (!answer.path.starts_with(from)) continue;
      turn.change(SetAnswer{run,
                            {to + answer.path.substr(from.size()), answer.value, answer.source,
                             turn.frame(run)->revision + 1}});
    }
    for (const std::string& mark : before.done) {
      if (mark.starts_with(from)) {
        turn.change(MarkDone{run, to + mark.substr(from.size()), true});
      }
    }
  }
}

// Takes back what rests on the name, of the steps given in flow order. `place` is where the name
// was set: without items it counts for all of them.
void undo_dependents(Turn& turn, std::uint64_t run, const std::vector<StepIndex>& dependents,
                     const std::string& name, const Place& place) {
  const Flow& flow = *turn.flow_of(*turn.frame(run));
  std::set<std::string, std::less<>> names = {name};
  for (const StepIndex dependent : dependents) {
    const Step& other = flow.steps[dependent];
    if (dependent == place.step || is_inside_loop_over(flow, other, name)) continue;
    if (const auto* action = other.as<DoStep>()) {
      if (!reads_any(flow, other, action->with, names)) continue;
      unmark(turn, run, other.id);
      names.insert(action->save);
    } else if (const auto* call = other.as<CallStep>()) {
      // What it returns is taken again when it has run again: only then is it known to differ.
      if (reads_any(flow, other, call->give, names)) unmark(turn, run, other.id);
    } else if (const auto* ask = other.as<AskStep>()) {
      if (rests_on(flow, other, *ask, names)) {
        drop_answers_of(turn, run, flow, dependent, place.loops);
        names.insert(ask->name);
      } else {
        drop_skipped(turn, run, flow, dependent);
      }
    }
  }
}

// The customer's newest answer of a run, or of a flow that it called behind that answer.
std::optional<Target> newest_answer(const Turn& turn, std::uint64_t run) {
  const Frame& frame = *turn.frame(run);
  const Flow* flow = turn.flow_of(frame);
  if (flow == nullptr) return std::nullopt;
  std::optional<Target> newest;
  const auto answer =
      std::find_if(frame.answers.rbegin(), frame.answers.rend(), is_said_by_customer);
  if (answer != frame.answers.rend()) {
    if (auto place = place_of(*flow, answer->path)) newest = Target{run, std::move(*place)};
  }
  StepIndex behind = newest ? newest->place.step : 0;
  for (const Frame& call : turn.state().frames) {
    if (call.caller != run || call.status != FrameStatus::returned) continue;
    const auto dot = call.call_path.rfind("].");
    const StepIndex at =
        flow->find_step(dot == std::string::npos ? call.call_path : call.call_path.substr(dot + 2));
    if (at == kNoStep || (newest && at < behind)) continue;
    if (auto inner = newest_answer(turn, call.run)) {
      newest = std::move(inner);
      behind = at;
    }
  }
  return newest;
}

// C8: a flow that returned is called again, so that what it was corrected to reaches its caller.
void reopen_call(Turn& turn, std::uint64_t run) {
  const Frame* frame = turn.frame(run);
  while (frame != nullptr && frame->status == FrameStatus::returned) {
    const Frame* caller = turn.frame(frame->caller);
    if (caller == nullptr) return;
    turn.change(MarkDone{caller->run, frame->call_path, false});
    frame = turn.frame(caller->run);
  }
}

}  // namespace

void invalidate(Turn& turn, std::uint64_t run, const Place& place, const base::Value& old_value) {
  const Flow& flow = *turn.flow_of(*turn.frame(run));
  const Step& step = flow.steps[place.step];
  const AskStep& changed = *step.as<AskStep>();
  const std::string path = path_prefix(flow, place.loops) + changed.name;
  if (const Answer* answer = turn.frame(run)->find_answer(path)) {
    const base::Value new_value = answer->value;
    keep_items(turn, run, path, old_value, new_value);
  }
  undo_dependents(turn, run, step.dependents, changed.name, place);
  // What was confirmed is no longer what will be sent.
  for (const Step& other : flow.steps) {
    if (other.as<ReviewStep>() != nullptr) unmark(turn, run, other.id);
  }
}

void set_named(Turn& turn, std::uint64_t run, const std::string& prefix, const std::string& name,
               base::Value value) {
  const Frame& frame = *turn.frame(run);
  const Flow* flow = turn.flow_of(frame);
  const Answer* answer = frame.find_answer(prefix + name);
  const bool is_same = answer != nullptr && answer->value == value;
  if (is_same) return;
  const bool is_new = answer == nullptr;
  turn.change(
      SetAnswer{run, {prefix + name, std::move(value), Provenance::given, frame.revision + 1}});
  if (is_new || flow == nullptr) return;
  std::vector<StepIndex> all(flow->steps.size());
  for (StepIndex step = 0; step < all.size(); ++step) all[step] = step;
  undo_dependents(turn, run, all, name, {});
}

void drop_question(Turn& turn, std::uint64_t run, const Place& place) {
  const Flow& flow = *turn.flow_of(*turn.frame(run));
  std::vector<std::string> paths;
  for (const Answer& answer : turn.frame(run)->answers) {
    if (is_answer_of(flow, answer.path, place.step, place.loops)) paths.push_back(answer.path);
  }
  for (const std::string& path : paths) {
    turn.change(DropAnswer{run, path, false});
    drop_items(turn, run, path);
  }
  invalidate(turn, run, place, {});
}

void set_corrected(Turn& turn, std::uint64_t run, const Place& place, base::Value value,
                   Provenance source) {
  const Frame& frame = *turn.frame(run);
  const Flow& flow = *turn.flow_of(frame);
  const std::string path =
      path_prefix(flow, place.loops) + flow.steps[place.step].as<AskStep>()->name;
  const Answer* answer = frame.find_answer(path);
  const base::Value old_value = answer != nullptr ? answer->value : base::Value();
  if (answer != nullptr && old_value == value) return;  // C11
  turn.say("repair.changed", {{"question", question_label(turn, flow, frame, place)},
                              {"old", display(turn, flow, frame, place, old_value)},
                              {"new", display(turn, flow, frame, place, value)}});
  turn.change(SetAnswer{run, {path, std::move(value), source, frame.revision + 1}});
  invalidate(turn, run, place, old_value);
  reopen_call(turn, run);
}

void correct(Turn& turn, std::uint64_t run, const Place& place, base::Value value,
             Provenance source) {
  turn.change(SetPending{});
  set_corrected(turn, run, place, std::move(value), source);
  walk_task(turn, run);
}

void ask_anew(Turn& turn, std::uint64_t run, const Place& place) {
  const Frame& frame = *turn.frame(run);
  turn.say("repair.back", {{"question", question_label(turn, *turn.flow_of(frame), frame, place)}});
  drop_question(turn, run, place);
  reopen_call(turn, run);
}

void go_back(Turn& turn) {
  const auto& pending = turn.state().pending;
  if (pending && pending->is_correction) {
    // Leaving a correction: the old answer stands.
    const std::uint64_t run = pending->run;
    say_kept(turn, *pending);
    turn.change(SetPending{});
    return walk_again(turn, run);
  }
  // C8: called flow and caller are one scope; without an answer of its own a called flow is left.
  for (const std::uint64_t run : turn.top_chain()) {
    const auto newest = newest_answer(turn, run);
    const Frame& frame = *turn.frame(run);
    if (!newest && frame.kind == FrameKind::call) {
      if (turn.state().pending && turn.state().pending->run == run) turn.change(SetPending{});
      turn.change(EndFrame{run});
      continue;
    }
    if (!newest) break;
    const Frame& owner = *turn.frame(newest->run);
    const std::string path = path_prefix(*turn.flow_of(owner), newest->place.loops) +
                             turn.flow_of(owner)->steps[newest->place.step].as<AskStep>()->name;
    if (owner.find_answer(path)->revision <= owner.fence)
      return tell_fenced(turn, owner, Wanted::change);
    turn.change(SetPending{});
    ask_anew(turn, newest->run, newest->place);
    return walk_task(turn, run);
  }
  turn.say("repair.nothing_to_go_back");
  if (!turn.state().pending) {
    if (const Frame* top = turn.state().top()) walk_again(turn, top->run);
  }
}

void reopen(Turn& turn, std::uint64_t run, const Place& place) {
  const Frame& frame = *turn.frame(run);
  const Flow& flow = *turn.flow_of(frame);
  const std::string path =
      path_prefix(flow, place.loops) + flow.steps[place.step].as<AskStep>()->name;
  const Answer* answer = frame.find_answer(path);
  if (answer != nullptr && answer->revision <= frame.fence) {
    return tell_fenced(turn, frame, Wanted::change);
  }
  ask(turn, run, place, true);
}

}  // namespace dialogs
