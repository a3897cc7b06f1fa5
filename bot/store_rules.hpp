// The invariants of a data folder that only the bot can check, because they need the case machines
// and the dialog engine: legal transitions, the domain rules D1 and D4, messages numbered without a
// gap, and snapshots that equal the fold of the changes before them. One thread.
#pragma once

#include <unordered_map>

#include "bot/profile.hpp"
#include "dialogs/state.hpp"
#include "storage/verify.hpp"

namespace bot {

class StoreRules {
 public:
  explicit StoreRules(const Profile& profile) : profile_(profile) {}
  // Sets the visitors. This object must outlive the call of verify().
  void add_to(storage::VerifyOptions& options);

 private:
  struct Folded {
    dialogs::State state;
    std::unordered_map<std::string, std::int64_t> client_ids;  // to the turn
    // A snapshot may stand at any turn; of the states only a hash is kept.
    std::unordered_map<std::int64_t, std::uint64_t> hash_after;
  };

  void check_case(const storage::CaseRow& row, const std::vector<storage::CaseEventRow>& events,
                  storage::VerifyReport& report) const;
  void check_turn(const storage::JournalRow& row, storage::VerifyReport& report);
  void check_snapshot(const storage::Snapshot& snapshot, storage::VerifyReport& report) const;

  const Profile& profile_;
  std::unordered_map<storage::ConversationId, Folded> conversations_;
};

}  // namespace bot
