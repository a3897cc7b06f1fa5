#include "storage/commit_queue.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>

#include "commits.hpp"
#include "storage/sqlite_store.hpp"
#include "stubborn_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace storage;  // NOLINT: a test file
using test::StubbornStore;

namespace {

SqliteOptions fast() {
  SqliteOptions options;
  options.durability = Durability::none;
  options.checkpoint_pages = 20;
  return options;
}

std::unique_ptr<Commit> turn(ConversationId id, std::int64_t number) {
  return std::make_unique<Commit>(test::turn_commit(id, number));
}

// Stands for the loop: takes what is posted and runs it on the test's thread.
class Loop {
 public:
  CommitThread::Post post() {
    return [this](Callback<> task) {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
      ready_.notify_one();
    };
  }
  // Runs what is posted until the claim holds; a claim that never holds ends in ctest's time-out.
  void run_until(const std::function<bool()>& claim) {
    while (!claim()) {
      std::unique_lock lock(mutex_);
      ready_.wait_for(lock, std::chrono::milliseconds(10), [this] { return !tasks_.empty(); });
      if (tasks_.empty()) continue;
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
      ++posts_;
    }
  }
  int posts() const { return posts_; }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Callback<>> tasks_;
  int posts_ = 0;
};

CommitThread::OnFatal no_fatal() {
  return [](const StorageFailure& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    std::abort();
  };
}

}  // namespace

TEST_CASE("commit thread: every commit is answered once, in order, with its own texts",
          "[storage]") {
  const tests::TemporaryFolder folder;
  const auto store = open_sqlite_store(folder.data(), fast());
  Loop loop;
  CommitThread commits(*store, loop.post(), no_fatal());
  constexpr ConversationId kConversations = 20;
  constexpr std::int64_t kTurns = 50;
  std::vector<std::string> answers;
  std::vector<std::string> expected;
  for (std::int64_t number = 1; number <= kTurns; ++number) {
    for (ConversationId id = 1; id <= kConversations; ++id) {
      expected.push_back(std::to_string(id) + "." + std::to_string(number));
      const auto submitted = commits.submit(turn(id, number), [&](CommitOutcome outcome) {
        REQUIRE(outcome.is_ok());
        const auto row = store->journal_row(outcome.result.journal_row);
        REQUIRE(row);  // durable and readable before the answer
        REQUIRE(row->output == outcome.commit->turn->output);
        answers.push_back(std::to_string(row->conversation) + "." + std::to_string(row->turn));
      });
      REQUIRE(submitted.has_value());
    }
  }
  loop.run_until([&] { return answers.size() == expected.size(); });
  CHECK(answers == expected);
  const auto stats = commits.stats();
  CHECK(stats.commits == kConversations * kTurns);
  CHECK(stats.batches == loop.posts());
  CHECK(stats.queued == 0);
}

TEST_CASE("commit thread: what queues up while one batch is written is the next batch",
          "[storage]") {
  const tests::TemporaryFolder folder;
  StubbornStore store(open_sqlite_store(folder.data(), fast()));
  Loop loop;
  CommitThread commits(store, loop.post(), no_fatal());
  int answered = 0;
  const auto submit = [&](std::int64_t number) {
    return commits.submit(turn(1, number), [&](CommitOutcome outcome) {
      CHECK(outcome.is_ok());
      ++answered;
    });
  };
  store.close_gate();
  REQUIRE(submit(1).has_value());
  store.wait_until_writing();
  for (std::int64_t number = 2; number <= 41; ++number) REQUIRE(submit(number).has_value());
  store.open_gate();
  loop.run_until([&] { return answered == 41; });
  CHECK(store.batch_sizes == std::vector<std::size_t>{1, 40});
  CHECK(loop.posts() == 2);
}

TEST_CASE("commit thread: over the bound it says busy, and takes commits again later",
          "[storage]") {
  const tests::TemporaryFolder folder;
  StubbornStore store(open_sqlite_store(folder.data(), fast()));
  Loop loop;
  CommitThreadOptions options;
  options.max_queued = 10;
  CommitThread commits(store, loop.post(), no_fatal(), options);
  int answered = 0;
  const auto count = [&](CommitOutcome) { ++answered; };
  store.close_gate();
  REQUIRE(commits.submit(turn(1, 1), count).has_value());
  store.wait_until_writing();
  for (std::int64_t i = 2; i <= 11; ++i) REQUIRE(commits.submit(turn(1, i), count).has_value());
  const auto refused = commits.submit(turn(1, 12), [](CommitOutcome) { FAIL("was refused"); });
  REQUIRE(refused.has_error());
  CHECK(refused.error().name == "busy");
  CHECK(refused.error().code == base::Code::unavailable);
  store.open_gate();
  loop.run_until([&] { return answered == 11; });
  REQUIRE(commits.submit(turn(1, 12), count).has_value());
  loop.run_until([&] { return answered == 12; });
}

