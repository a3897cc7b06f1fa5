#include "bot/publish/publisher.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/log.hpp"

namespace bot {
namespace {

constexpr std::size_t kConversationsPerLook = 256;

bool is_stored(storage::Store& store, const Profile& profile) {
  const auto flows = store.stored_flows();
  return !store.profile_files(profile.version).empty() &&
         std::all_of(profile.program->flows.begin(), profile.program->flows.end(),
                     [&](const dialogs::Flow& flow) {
                       return std::any_of(flows.begin(), flows.end(), [&](const auto& stored) {
                         return stored.hash == flow.hash && stored.profile == profile.version;
                       });
                     });
}

}  // namespace

std::string to_json(const PublishReport& report) {
  std::string out;
  base::JsonWriter json(out);
  json.open_object().key("published").boolean(report.is_published);
  json.key("version").text(report.version);
  json.key("flows").integer(static_cast<std::int64_t>(report.flows));
  json.key("older").integer(static_cast<std::int64_t>(report.older));
  json.key("needs_restart").boolean(report.needs_restart);
  json.key("faults").open_list();
  for (const auto& fault : report.faults.all()) json.text(base::to_string(fault));
  json.close_list().close_object();
  return out;
}

Publisher::Publisher(PublisherParts parts)
    : parts_(std::move(parts)), find_(profiles_from([this](const std::string& version) {
        return parts_.world.store.profile_files(version);
      })) {}

void Publisher::start() {
  store_profile();
  base::Faults faults;
  load_older(faults);
  for (const auto& fault : faults.all()) {
    base::log::warn("publish.older_flow_lost", {{"what", std::string_view(fault.message)}});
  }
  begin_moving();
}

// Before any turn that names this profile: commits keep their order.
void Publisher::store_profile() {
  const Profile& profile = parts_.profile;
  if (is_stored(parts_.world.store, profile)) return;
  auto commit = std::make_unique<storage::Commit>();
  commit->published =
      published(profile.version, parts_.world.clock.now(), profile.files, *profile.program);
  commit->audit.push_back({parts_.world.clock.now(), "server", "profile.published", profile.version,
                           base::to_json(base::Record{})});
  const auto done = [version = profile.version](const storage::CommitOutcome& outcome) {
    if (outcome.is_ok()) return;
    base::log::error("publish.not_stored", {{"version", version}, {"what", outcome.result.detail}});
  };
  if (auto accepted = parts_.world.commits.submit(std::move(commit), done); !accepted) {
    base::log::error("publish.not_stored", {{"what", accepted.error().detail}});
  }
}

void Publisher::load_older(base::Faults& faults) {
  parts_.profile.program =
      with_older(parts_.profile.program, parts_.world.store.stored_flows(), find_, faults);
  parts_.processor.adopt_profile();
  parts_.desk.adopt_profile();
}

void Publisher::publish(std::function<void(const base::Result<PublishReport>&)> reply) {
  if (is_publishing_) {
    return reply(base::Error{base::Code::unavailable, "busy", "another publish is under way", ""});
  }
  is_publishing_ = true;
  auto loaded = std::make_shared<LoadedProfile>();
  const auto accepted = parts_.run_job(
      [this, loaded] { *loaded = parts_.reload(); },
      [this, loaded, reply] {
        is_publishing_ = false;
        PublishReport report;
        report.faults = loaded->faults;
        if (loaded->profile) {
          report.needs_restart = loaded->profile->settings_text != parts_.profile.settings_text;
          swap(std::move(*loaded->profile));
          load_older(report.faults);
          report.is_published = true;
        }
        report.version = parts_.profile.version;
        report.flows = parts_.profile.program->flows.size();
        report.older = parts_.profile.program->older.size();
        base::log::info("publish.done", {{"published", report.is_published},
                                         {"version", report.version},
                                         {"older", static_cast<std::int64_t>(report.older)}});
        reply(report);
        if (report.is_published) begin_moving();
      });
  if (!accepted) {
    is_publishing_ = false;
    reply(accepted.error());
  }
}

// What a publish replaces. Settings and the demo's shop are read at a start only.
void Publisher::swap(Profile fresh) {
  Profile& profile = parts_.profile;
  profile.version = std::move(fresh.version);
  profile.files = std::move(fresh.files);
  profile.program = std::move(fresh.program);
  profile.policy = std::move(fresh.policy);
  profile.machines = std::move(fresh.machines);
  profile.knowledge = std::move(fresh.knowledge);
  profile.finder = std::move(fresh.finder);
  profile.reader = std::move(fresh.reader);
  store_profile();
}

// ----------------------------------------------------------------------------- moving open runs

void Publisher::begin_moving() {
  ++pass_;
  waiting_.clear();
  pinned_.clear();
  after_ = 0;
  is_walked_ = false;
  if (parts_.profile.program->older.empty()) return;
  parts_.world.loop.post([this, pass = pass_] { move_next(pass); });
}

// One conversation a task, so that nobody waits for this.
void Publisher::move_next(std::uint64_t pass) {
  if (pass != pass_) return;  // a newer publish begins again
  if (waiting_.empty()) {
    for (const auto id : parts_.world.store.open_conversations(after_, kConversationsPerLook)) {
      waiting_.push_back(id);
      after_ = id;
    }
  }
  if (waiting_.empty()) {
    is_walked_ = true;
    if (moving_ == 0) finish_moving();
    return;
  }
  const auto id = waiting_.front();
  waiting_.pop_front();
  move_runs_of(id);
  parts_.world.loop.post([this, pass] { move_next(pass); });
}

void Publisher::move_runs_of(storage::ConversationId id) {
  const bool was_held = parts_.conversations.holds(id);
  const auto found = parts_.conversations.find(id);
  if (!found) return;
  Conversation& conversation = **found;
  const auto& program = *parts_.profile.program;
  std::vector<RunVerdict> verdicts;
  if (has_older_runs(conversation.state, program)) {
    // Only what is durable can be replayed: a conversation that is busy keeps its versions.
    const auto row = parts_.world.store.conversation(id);
    if (conversation.commits_in_flight == 0 && row) {
      verdicts = judge_runs({*row, parts_.world.store.journal(id)}, conversation.state,
                            {parts_.profile.program, parts_.profile.policy}, find_);
    } else {
      for (const auto& frame : conversation.state.frames) pinned_.insert(frame.hash);
    }
  }
  dialogs::Republished moves;
  std::set<std::string> left;
  for (const auto& verdict : verdicts) {
    if (verdict.moves()) {
      moves.runs.push_back(verdict.run);
      left.insert(verdict.hash);
    } else {
      pinned_.insert(verdict.hash);
    }
  }
  if (!moves.runs.empty()) {
    ++moving_;
    const auto count = static_cast<std::int64_t>(moves.runs.size());
    const auto run = parts_.processor.run_event(
        conversation, base::to_json(base::Record{{"published", parts_.profile.version}}), moves,
        [&](Turn& turn) {
          turn.after = [this, count, left](const base::Result<void>& stored) {
            --moving_;
            if (stored) moved_ += count;
            if (!stored) pinned_.insert(left.begin(), left.end());
            if (is_walked_ && moving_ == 0) finish_moving();
          };
        });
    // A broken turn has called `after` already.
    if (!run && run.error().name != "internal") {
      --moving_;
      pinned_.insert(left.begin(), left.end());
    }
  } else if (!was_held && conversation.listeners.empty() && conversation.commits_in_flight == 0) {
    parts_.conversations.discard(conversation);
  }
}

// Versions that no run is pinned to any more are dropped; their profiles stay, for replays.
void Publisher::finish_moving() {
  auto commit = std::make_unique<storage::Commit>();
  const auto& flows = parts_.profile.program->flows;
  for (const auto& stored : parts_.world.store.stored_flows()) {
    const bool is_current = std::any_of(flows.begin(), flows.end(),
                                        [&](const auto& flow) { return flow.hash == stored.hash; });
    if (!is_current && !pinned_.contains(stored.hash)) commit->dropped_flows.push_back(stored.hash);
  }
  base::log::info("publish.runs_moved",
                  {{"moved", moved_}, {"kept", static_cast<std::int64_t>(pinned_.size())}});
  if (commit->dropped_flows.empty()) return;
  const auto accepted =
      parts_.world.commits.submit(std::move(commit), [](const storage::CommitOutcome&) {});
  if (!accepted) base::log::info("publish.kept", {{"what", accepted.error().detail}});
}

}  // namespace bot
