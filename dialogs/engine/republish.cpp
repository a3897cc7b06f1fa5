#include "dialogs/engine/republish.hpp"

#include <algorithm>

#include "dialogs/engine/walk.hpp"
#include "dialogs/versions.hpp"

namespace dialogs {
namespace {

bool is_one_of(const std::vector<std::string>& names, std::string_view path) {
  const auto dot = path.rfind('.');
  const std::string_view name = dot == std::string_view::npos ? path : path.substr(dot + 1);
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Steps said last keep their words in the new version, where it has them.
void move_said(Turn& turn, std::uint64_t run, const Flow& from, const Flow& to,
               const Migration* migration) {
  std::vector<Said> said;
  for (const Said& one : turn.state().said) {
    Position place{one.step, one.loops};
    if (one.run == run && !find_place(place, from, to, migration)) continue;
    said.push_back({one.run, place.step, place.loops});
  }
  if (said != turn.state().said) turn.change(SetSaid{std::move(said)});
}

void migrate_answers(Turn& turn, std::uint64_t run, const Flow& to, const Migration& migration) {
  const std::vector<Answer> answers = turn.frame(run)->answers;
  for (const Answer& answer : answers) {
    const std::string path = renamed_path(migration, answer.path);
    const bool is_gone = is_one_of(migration.drop, answer.path) || is_one_of(migration.reask, path);
    if (path == answer.path && !is_gone) continue;
    turn.change(DropAnswer{run, answer.path, false});
    if (is_gone) continue;
    Answer renamed = answer;
    renamed.path = path;
    turn.change(SetAnswer{run, std::move(renamed)});
  }
  const std::vector<std::string> done = turn.frame(run)->done;
  for (const std::string& path : done) {
    const std::string renamed = renamed_path(migration, path);
    // A review shows answers: when some are asked again it is to be confirmed again.
    const StepIndex step = to.find_step(renamed);
    const bool is_review = step != kNoStep && to.steps[step].as<ReviewStep>() != nullptr;
    const bool is_kept = migration.reask.empty() || !is_review;
    if (renamed == path && is_kept) continue;
    turn.change(MarkDone{run, path, false});
    if (is_kept) turn.change(MarkDone{run, renamed, true});
  }
}

// The question that was open stays open, with its buttons, when the flow still stops there.
void keep_question(Turn& turn, Pending was, const Migration& migration) {
  was.path = renamed_path(migration, was.path);
  const auto& now = turn.state().pending;
  if (!now || now->run != was.run || now->path != was.path || now->kind != was.kind) return;
  turn.change(SetPending{std::move(was)});
  turn.drop_last_reply();
  turn.has_prompted = !turn.has_replied();  // asked already; again only behind something said
}

void migrate(Turn& turn, std::uint64_t run, const Flow& from, const Flow& to,
             const Migration& migration) {
  const Frame& frame = *turn.frame(run);
  const auto was = turn.state().pending;
  const bool is_asking = was && was->run == run;
  Position place = frame.position;
  const bool has_place = find_place(place, from, to, &migration);
  if (!has_place && !is_asking) place = {};
  move_said(turn, run, from, to, &migration);
  migrate_answers(turn, run, to, migration);
  turn.change(SetFlow{run, to.hash, is_asking ? Position{} : place});
  if (!is_asking) return;  // walked from its start when it is taken up again
  turn.change(SetPending{});
  walk_again(turn, run);
  keep_question(turn, *was, migration);
}

}  // namespace

const Migration* migration_for(const Flow& flow, std::string_view hash) {
  const auto found = std::find_if(flow.migrations.begin(), flow.migrations.end(),
                                  [&](const Migration& one) { return hash.starts_with(one.from); });
  return found == flow.migrations.end() ? nullptr : &*found;
}

std::string_view busy_reason(const State& state, std::uint64_t run, const Migration* migration) {
  if (state.awaiting && state.awaiting->run == run) return "a result is awaited";
  if (migration != nullptr && state.is_mute()) return "a person has the conversation";
  return {};
}

void on_republished(Turn& turn, const Republished& event) {
  for (const std::uint64_t run : event.runs) {
    const Frame* frame = turn.frame(run);
    if (frame == nullptr) continue;
    const FlowIndex index = turn.program.find_flow(frame->flow);
    const Flow* from = turn.program.find_version(frame->flow, frame->hash);
    if (index == kNoFlow || from == nullptr) continue;
    const Flow& to = turn.program.flows[index];
    if (to.hash == frame->hash) continue;
    const Migration* migration = migration_for(to, frame->hash);
    if (!busy_reason(turn.state(), run, migration).empty()) continue;
    if (migration != nullptr) {
      migrate(turn, run, *from, to, *migration);
      continue;
    }
    Position place = frame->position;
    if (!find_place(place, *from, to)) continue;
    move_said(turn, run, *from, to, nullptr);
    turn.change(SetFlow{run, to.hash, std::move(place)});
  }
}

}  // namespace dialogs
