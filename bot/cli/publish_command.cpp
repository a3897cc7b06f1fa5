#include <iostream>
#include <map>

#include "base/json.hpp"
#include "bot/cli/back_office_key.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"
#include "bot/environment.hpp"
#include "bot/net/client.hpp"
#include "bot/profile.hpp"
#include "bot/publish/move_runs.hpp"
#include "dialogs/change.hpp"

namespace bot {
namespace {

constexpr std::size_t kConversationsPerLook = 256;
// The server reads the profile, and learns its phrases when they have changed.
constexpr base::Duration kPatience = std::chrono::minutes(3);

struct OpenRun {
  std::string conversation;
  RunVerdict verdict;
};

base::Result<dialogs::State> state_of(const JournaledConversation& conversation) {
  dialogs::State state;
  state.locale = conversation.row.locale;
  for (const auto& row : conversation.turns) {
    if (auto folded = dialogs::fold(state, row.change); !folded) return folded.error();
  }
  return state;
}

// Every open run that is pinned to another version than the new one, by "flow@hash".
std::map<std::string, std::vector<OpenRun>> open_runs(storage::Archive& archive,
                                                      const CompiledProfile& profile,
                                                      std::int64_t& current) {
  const auto find = profiles_of(archive);
  std::map<std::string, std::vector<OpenRun>> runs;
  storage::ConversationId after = 0;
  for (auto rows = archive.conversations(after, kConversationsPerLook); !rows.empty();
       rows = archive.conversations(after, kConversationsPerLook)) {
    for (const auto& row : rows) {
      after = row.id;
      if (row.is_closed) continue;
      const JournaledConversation conversation{row, archive.journal(row.id)};
      const auto state = state_of(conversation);
      if (!state) continue;
      const auto verdicts = judge_runs(conversation, *state, profile, find);
      current += static_cast<std::int64_t>(state->frames.size() - verdicts.size());
      for (const auto& verdict : verdicts) {
        runs[verdict.flow + "@" + verdict.hash.substr(0, 12)].push_back({row.uuid, verdict});
      }
    }
  }
  return runs;
}

void list_runs(storage::Archive& archive, const Profile& profile) {
  base::Faults faults;
  const CompiledProfile compiled{
      with_older(profile.program, archive.stored_flows(), profiles_of(archive), faults),
      profile.policy};
  std::cout << faults.to_string();
  std::int64_t current = 0;
  const auto runs = open_runs(archive, compiled, current);
  std::cout << current << " open runs are on these flows already\n";
  for (const auto& [version, open] : runs) {
    std::cout << version << ": " << open.size() << " open\n";
    for (const auto& run : open) {
      std::cout << "  " << run.conversation << " run " << run.verdict.run << " "
                << to_string(run.verdict.kind);
      if (!run.verdict.why.empty()) std::cout << " (" << run.verdict.why << ")";
      std::cout << "\n";
    }
  }
}

// Asks the running server. Exit code 0 when it published.
int ask_server(const PublishOptions& options, const Profile& profile) {
  HttpCall call;
  call.address = options.admin;
  call.method = "POST";
  call.target = "/publish";
  call.headers = {
      {"Authorization", "Bearer " + find_back_office_key(options.key, profile, std::nullopt)}};
  const auto answer = http_call(call, kPatience);
  if (!answer) {
    std::cerr << "boomerang: no server at " << options.admin << " (" << answer.error().detail
              << "); a server publishes its profile when it starts\n";
    return 1;
  }
  const auto body = base::parse_json(answer->body, {4U << 20U, 32, 100'000});
  if (!body || answer->status == 401 || answer->status == 503) {
    std::cerr << "boomerang: " << (body ? body->text_at("detail", answer->body) : answer->body)
              << "\n";
    return 1;
  }
  for (const auto& fault :
       body->at("faults").is_list() ? body->at("faults").list() : base::Value::List{}) {
    std::cout << (fault.is_text() ? fault.text() : "") << "\n";
  }
  if (answer->status != 200) {
    std::cerr << "boomerang: the server kept profile " << body->text_at("version").substr(0, 12)
              << "\n";
    return 1;
  }
  std::cout << "published as " << body->text_at("version").substr(0, 12) << "\n";
  if (body->text_at("version") != profile.version) {
    std::cout << "note: the server reads its profile from another folder, or the files changed "
                 "meanwhile\n";
  }
  if (body->at("needs_restart") == base::Value(true)) {
    std::cout << "note: boomerang.yaml changed too; it counts from the next start\n";
  }
  return 0;
}

}  // namespace

int publish_command(const PublishOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  std::cout << loaded.faults.to_string();
  if (!loaded.profile) {
    std::cerr << "boomerang: the profile has faults; nothing was published\n";
    return 1;
  }
  try {
    storage::Archive archive(options.where.data);
    list_runs(archive, *loaded.profile);
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
  if (options.is_dry_run) return 0;
  return ask_server(options, *loaded.profile);
}

}  // namespace bot
