#include "dialogs/engine/refresh.hpp"

#include <algorithm>

#include "dialogs/engine/answer.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

bool is_kept(const Frame& frame, const Answer& answer) {
  return (answer.source == Provenance::message || answer.source == Provenance::button) &&
         answer.revision > frame.fence && !answer.value.is_nothing();
}

// The places of kept answers in flow order.
std::vector<Place> kept_places(const Flow& flow, const Frame& frame) {
  std::vector<Place> places;
  for (const Answer& answer : frame.answers) {
    if (!is_kept(frame, answer)) continue;
    if (auto place = place_of(flow, answer.path)) places.push_back(std::move(*place));
  }
  std::sort(places.begin(), places.end(),
            [](const Place& left, const Place& right) { return order_of(left) < order_of(right); });
  return places;
}

std::string path_of(const Flow& flow, const Place& place) {
  return path_prefix(flow, place.loops) + flow.steps[place.step].as<AskStep>()->name;
}

// What tells one item from another.
const base::Value& key_of(const Question& question, const base::Value& item) {
  const base::Value& key = question.item_key.empty() ? item : item.at(question.item_key);
  return key.is_nothing() ? item : key;
}

const base::Value* same_item(const Question& question, const base::Value::List& items,
                             const base::Value& chosen) {
  const auto found = std::find_if(items.begin(), items.end(), [&](const base::Value& item) {
    return key_of(question, item) == key_of(question, chosen);
  });
  return found == items.end() ? nullptr : &*found;
}

void say_gone(Turn& turn, const Frame& frame, const Flow& flow, const Place& place,
              const base::Value& old_value) {
  turn.say("repair.gone", {{"question", question_label(turn, flow, frame, place)},
                           {"old", display(turn, flow, frame, place, old_value)}});
}

void set_quietly(Turn& turn, const Frame& frame, const Answer& old, base::Value value) {
  turn.change(SetAnswer{frame.run, {old.path, std::move(value), old.source, frame.revision + 1}});
}

// An answer that was picked, against what can be picked now.
void compare(Turn& turn, std::uint64_t run, const Place& place, const base::Value::List& items) {
  const Frame& frame = *turn.frame(run);
  const Flow& flow = *turn.flow_of(frame);
  const Question& question = flow.steps[place.step].as<AskStep>()->question;
  const Answer answer = *frame.find_answer(path_of(flow, place));
  if (!answer.value.is_list()) {
    const base::Value* now = same_item(question, items, answer.value);
    if (now != nullptr) {
      if (!(*now == answer.value)) set_quietly(turn, frame, answer, *now);
      return;
    }
    say_gone(turn, frame, flow, place, answer.value);
    return drop_question(turn, run, place);
  }
  base::Value::List still;
  base::Value::List gone;
  for (const base::Value& chosen : answer.value.list()) {
    const base::Value* now = same_item(question, items, chosen);
    (now != nullptr ? still : gone).push_back(now != nullptr ? *now : chosen);
  }
  if (gone.empty()) {
    if (!(still == answer.value.list())) set_quietly(turn, frame, answer, std::move(still));
    return;
  }
  say_gone(turn, frame, flow, place, base::Value(gone));
  const bool is_enough = static_cast<std::int64_t>(still.size()) >= question.count.min;
  if (!is_enough || still.empty()) return drop_question(turn, run, place);
  // What is left keeps the answers of its items.
  const base::Value before = answer.value;
  base::Value::List left;
  for (const base::Value& chosen : answer.value.list()) {
    if (same_item(question, items, chosen) != nullptr) left.push_back(chosen);
  }
  set_quietly(turn, frame, answer, base::Value(std::move(left)));
  invalidate(turn, run, place, before);
}

// The checks of what stands, and picks from lists that are answers themselves.
void recheck(Turn& turn, std::uint64_t run) {
  const Flow* flow = turn.flow_of(*turn.frame(run));
  if (flow == nullptr) return;
  for (const Place& place : kept_places(*flow, *turn.frame(run))) {
    const Frame& frame = *turn.frame(run);
    const Answer* answer = frame.find_answer(path_of(*flow, place));
    if (answer == nullptr) continue;  // went with one that it depended on
    const Question& question = flow->steps[place.step].as<AskStep>()->question;
    if (question.from && question.from->list) {
      compare(turn, run, place, items_of(turn, *flow, frame, place, {}));
      continue;
    }
    const base::Value value = answer->value;
    const auto why = broken_check(turn, question_at(turn, frame, *flow, place), value);
    if (!why) continue;
    turn.reply(*why, flow->name + "." + flow->steps[place.step].id + ".check");
    drop_question(turn, run, place);
  }
}

// The next answer of a look-up behind `after` (nothing: from the start); false when none is left.
bool look_up_next(Turn& turn, std::uint64_t run, const std::optional<Place>& after) {
  const Frame& frame = *turn.frame(run);
  const Flow* flow = turn.flow_of(frame);
  if (flow == nullptr) return false;
  for (const Place& place : kept_places(*flow, frame)) {
    if (after && order_of(place) <= order_of(*after)) continue;
    const Question& question = flow->steps[place.step].as<AskStep>()->question;
    if (!question.from || question.from->lookup.empty()) continue;
    request_lookup(turn, run, place, LookupPurpose::refresh);
    return true;
  }
  return false;
}

// The task goes on at its earliest open question. A correction that was under way in the review
// comes back when nothing before it has to be asked.
void go_on(Turn& turn, std::uint64_t run) {
  const Frame& frame = *turn.frame(run);
  const Flow* flow = turn.flow_of(frame);
  const std::string kept = frame.kept && frame.kept->is_correction ? frame.kept->path : "";
  walk_task(turn, run);
  const auto& pending = turn.state().pending;
  const bool is_at_review =
      pending && pending->kind == Pending::Kind::review && pending->run == run;
  const auto place = is_at_review && flow && !kept.empty() ? place_of(*flow, kept) : std::nullopt;
  if (!place || turn.frame(run)->find_answer(kept) == nullptr) return;
  turn.drop_last_reply();
  reopen(turn, run, *place);
}

// Goes on with the frames of the chain from the one at `at` on, then with the task itself.
void refresh_from(Turn& turn, const std::vector<std::uint64_t>& chain, std::size_t at,
                  std::optional<Place> after) {
  for (; at < chain.size(); ++at) {
    if (look_up_next(turn, chain[at], after)) return;
    recheck(turn, chain[at]);
    after.reset();
  }
  go_on(turn, chain.back());
}

}  // namespace

void refresh(Turn& turn, std::uint64_t run) {
  const std::vector<std::uint64_t> chain = chain_of(turn, run);
  if (!chain.empty()) refresh_from(turn, chain, 0, std::nullopt);
}

void on_refreshed(Turn& turn, const Awaiting& awaiting, const LookupResult& result) {
  const Frame* frame = turn.frame(awaiting.run);
  if (frame == nullptr) return;
  const Flow* flow = turn.flow_of(*frame);
  const auto place = flow ? place_of(*flow, awaiting.path) : std::nullopt;
  if (place && !result.failed && frame->find_answer(awaiting.path) != nullptr) {
    const base::Value found = result.value.is_list() ? result.value : base::Value::List{};
    compare(turn, awaiting.run, *place, items_of(turn, *flow, *frame, *place, found));
  }
  const std::vector<std::uint64_t> chain = chain_of(turn, awaiting.run);
  const auto at = std::find(chain.begin(), chain.end(), awaiting.run);
  refresh_from(turn, chain, static_cast<std::size_t>(at - chain.begin()), place);
}

}  // namespace dialogs
