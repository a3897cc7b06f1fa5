#include "dialogs/engine/ask.hpp"

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

void ask(Turn& turn, std::uint64_t run, const Place& place, bool is_correction) {
  const Flow& flow = *turn.flow_of(*turn.frame(run));
  const Question& question = flow.steps[place.step].as<AskStep>()->question;
  if (question.from && !question.from->lookup.empty()) {
    request_lookup(turn, run, place,
                   is_correction ? LookupPurpose::correction : LookupPurpose::ask);
  } else {
    ask_with(turn, run, place, is_correction, {});
  }
}

void ask_with(Turn& turn, std::uint64_t run, const Place& place, bool is_correction,
              const base::Value& found) {
  const Frame& frame = *turn.frame(run);
  const Flow& flow = *turn.flow_of(frame);
  const AskStep& step = *flow.steps[place.step].as<AskStep>();
  const Question& question = step.question;
  Pending pending;
  pending.run = run;
  pending.path = path_prefix(flow, place.loops) + step.name;
  pending.is_correction = is_correction;
  if (question.from) {
    base::Value::List items = items_of(turn, flow, frame, place, found);
    if (items.empty() && is_correction) {
      turn.change(SetPending{});
      return walk_again(turn, run);
    }
    if (items.empty() && question.when_empty != kNoStep) {
      turn.change(MoveTo{run, {question.when_empty, place.loops}});
      return walk(turn, run);
    }
    if (!found.is_nothing()) pending.options = std::move(items);
  }
  pending.issue = turn.issue(Issue::Kind::question, run, pending.path);
  if (frame.kept) {
    // R1: the files gathered before the task was left are not asked for again.
    if (frame.kept->path == pending.path && question.type == QuestionType::files) {
      pending.chosen = frame.kept->chosen;
    }
    turn.change(KeepPending{run, {}});
  }
  turn.change(SetPending{std::move(pending)});
  if (!read_held(turn)) prompt_pending(turn, Wording::first);
}

}  // namespace dialogs
