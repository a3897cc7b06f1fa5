#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "storage/commit_queue.hpp"

namespace storage {
namespace {

// After so long without a commit the store is told that it is idle.
constexpr std::chrono::milliseconds kIdleAfter{100};

struct Waiting {
  std::unique_ptr<Commit> commit;
  Done done;
  base::Stopwatch since_submit;
};

// A batch on its way back to the loop.
struct Answers {
  std::vector<Waiting> batch;
  std::vector<CommitResult> results;

  void operator()() {
    for (std::size_t i = 0; i < batch.size(); ++i) {
      batch[i].done(CommitOutcome{std::move(results[i]), std::move(batch[i].commit)});
    }
  }
};

void raise_to(std::atomic<std::int64_t>& largest, std::int64_t value) {
  auto seen = largest.load();
  while (value > seen && !largest.compare_exchange_weak(seen, value)) {
  }
}

base::Error refusal(std::string_view name, std::string detail) {
  return base::Error{base::Code::unavailable, name, std::move(detail), {}};
}

}  // namespace

class CommitThread::Impl {
 public:
  Impl(Store& store, Post post, OnFatal on_fatal, CommitThreadOptions options)
      : store_(store),
        post_(std::move(post)),
        on_fatal_(std::move(on_fatal)),
        options_(options),
        thread_([this] { run(); }) {}

  base::Result<void> submit(std::unique_ptr<Commit> commit, Done done) {
    bool must_wake = false;
    {
      const std::lock_guard lock(mutex_);
      if (is_stopping_) return refusal("stopping", "the server is going away");
      if (is_read_only_) return refusal("read_only", "the disk is full");
      if (queue_.size() >= options_.max_queued) {
        return refusal("busy", "too many turns wait for the disk");
      }
      queue_.push_back({std::move(commit), std::move(done), {}});
      // A thread that is writing looks at the queue by itself when it is done.
      must_wake = std::exchange(is_asleep_, false);
    }
    if (must_wake) wake_.notify_one();
    return {};
  }

  bool is_read_only() const { return is_read_only_; }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
      is_asleep_ = false;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
  }

  CommitStats stats() {
    const std::lock_guard lock(mutex_);
    return {batches_, commits_, slowest_batch_us_.exchange(0), slowest_wait_us_.exchange(0),
            queue_.size()};
  }

 private:
  enum class Wake { work, idle, stop };

  void run() {
    try {
      std::vector<Waiting> batch;
      for (;;) {
        const Wake wake = wait_for_work(batch);
        if (!batch.empty()) write(std::exchange(batch, {}));
        if (is_read_only_) {
          try_to_heal();
        } else {
          maintain(wake == Wake::idle);
        }
        if (wake == Wake::stop) break;
      }
      close();
    } catch (const StorageFailure& failure) {
      fail(failure);
    } catch (const std::exception& error) {
      // A bug, or no memory: what the batch did is unknown, so this is as bad as a failed fsync.
      fail(StorageFailure(FailureKind::fatal, error.what()));
    }
  }

  // Sleeps until there is work, then takes all of it. `stop` only when nothing is left to do.
  Wake wait_for_work(std::vector<Waiting>& batch) {
    std::unique_lock lock(mutex_);
    Wake wake = Wake::work;
    if (queue_.empty() && !is_stopping_) {
      is_asleep_ = true;
      const auto has_woken = [this] { return !queue_.empty() || is_stopping_; };
      const auto patience = is_read_only_ ? options_.probe_interval : kIdleAfter;
      if (is_read_only_ || !is_rested_) {
        if (!wake_.wait_for(lock, patience, has_woken)) wake = Wake::idle;
      } else {
        wake_.wait(lock, has_woken);
      }
      is_asleep_ = false;
    }
    if (queue_.empty() && is_stopping_) wake = Wake::stop;
    is_rested_ = wake == Wake::idle;
    std::swap(batch, queue_);
    return wake;
  }

  void write(std::vector<Waiting> batch) {
    const base::Stopwatch watch;
    Answers answers{std::move(batch), {}};
    answers.results = write_all(answers.batch);
    raise_to(slowest_batch_us_, watch.elapsed().count());
    // The first of the batch has waited longest.
    raise_to(slowest_wait_us_, answers.batch.front().since_submit.elapsed().count());
    ++batches_;
    commits_ += static_cast<std::int64_t>(answers.batch.size());
    post_(std::move(answers));
  }

  std::vector<CommitResult> write_all(const std::vector<Waiting>& batch) {
    std::string why = "the disk is full";
    if (!is_read_only_) {
      std::vector<const Commit*> commits;
      commits.reserve(batch.size());
      for (const auto& waiting : batch) commits.push_back(waiting.commit.get());
      try {
        return store_.write(commits);
      } catch (const StorageFailure& failure) {
        if (failure.kind() == FailureKind::fatal || failure.kind() == FailureKind::refused) throw;
        why = failure.what();
        base::log::error("store.write_failed",
                         {{"kind", to_string(failure.kind())}, {"commits", batch.size()}});
        if (failure.kind() == FailureKind::full) is_read_only_ = true;
      }
    }
    return std::vector<CommitResult>(batch.size(), CommitResult{CommitStatus::unavailable, 0, why});
  }

  void maintain(bool is_idle) {
    try {
      store_.maintain(is_idle);
    } catch (const StorageFailure& failure) {
      if (failure.kind() == FailureKind::fatal) throw;
    }
  }

  void try_to_heal() {
    if (since_probe_.elapsed() < options_.probe_interval) return;
    since_probe_ = base::Stopwatch();
    if (!store_.can_write()) return;
    is_read_only_ = false;
    base::log::warn("store.writable_again");
  }

  void close() {
    try {
      store_.close();
    } catch (const StorageFailure& failure) {
      if (failure.kind() == FailureKind::fatal) throw;
      base::log::warn("store.not_closed_cleanly", {{"kind", to_string(failure.kind())}});
    }
  }

  // Nothing that waits is answered; it stays where it is until this object goes.
  void fail(const StorageFailure& failure) {
    {
      const std::lock_guard lock(mutex_);
      is_stopping_ = true;
    }
    base::log::error("store.failed", {{"why", failure.what()}});
    on_fatal_(failure);
  }

  Store& store_;
  const Post post_;
  const OnFatal on_fatal_;
  const CommitThreadOptions options_;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<Waiting> queue_;
  bool is_asleep_ = false;
  bool is_stopping_ = false;
  std::atomic<bool> is_read_only_{false};

  // Commit thread only.
  bool is_rested_ = true;
  base::Stopwatch since_probe_;

  std::atomic<std::int64_t> batches_{0};
  std::atomic<std::int64_t> commits_{0};
  std::atomic<std::int64_t> slowest_batch_us_{0};
  std::atomic<std::int64_t> slowest_wait_us_{0};

  std::thread thread_;  // last: it uses all of the above
};

CommitThread::CommitThread(Store& store, Post post, OnFatal on_fatal, CommitThreadOptions options)
    : impl_(std::make_unique<Impl>(store, std::move(post), std::move(on_fatal), options)) {}

CommitThread::~CommitThread() {
  stop();
}

base::Result<void> CommitThread::submit(std::unique_ptr<Commit> commit, Done done) {
  check_shape(*commit);
  return impl_->submit(std::move(commit), std::move(done));
}

bool CommitThread::is_read_only() const {
  return impl_->is_read_only();
}
void CommitThread::stop() {
  impl_->stop();
}
CommitStats CommitThread::stats() {
  return impl_->stats();
}

}  // namespace storage