TEST_CASE("commit thread: a full disk makes it read-only until there is room", "[storage]") {
  const tests::TemporaryFolder folder;
  StubbornStore store(open_sqlite_store(folder.data(), fast()));
  Loop loop;
  CommitThreadOptions options;
  options.probe_interval = std::chrono::milliseconds(1);
  CommitThread commits(store, loop.post(), no_fatal(), options);
  std::vector<CommitStatus> answers;
  const auto note = [&](const CommitOutcome& outcome) { answers.push_back(outcome.result.status); };
  store.fail_writes(FailureKind::full);
  store.close_gate();
  REQUIRE(commits.submit(turn(1, 1), note).has_value());
  store.wait_until_writing();
  REQUIRE(commits.submit(turn(2, 1), note).has_value());  // queued before anybody knew
  store.open_gate();
  loop.run_until([&] { return answers.size() == 2; });
  CHECK(answers == std::vector{CommitStatus::unavailable, CommitStatus::unavailable});
  CHECK(commits.is_read_only());
  const auto refused = commits.submit(turn(1, 1), note);
  REQUIRE(refused.has_error());
  CHECK(refused.error().name == "read_only");

  store.let_writes();
  loop.run_until([&] { return !commits.is_read_only(); });
  REQUIRE(commits.submit(turn(1, 1), note).has_value());
  loop.run_until([&] { return answers.size() == 3; });
  CHECK(answers.back() == CommitStatus::ok);
}

TEST_CASE("commit thread: a locked file fails the batch only", "[storage]") {
  const tests::TemporaryFolder folder;
  StubbornStore store(open_sqlite_store(folder.data(), fast()));
  Loop loop;
  CommitThread commits(store, loop.post(), no_fatal());
  std::vector<CommitStatus> answers;
  const auto note = [&](const CommitOutcome& outcome) { answers.push_back(outcome.result.status); };
  store.fail_writes(FailureKind::busy);
  REQUIRE(commits.submit(turn(1, 1), note).has_value());
  loop.run_until([&] { return answers.size() == 1; });
  CHECK(answers.back() == CommitStatus::unavailable);
  CHECK_FALSE(commits.is_read_only());
  store.let_writes();
  REQUIRE(commits.submit(turn(1, 1), note).has_value());
  loop.run_until([&] { return answers.size() == 2; });
  CHECK(answers.back() == CommitStatus::ok);
}

TEST_CASE("commit thread: after a fatal failure nothing is answered any more", "[storage]") {
  const tests::TemporaryFolder folder;
  StubbornStore store(open_sqlite_store(folder.data(), fast()));
  Loop loop;
  std::atomic<int> fatal = 0;
  {
    CommitThread commits(store, loop.post(), [&](const StorageFailure& failure) {
      if (failure.kind() == FailureKind::fatal) ++fatal;
    });
    const auto never = [](const CommitOutcome&) { FAIL("answered after a failed fsync"); };
    store.fail_writes(FailureKind::fatal);
    store.close_gate();
    REQUIRE(commits.submit(turn(1, 1), never).has_value());
    store.wait_until_writing();
    REQUIRE(commits.submit(turn(2, 1), never).has_value());
    store.open_gate();
    loop.run_until([&] { return fatal == 1; });
    const auto refused = commits.submit(turn(3, 1), never);
    REQUIRE(refused.has_error());
    CHECK(refused.error().name == "stopping");
  }
  CHECK(fatal == 1);
  CHECK(loop.posts() == 0);
}

TEST_CASE("commit thread: stop answers all that was taken", "[storage]") {
  const tests::TemporaryFolder folder;
  const auto store = open_sqlite_store(folder.data(), fast());
  Loop loop;
  int answered = 0;
  CommitThread commits(*store, loop.post(), no_fatal());
  for (std::int64_t number = 1; number <= 500; ++number) {
    REQUIRE(commits
                .submit(turn(1, number),
                        [&](const CommitOutcome& outcome) {
                          CHECK(outcome.is_ok());
                          ++answered;
                        })
                .has_value());
  }
  commits.stop();
  CHECK(commits.submit(turn(1, 501), [](CommitOutcome) {}).has_error());
  loop.run_until([&] { return answered == 500; });
  CHECK(store->load_conversation(1)->turn == 500);
}
