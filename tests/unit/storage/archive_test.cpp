#include "storage/archive.hpp"

#include <catch2/catch.hpp>

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

}  // namespace

TEST_CASE("archive: reads the journal of a running server", "[storage]") {
  const tests::TemporaryFolder folder;
  const auto store = open_sqlite_store(folder.data(), fast());
  for (const auto id : {1, 2}) {
    for (std::int64_t number = 1; number <= 3; ++number) {
      auto commit = test::turn_commit(id, number);
      commit.turn->recorded = "{\"of\":" + std::to_string(id) + "}";
      REQUIRE(test::status(*store, commit) == CommitStatus::ok);
    }
  }
  Archive archive(folder.data());
  const auto rows = archive.journal(2);
  REQUIRE(rows.size() == 3);
  CHECK(rows.front().turn == 1);
  CHECK(rows.back().turn == 3);
  CHECK(rows.back().recorded == R"({"of":2})");
  CHECK(archive.conversations_named("uuid-2", 9).size() == 1);
  CHECK(archive.conversations_named("uuid", 9).size() == 2);
  CHECK(archive.conversations_named("other", 9).empty());
  CHECK(archive.conversations(1, 9).size() == 1);
  CHECK(archive.journal(3).empty());
  // The server is not in its way.
  CHECK(test::status(*store, test::turn_commit(1, 4)) == CommitStatus::ok);
}

TEST_CASE("archive: says when there is no store", "[storage]") {
  const tests::TemporaryFolder folder;
  try {
    Archive archive(folder.data());
    FAIL("opened nothing");
  } catch (const StorageFailure& failure) {
    CHECK(failure.kind() == FailureKind::refused);
    CHECK_THAT(failure.what(), Catch::Contains("there is no store"));
  }
}

TEST_CASE("archive: questions without an answer, the newest first and no more than the bound",
          "[storage]") {
  const tests::TemporaryFolder folder;
  const auto store = open_sqlite_store(folder.data(), fast());
  auto commit = test::turn_commit(1, 1);
  for (std::int64_t i = 0; i < kMaxGaps + 3; ++i) {
    commit.gaps.push_back({base::from_milliseconds(i), 1, 1, "en", "not_understood", "",
                           "question " + std::to_string(i)});
  }
  REQUIRE(test::status(*store, commit) == CommitStatus::ok);
  Archive archive(folder.data());
  const auto newest = archive.gaps(2);
  REQUIRE(newest.size() == 2);
  CHECK(newest[0].text == "question " + std::to_string(kMaxGaps + 2));
  CHECK(newest[0].reason == "not_understood");
  CHECK(newest[0].at == base::from_milliseconds(kMaxGaps + 2));
  const auto all = archive.gaps(static_cast<std::size_t>(kMaxGaps) * 2);
  CHECK(all.size() == static_cast<std::size_t>(kMaxGaps));
  CHECK(all.back().text == "question 3");
}
