#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/replay/compare.hpp"

namespace bot {
namespace {

constexpr std::size_t kConversationsPerLook = 256;

// The profile in a folder, in place of whichever one a turn was made under.
base::Result<FindProfile> profile_against(const std::string& folder, const std::string& data) {
  const auto loaded =
      load_profile({folder, data, base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    return base::Error{base::Code::invalid_argument, "bad_profile",
                       folder + " has faults:\n" + loaded.faults.to_string(), "against"};
  }
  const CompiledProfile compiled{loaded.profile->program, loaded.profile->policy};
  return FindProfile(
      [compiled](const std::string&) -> base::Result<CompiledProfile> { return compiled; });
}

// What is open behind the last turn that ran.
void print_state(const JournaledConversation& conversation, const FindProfile& find,
                 std::int64_t until) {
  Replay replay(conversation.row, find);
  for (const auto& row : conversation.turns) {
    if (row.turn > until) break;
    if (!replay.run(row)) return;
  }
  std::cout << "after turn " << until << ":\n";
  for (const auto& frame : replay.state().frames) {
    std::cout << "  " << frame.flow << "@" << frame.hash.substr(0, 12) << " "
              << dialogs::to_string(frame.status) << ", answered:";
    for (const auto& answer : frame.answers) std::cout << " " << answer.path;
    std::cout << "\n";
  }
  if (const auto& pending = replay.state().pending) {
    std::cout << "  asks " << pending->path << "\n";
  }
}

int replay_one(storage::Archive& archive, const ReplayCommandOptions& options,
               const FindProfile& find, const ReplayOptions& how) {
  const auto conversation = find_conversation(archive, options.conversation);
  if (!conversation) return complain(conversation.error());
  const auto check = check_replay(*conversation, find, how);
  std::cout << conversation->row.uuid << ": " << check.turns << " of " << conversation->turns.size()
            << " turns run again";
  if (check.is_identical()) {
    std::cout << ", identical\n";
    if (how.until != 0) print_state(*conversation, find, check.turns);
    return 0;
  }
  if (check.divergence) {
    std::cout << ", turn " << check.divergence->turn << " differs\n"
              << side_by_side(*check.divergence);
  } else {
    std::cout << "; then it cannot be replayed: " << check.not_replayed << "\n";
  }
  return 1;
}

int replay_all(storage::Archive& archive, const FindProfile& find, const ReplayOptions& how) {
  std::int64_t identical = 0;
  std::int64_t different = 0;
  std::int64_t not_replayed = 0;
  std::int64_t turns = 0;
  storage::ConversationId after = 0;
  while (true) {
    const auto rows = archive.conversations(after, kConversationsPerLook);
    if (rows.empty()) break;
    for (const auto& row : rows) {
      after = row.id;
      const auto check = check_replay({row, archive.journal(row.id)}, find, how);
      turns += check.turns;
      if (check.is_identical()) {
        ++identical;
      } else if (check.divergence) {
        ++different;
        std::cout << row.uuid << ": turn " << check.divergence->turn << " differs\n";
      } else {
        ++not_replayed;
        std::cout << row.uuid << ": " << check.not_replayed << "\n";
      }
    }
  }
  std::cout << identical + different + not_replayed << " conversations, " << turns
            << " turns run again: " << identical << " identical, " << different << " differ, "
            << not_replayed << " cannot be replayed\n";
  return different + not_replayed == 0 ? 0 : 1;
}

}  // namespace

int replay_command(const ReplayCommandOptions& options) {
  if (options.conversation.empty() != options.is_all) {
    std::cerr << "boomerang: name one conversation, or say --all\n";
    return 2;
  }
  try {
    storage::Archive archive(options.where.data);
    ReplayOptions how;
    how.until = options.until;
    FindProfile find = profiles_of(archive);
    if (!options.against.empty()) {
      auto against = profile_against(options.against, options.where.data);
      if (!against) return complain(against.error());
      find = std::move(*against);
      how.is_other_profile = true;
    }
    return options.is_all ? replay_all(archive, find, how)
                          : replay_one(archive, options, find, how);
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
