#include "bot/publish/move_runs.hpp"

#include <algorithm>
#include <map>

#include "base/json.hpp"
#include "bot/turns/shop_clock.hpp"
#include "dialogs/change.hpp"
#include "dialogs/engine/republish.hpp"
#include "dialogs/versions.hpp"

namespace bot {
namespace {

using Kind = RunVerdict::Kind;

// What the bot asks or says in messages of this step, for telling two ways apart: "order", "done".
std::string steps_of(std::string_view output) {
  std::string steps;
  while (!output.empty()) {
    const auto end = output.find('\n');
    const auto frame = base::parse_json(output.substr(0, end), {1U << 20U, 32, 10'000});
    output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    if (!frame || frame->text_at("step").empty()) continue;
    if (!steps.empty()) steps += ", ";
    steps += frame->text_at("step");
  }
  return steps.empty() ? "nothing" : steps;
}

std::string difference(const storage::JournalRow& row, const ReplayedTurn& replayed) {
  const std::string then = steps_of(row.output);
  const std::string now = steps_of(replayed.output);
  if (then == now) return "answers or effects would differ";
  return "said " + then + ", would say " + now;
}

// Whether the run exists after this turn as it was stored.
bool is_born(const dialogs::State& before, const storage::JournalRow& row, std::uint64_t run) {
  if (before.next_run > run) return true;
  dialogs::State after = before;
  return dialogs::fold(after, row.change).has_value() && after.next_run > run;
}

// Replays the run under the new version from its first turn on.
void try_run(const JournaledConversation& conversation, const dialogs::Flow& from,
             const dialogs::Flow& to, const FindProfile& find, RunVerdict& verdict) {
  const dialogs::Trial trial{verdict.run, &to};
  Replay replay(conversation.row, find);
  for (const auto& row : conversation.turns) {
    if (!is_born(replay.state(), row, verdict.run)) {
      if (auto followed = replay.follow(row); !followed) {
        verdict.why = "turn " + std::to_string(row.turn) + ": " + followed.error().detail;
        return;
      }
      continue;
    }
    auto replayed = replay.run(row, &trial);
    if (!replayed) {
      verdict.why = "turn " + std::to_string(row.turn) + ": " + replayed.error().detail;
      return;
    }
    const auto as_before = dialogs::renumbered(replayed->changes, verdict.run, to, from);
    if (dialogs::to_json(as_before) != row.change) {
      verdict.kind = Kind::diverges;
      verdict.turn = row.turn;
      verdict.why = "at turn " + std::to_string(row.turn) + ": " + difference(row, *replayed);
      return;
    }
  }
  verdict.kind = Kind::same;
}

// Moves a copy, and looks whether anything would be done again or end by it.
void try_migration(const dialogs::State& state, const CompiledProfile& profile,
                   const RecordedWorld& world, base::Instant now, RunVerdict& verdict) {
  dialogs::State moved = state;
  const dialogs::Formatter formatter(world.locale, world.zone,
                                     profile.program->texts.formats(world.locale));
  const std::string today = formatter.local_date(now);
  const ShopClock shop(profile.policy->calendar());
  const dialogs::Context context{
      now, today, world.locale, formatter, world.customer, profile.policy->figures(), &shop};
  const auto result =
      dialogs::Engine(profile.program).step(moved, dialogs::Republished{{verdict.run}}, context);
  verdict.kind = Kind::diverges;
  for (const auto& request : result.requests) {
    if (const auto* action = std::get_if<dialogs::ActionRequest>(&request)) {
      verdict.why = "`migrate:` does not cover it: " + action->name + " would be done again";
      return;
    }
    if (std::holds_alternative<dialogs::Finished>(request) ||
        std::holds_alternative<dialogs::HandoverRequest>(request)) {
      verdict.why = "`migrate:` does not cover it: the task would end by it";
      return;
    }
  }
  verdict.kind = Kind::migrates;
}

RecordedWorld newest_world(const JournaledConversation& conversation) {
  for (auto row = conversation.turns.rbegin(); row != conversation.turns.rend(); ++row) {
    auto recorded = read_recording(row->recorded, row->input);
    if (recorded && recorded->world) return std::move(*recorded->world);
  }
  return {"", conversation.row.locale, "UTC", {}};
}

}  // namespace

std::string_view to_string(RunVerdict::Kind kind) {
  switch (kind) {
    case Kind::same:
      return "moves: identical so far";
    case Kind::migrates:
      return "moves: migrate covers it";
    case Kind::diverges:
      return "stays: diverges";
    case Kind::busy:
      return "stays for now";
    case Kind::unknown:
      return "stays: cannot be replayed";
  }
  return "stays";
}

bool has_older_runs(const dialogs::State& state, const dialogs::Program& program) {
  return std::any_of(state.frames.begin(), state.frames.end(), [&](const dialogs::Frame& frame) {
    const auto index = program.find_flow(frame.flow);
    return index == dialogs::kNoFlow || program.flows[index].hash != frame.hash;
  });
}

std::vector<RunVerdict> judge_runs(const JournaledConversation& conversation,
                                   const dialogs::State& state, const CompiledProfile& profile,
                                   const FindProfile& find) {
  std::vector<RunVerdict> verdicts;
  const dialogs::Program& program = *profile.program;
  for (const auto& frame : state.frames) {
    const auto index = program.find_flow(frame.flow);
    if (index != dialogs::kNoFlow && program.flows[index].hash == frame.hash) continue;
    RunVerdict& verdict = verdicts.emplace_back();
    verdict.run = frame.run;
    verdict.flow = frame.flow;
    verdict.hash = frame.hash;
    const dialogs::Flow* from = program.find_version(frame.flow, frame.hash);
    if (index == dialogs::kNoFlow) {
      verdict.kind = Kind::diverges;
      verdict.why = "the profile has no flow '" + frame.flow + "' any more";
      continue;
    }
    if (from == nullptr) {
      verdict.why = "its version is not stored: it goes on with the current one from its start";
      continue;
    }
    const auto* migration = dialogs::migration_for(program.flows[index], frame.hash);
    if (const auto busy = dialogs::busy_reason(state, frame.run, migration); !busy.empty()) {
      verdict.kind = Kind::busy;
      verdict.why = busy;
    } else if (migration != nullptr) {
      const auto now = conversation.turns.empty() ? base::Instant{} : conversation.turns.back().at;
      try_migration(state, profile, newest_world(conversation), now, verdict);
    } else {
      try_run(conversation, *from, program.flows[index], find, verdict);
    }
  }
  return verdicts;
}

std::shared_ptr<const dialogs::Program> with_older(std::shared_ptr<const dialogs::Program> program,
                                                   const std::vector<storage::StoredFlow>& stored,
                                                   const FindProfile& find, base::Faults& faults) {
  std::map<std::string, std::vector<std::string>> wanted;  // hashes by profile
  for (const auto& flow : stored) {
    if (program->find_version(flow.name, flow.hash) != nullptr) continue;
    wanted[flow.profile].push_back(flow.hash);
  }
  if (wanted.empty()) return program;
  auto merged = std::make_shared<dialogs::Program>(*program);
  for (const auto& [version, hashes] : wanted) {
    const auto old = find(version);
    if (!old) {
      faults.warn({"stored profile " + version.substr(0, 12), 0, 0}, old.error().detail,
                  "runs pinned to it go on with the current flows");
      continue;
    }
    dialogs::keep_older(*merged, *old->program, hashes);
  }
  return merged;
}

}  // namespace bot
