#include "bot/replay/replay.hpp"

#include <algorithm>
#include <map>

#include "bot/protocol/server_frame.hpp"
#include "bot/turns/shop_clock.hpp"
#include "dialogs/change.hpp"
#include "dialogs/engine/scope.hpp"
#include "dialogs/versions.hpp"

namespace bot {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// The messages of the turn: those of others as they were stored, the engine's as it makes them now.
std::string output_of(const storage::JournalRow& row, const Recorded& recorded,
                      const std::vector<ReplayedStep>& steps) {
  std::vector<const dialogs::Reply*> replies;
  for (const auto& step : steps) {
    for (const auto& reply : step.result.replies) replies.push_back(&reply);
  }
  const auto stored = lines_of(row.output);
  const auto is_given = [&](std::int64_t place) {
    if (place == 0 && !row.client_id.empty()) return true;  // the customer's own message
    return std::find(recorded.given.begin(), recorded.given.end(), place) != recorded.given.end();
  };
  std::string output;
  std::size_t next_reply = 0;
  for (std::int64_t place = 0;; ++place) {
    std::string line;
    if (is_given(place) && static_cast<std::size_t>(place) < stored.size()) {
      line = stored[static_cast<std::size_t>(place)];
    } else if (next_reply < replies.size()) {
      MessageFrame frame = message_of(*replies[next_reply++]);
      frame.seq = row.first_seq + place;
      const std::string id = "m" + std::to_string(frame.seq);
      frame.id = id;
      frame.time = row.at;
      frame.reply_to = row.client_id;
      write_message(line, frame);
    } else {
      return output;
    }
    if (!output.empty()) output += '\n';
    output += line;
  }
}

}  // namespace

FindProfile profiles_from(
    std::function<std::vector<storage::ProfileFile>(const std::string& version)> files) {
  auto known = std::make_shared<std::map<std::string, CompiledProfile>>();
  return [known,
          files = std::move(files)](const std::string& version) -> base::Result<CompiledProfile> {
    if (const auto found = known->find(version); found != known->end()) return found->second;
    const auto stored = files(version);
    base::Faults faults;
    auto compiled = stored.empty() ? CompiledProfile{} : compile_profile(stored, faults);
    if (compiled.program == nullptr) {
      const std::string why = stored.empty() ? "is not in the store" : faults.to_string();
      return base::Error{base::Code::not_found, "no_profile",
                         "profile " + version.substr(0, 12) + " " + why, ""};
    }
    return (*known)[version] = std::move(compiled);
  };
}

const dialogs::Question* private_question(const dialogs::Program& program,
                                          const dialogs::State& before,
                                          const std::vector<dialogs::Change>& changes) {
  // Frames come and go within a turn; by their runs they stay apart.
  std::map<std::uint64_t, const dialogs::Flow*> flows;
  for (const auto& frame : before.frames) {
    flows[frame.run] = program.find_version(frame.flow, frame.hash);
  }
  const auto sensitive = [&](std::uint64_t run, std::string_view path) {
    const auto found = flows.find(run);
    const auto* flow = found == flows.end() ? nullptr : found->second;
    const auto place = flow ? dialogs::place_of(*flow, path) : std::nullopt;
    const auto* ask = place ? flow->steps[place->step].as<dialogs::AskStep>() : nullptr;
    return ask != nullptr && ask->question.sensitive ? &ask->question : nullptr;
  };
  if (before.pending) {
    if (const auto* open = sensitive(before.pending->run, before.pending->path)) return open;
  }
  for (const auto& change : changes) {
    if (const auto* push = std::get_if<dialogs::PushFrame>(&change)) {
      flows[push->run] = program.find_version(push->flow, push->hash);
    } else if (const auto* set = std::get_if<dialogs::SetAnswer>(&change)) {
      if (const auto* answered = sensitive(set->run, set->answer.path)) return answered;
    }
  }
  return nullptr;
}

Replay::Replay(const storage::ConversationRow& conversation, FindProfile find)
    : find_(std::move(find)) {
  state_.locale = conversation.locale;
}

base::Result<void> Replay::enter(const RecordedWorld& world) {
  const bool is_same = program_ != nullptr && world.profile == world_.profile;
  world_ = world;
  if (is_same) return {};
  auto profile = find_(world.profile);
  if (!profile) return profile.error();
  // Runs of this conversation may be pinned to versions of earlier profiles; the newest that has a
  // version is the one whose words it keeps.
  std::vector<std::string> pinned;
  for (const auto& frame : state_.frames) {
    if (profile->program->find_version(frame.flow, frame.hash) == nullptr) {
      pinned.push_back(frame.hash);
    }
  }
  program_ = profile->program;
  if (!pinned.empty()) {
    auto merged = std::make_shared<dialogs::Program>(*profile->program);
    for (auto older = seen_.rbegin(); older != seen_.rend(); ++older) {
      dialogs::keep_older(*merged, *older->program, pinned);
    }
    program_ = std::move(merged);
  }
  policy_ = profile->policy;
  seen_.push_back(std::move(*profile));
  formatters_ = std::make_unique<dialogs::Formatters>(program_->texts);
  return {};
}

const dialogs::Formatter& Replay::formatter() {
  return formatters_->get(world_.locale, world_.zone);
}

dialogs::StepResult Replay::step(const dialogs::Event& event, base::Instant now,
                                 const dialogs::Trial* trial) {
  const auto& written = formatter();
  const std::string today = written.local_date(now);
  const ShopClock shop(policy_->calendar());
  const dialogs::Context context{
      now, today, world_.locale, written, world_.customer, policy_->figures(), &shop, trial, true};
  auto result = dialogs::Engine(program_).step(state_, event, context);
  // The rest of the turn is in the language that was chosen in it.
  for (const auto& request : result.requests) {
    const auto* language = std::get_if<dialogs::LanguageRequest>(&request);
    if (language != nullptr) world_.locale = language->locale;
  }
  return result;
}

base::Result<ReplayedTurn> Replay::run(const storage::JournalRow& row,
                                       const dialogs::Trial* trial) {
  auto recorded = read_recording(row.recorded, row.input);
  if (!recorded) return recorded.error();
  if (recorded->world) {
    if (auto entered = enter(*recorded->world); !entered) return entered.error();
  }
  if (program_ == nullptr && !recorded->events.empty()) {
    return base::Error{base::Code::invalid_argument, "bad_recording",
                       "no turn so far says under which profile it was made", ""};
  }
  ReplayedTurn turn;
  for (const auto& event : recorded->events) {
    auto result = step(event, row.at, trial);
    turn.changes.insert(turn.changes.end(), result.changes.begin(), result.changes.end());
    turn.steps.push_back({event, std::move(result)});
  }
  turn.change = dialogs::to_json(turn.changes);
  turn.output = output_of(row, *recorded, turn.steps);
  return turn;
}

base::Result<void> Replay::follow(const storage::JournalRow& row) {
  if (const auto recorded = read_recording(row.recorded, row.input); recorded && recorded->world) {
    if (auto entered = enter(*recorded->world); !entered) program_ = nullptr;
  }
  return dialogs::fold(state_, row.change);
}

}  // namespace bot
