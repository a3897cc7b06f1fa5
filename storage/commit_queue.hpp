// How turns become durable: the loop submits a Commit and goes on; once the Commit is on disk (or
// is known not to be), its `done` runs on the loop. In order of submission, always.
//
// CommitThread is the one of production: group commit without a timer. While one fsync runs, new
// commits queue up; then all of them are written in one transaction with one fsync, and one post to
// the loop brings all their answers. InlineCommits is the one of tests and the simulation: it
// commits when it is told to.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "base/error.hpp"
#include "storage/callback.hpp"
#include "storage/commit.hpp"
#include "storage/store.hpp"

namespace storage {

// What `done` gets: the result, and the commit itself again, so that its texts need no copy.
struct CommitOutcome {
  CommitResult result;
  std::unique_ptr<Commit> commit;
  bool is_ok() const { return result.status == CommitStatus::ok; }
};

using Done = Callback<CommitOutcome>;

class CommitQueue {
 public:
  virtual ~CommitQueue() = default;
  // Loop thread only. Takes the commit; `done` runs later on the loop, never inside submit, exactly
  // once, unless the process dies first. Errors (then `done` never runs and the commit is gone):
  // `busy` (the bound is reached), `read_only` (disk full), `stopping`; all Code::unavailable.
  // Throws InvariantError for a commit that contradicts itself (check_shape).
  virtual base::Result<void> submit(std::unique_ptr<Commit> commit, Done done) = 0;
  // Whether submit would refuse for a full disk. Any thread.
  virtual bool is_read_only() const = 0;
};

struct CommitThreadOptions {
  std::size_t max_queued = 4096;
  // While read-only: how often to look whether space is free again.
  std::chrono::milliseconds probe_interval{1000};
};

// Since start; `slowest_batch_us` since the last call of stats().
struct CommitStats {
  std::int64_t batches = 0;
  std::int64_t commits = 0;
  std::int64_t slowest_batch_us = 0;  // the write of one batch with its fsync
  std::int64_t slowest_wait_us = 0;   // from submit to durable, of the slowest commit
  std::size_t queued = 0;
};

class CommitThread final : public CommitQueue {
 public:
  // Brings a task to the loop; called on the commit thread, once a batch. Must not throw.
  using Post = std::function<void(Callback<>)>;
  // Called once, on the commit thread, when what is on disk can no longer be known. It must end the
  // process: no commit is answered after it.
  using OnFatal = std::function<void(const StorageFailure&)>;

  // Starts the thread. The store outlives this object.
  CommitThread(Store& store, Post post, OnFatal on_fatal, CommitThreadOptions options = {});
  // As stop().
  ~CommitThread() override;

  base::Result<void> submit(std::unique_ptr<Commit> commit, Done done) override;
  bool is_read_only() const override;
  // Refuses new commits, writes and posts all that are queued, closes the store, ends the thread.
  void stop();
  // Any thread.
  CommitStats stats();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Everything on the caller's thread. Answers run inside commit_...().
class InlineCommits final : public CommitQueue {
 public:
  explicit InlineCommits(Store& store, std::size_t max_queued = 4096);

  base::Result<void> submit(std::unique_ptr<Commit> commit, Done done) override;
  bool is_read_only() const override { return is_read_only_; }

  std::size_t pending() const { return waiting_.size(); }
  // Writes the oldest `count` commits (at most all) as one batch, then runs their answers; commits
  // that these submit wait for the next call. Returns how many were written.
  std::size_t commit(std::size_t count);
  std::size_t commit_all() { return commit(waiting_.size()); }
  // Until nothing waits; bounded by 100,000 batches.
  void drain();

  // Writes like commit(), but the answers never come: the process died after the fsync.
  std::size_t commit_and_lose_answers(std::size_t count);
  // Drops everything that waits: the process died before the fsync.
  void crash();
  // The next batch fails as if the disk were full; then read-only until heal().
  void fail_next_full() { fails_next_ = true; }
  void heal() { is_read_only_ = false; }

 private:
  struct Waiting {
    std::unique_ptr<Commit> commit;
    Done done;
  };
  std::vector<CommitResult> write(const std::vector<Waiting>& batch);
  std::vector<Waiting> take(std::size_t count);

  Store& store_;
  std::size_t max_queued_;
  std::vector<Waiting> waiting_;
  bool is_read_only_ = false;
  bool fails_next_ = false;
};

}  // namespace storage
