#include "tests/support/replay_check.hpp"

namespace tests {

const bot::FindProfile& profiles_in(storage::Archive& archive) {
  static storage::Archive* source = nullptr;
  static const bot::FindProfile kFind =
      bot::profiles_from([](const std::string& version) { return source->profile_files(version); });
  source = &archive;
  return kFind;
}

std::string replay_differences(const std::filesystem::path& data) {
  storage::Archive archive(data);
  const auto& find = profiles_in(archive);
  std::string differences;
  storage::ConversationId after = 0;
  for (auto rows = archive.conversations(after, 100); !rows.empty();
       rows = archive.conversations(after, 100)) {
    for (const auto& row : rows) {
      after = row.id;
      const auto check = bot::check_replay({row, archive.journal(row.id)}, find);
      if (check.is_identical()) continue;
      differences += row.uuid + ": " + check.not_replayed;
      if (check.divergence) {
        differences += "turn " + std::to_string(check.divergence->turn) + "\n" +
                       bot::side_by_side(*check.divergence);
      }
      differences += "\n";
    }
  }
  return differences;
}

}  // namespace tests
