// The newest journal row of each conversation that wrote lately. conversations.head in the database
// is brought up to date only now and then, in pieces, because writing it with every turn would
// touch one random page a turn; what it lags behind lives here, and is found again after a crash by
// scanning the journal's tail (docs/decisions/0001-journal.md).
//
// Written by the commit thread after each commit, read by the loop thread: any thread, one mutex,
// held for the time of a map look-up (or once a batch).
#pragma once

#include <mutex>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "storage/commit.hpp"

namespace storage {

struct Head {
  JournalRowId row = 0;  // 0 = no turn yet
  std::int64_t turn = 0;
  std::int64_t last_seq = 0;
};

using HeadMap = std::unordered_map<ConversationId, Head>;

class Heads {
 public:
  // Nothing when the database knows: its conversations.head is current.
  std::optional<Head> find(ConversationId id) const;
  // Takes over what a batch wrote; after its COMMIT, before its answers.
  void apply(const HeadMap& written);
  // Those that the database does not know yet, ordered by conversation.
  std::vector<ConversationId> unsaved() const;
  // The database knows every head up to this row: forgets those.
  void forget(JournalRowId up_to);

 private:
  mutable std::mutex mutex_;
  HeadMap heads_;
};

}  // namespace storage
