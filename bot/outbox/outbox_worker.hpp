// Carries out the outbox: rows that a turn committed with itself leave from here, at least once,
// under their stable id, until the receiver has taken them or so many tries have failed that a
// person must look (state `dead`). Every outcome is a row of a commit of its own. Receivers are
// lanes: one that hangs or fails delays only itself. Loop thread only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>

#include "base/random.hpp"
#include "bot/net/courier.hpp"
#include "bot/settings.hpp"
#include "storage/commit_queue.hpp"
#include "storage/store.hpp"

namespace bot {

// All outlive the worker.
struct OutboxParts {
  const Settings& settings;
  storage::Store& store;
  storage::CommitQueue& commits;
  const base::Clock& clock;
  base::Random& random;
  Courier& courier;
};

// Since the start, for metrics.
struct OutboxCounters {
  std::int64_t delivered = 0;
  std::int64_t failed = 0;  // tries
  std::int64_t dead = 0;
};

class OutboxWorker {
 public:
  explicit OutboxWorker(const OutboxParts& parts);

  // Sends what is due, as far as each lane has room. Call now and then; deliveries that end call it
  // by themselves.
  void run();
  // Removes rows that were delivered long ago. Call now and then.
  void sweep();
  // Nothing more leaves. What is under way goes on; its outcomes are still written.
  void stop() { is_stopped_ = true; }
  const OutboxCounters& counters() const { return counters_; }

  // Queues a row again that is dead or delivered; `done` runs once that is durable. Errors:
  // `not_found`, `conflict` (it is pending), and those of the store. `who` is for the audit trail.
  void resend(std::string_view id, std::string_view who,
              std::function<void(const base::Result<void>&)> done);

 private:
  struct Lane {
    std::unordered_set<std::string> under_way;  // ids of rows
    // The receiver answered nothing useful: one row at a time until it does again.
    bool is_troubled = false;
  };

  void run_lane(const std::string& name);
  void send(const std::string& lane, const storage::OutboxEntry& entry);
  void finish(const std::string& lane, const storage::OutboxEntry& entry, const Receipt& receipt);
  void commit(storage::OutboxAttempt attempt, std::string lane);
  storage::OutboxAttempt outcome_of(const storage::OutboxEntry& entry, const Receipt& receipt);
  // Nothing when the settings have no such receiver any more, or the row cannot be read.
  std::optional<Parcel> parcel_of(const storage::OutboxRow& row) const;
  base::Duration backoff(std::int64_t attempts);

  const OutboxParts parts_;
  OutboxCounters counters_;
  std::map<std::string, Lane, std::less<>> lanes_;
  bool is_stopped_ = false;
};

}  // namespace bot
