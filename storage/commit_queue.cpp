#include "storage/commit_queue.hpp"

#include <algorithm>
#include <utility>

#include "base/check.hpp"

namespace storage {

InlineCommits::InlineCommits(Store& store, std::size_t max_queued)
    : store_(store), max_queued_(max_queued) {}

base::Result<void> InlineCommits::submit(std::unique_ptr<Commit> commit, Done done) {
  check_shape(*commit);
  if (is_read_only_) {
    return base::Error{base::Code::unavailable, "read_only", "the disk is full", {}};
  }
  if (waiting_.size() >= max_queued_) {
    return base::Error{base::Code::unavailable, "busy", "too many turns wait for the disk", {}};
  }
  waiting_.push_back({std::move(commit), std::move(done)});
  return {};
}

std::vector<InlineCommits::Waiting> InlineCommits::take(std::size_t count) {
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(count, pending()));
  std::vector<Waiting> batch(std::make_move_iterator(waiting_.begin()),
                             std::make_move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  return batch;
}

std::vector<CommitResult> InlineCommits::write(const std::vector<Waiting>& batch) {
  const CommitResult unavailable{CommitStatus::unavailable, 0, "the disk is full"};
  if (std::exchange(fails_next_, false)) is_read_only_ = true;
  if (is_read_only_) return std::vector<CommitResult>(batch.size(), unavailable);
  std::vector<const Commit*> commits;
  commits.reserve(batch.size());
  for (const auto& waiting : batch) commits.push_back(waiting.commit.get());
  return store_.write(commits);
}

std::size_t InlineCommits::commit(std::size_t count) {
  auto batch = take(count);
  if (batch.empty()) return 0;
  auto results = write(batch);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    batch[i].done(CommitOutcome{std::move(results[i]), std::move(batch[i].commit)});
  }
  store_.maintain(false);
  return batch.size();
}

void InlineCommits::drain() {
  constexpr int kMaxBatches = 100'000;
  for (int i = 0; i < kMaxBatches; ++i) {
    if (commit_all() == 0) return;
  }
  ENSURE(false, "commits that answer commits without end");
}

std::size_t InlineCommits::commit_and_lose_answers(std::size_t count) {
  const auto batch = take(count);
  if (!batch.empty()) write(batch);
  return batch.size();
}

void InlineCommits::crash() {
  waiting_.clear();
}

}  // namespace storage
