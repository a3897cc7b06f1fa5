#include "storage/commit_queue.hpp"

#include <catch2/catch.hpp>

#include "base/check.hpp"
#include "commits.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace storage;  // NOLINT: a test file

namespace {

SqliteOptions fast() {
  SqliteOptions options;
  options.durability = Durability::none;
  return options;
}

std::unique_ptr<Commit> turn(ConversationId id, std::int64_t number) {
  return std::make_unique<Commit>(test::turn_commit(id, number));
}

}  // namespace

TEST_CASE("commit queue: a commit that contradicts itself is refused where it is made",
          "[storage]") {
  const tests::TemporaryFolder folder;
  const auto store = open_sqlite_store(folder.data(), fast());
  InlineCommits commits(*store);
  const auto submit = [&](Commit commit) {
    return commits.submit(std::make_unique<Commit>(std::move(commit)), [](CommitOutcome) {});
  };
  Commit commit;
  SECTION("a snapshot without a turn") {
    commit.snapshot = Snapshot{1, 1, "{}"};
  }
  SECTION("a snapshot of a turn to come") {
    commit = test::turn_commit(1, 1);
    commit.snapshot = Snapshot{1, 2, "{}"};
  }
  SECTION("a case without an event") {
    commit.cases = {test::new_case("case-1", "R-1")};
    commit.cases[0].events.clear();
  }
  SECTION("events that do not lead to the state") {
    commit.cases = {test::new_case("case-1", "R-1")};
    commit.cases[0].row.state = "approved";
  }
  SECTION("a gap in the versions") {
    commit.cases = {test::new_case("case-1", "R-1")};
    commit.cases[0].row.version = 2;
  }
  SECTION("turn 0") {
    commit = test::turn_commit(1, 1);
    commit.turn->turn = 0;
  }
  CHECK_THROWS_AS(submit(commit), base::InvariantError);
  CHECK(commits.pending() == 0);
}

TEST_CASE("inline commits: commit when told, in order, and can fail or crash", "[storage]") {
  const tests::TemporaryFolder folder;
  auto store = open_sqlite_store(folder.data(), fast());
  InlineCommits commits(*store, 5);
  std::string answers;
  const auto submit = [&](ConversationId id, std::int64_t number) {
    return commits.submit(turn(id, number), [&answers, id](const CommitOutcome& outcome) {
      answers += std::to_string(id) + (outcome.is_ok() ? "+" : "-");
    });
  };
  for (ConversationId id = 1; id <= 3; ++id) REQUIRE(submit(id, 1).has_value());

  SECTION("in pieces") {
    CHECK(answers.empty());
    CHECK(commits.commit(2) == 2);
    CHECK(answers == "1+2+");
    CHECK(commits.commit_all() == 1);
    CHECK(answers == "1+2+3+");
    CHECK(commits.commit_all() == 0);
  }
  SECTION("over its bound") {
    REQUIRE(submit(4, 1).has_value());
    REQUIRE(submit(5, 1).has_value());
    CHECK(submit(6, 1).error().name == "busy");
  }
  SECTION("answers that submit more") {
    REQUIRE(
        commits.submit(turn(4, 1), [&](const CommitOutcome&) { REQUIRE(submit(4, 2).has_value()); })
            .has_value());
    commits.drain();
    CHECK(answers == "1+2+3+4+");
  }
  SECTION("a full disk") {
    commits.fail_next_full();
    commits.commit_all();
    CHECK(answers == "1-2-3-");
    CHECK(commits.is_read_only());
    CHECK(submit(1, 1).error().name == "read_only");
    commits.heal();
    REQUIRE(submit(1, 1).has_value());
    commits.commit_all();
    CHECK(answers == "1-2-3-1+");
  }
  SECTION("a crash before the fsync, and one after it") {
    commits.commit_and_lose_answers(1);
    commits.crash();
    CHECK(commits.pending() == 0);
    CHECK(answers.empty());
    store.reset();
    store = open_sqlite_store(folder.data(), fast());
    CHECK(store->load_conversation(1)->turn == 1);
    CHECK_FALSE(store->load_conversation(2));
  }
}
