#include "storage/sqlite_store.hpp"

#include <SQLiteCpp/Database.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "commits.hpp"
#include "store_contract.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace storage;  // NOLINT: a test file

namespace {

SqliteOptions fast() {
  SqliteOptions options;
  options.durability = Durability::none;
  return options;
}

// Head pointers saved almost at once, in many rounds; checkpoints all the time.
SqliteOptions eager() {
  auto options = fast();
  options.head_interval = 3;
  options.checkpoint_pages = 4;
  return options;
}

StoreFactory factory_of(const tests::TemporaryFolder& folder, const SqliteOptions& options) {
  return {[&folder, options] { return open_sqlite_store(folder.data(), options); }};
}

int mode_of(const std::filesystem::path& path) {
  struct ::stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return static_cast<int>(status.st_mode & 0777);
}

FailureKind kind_of_opening(const std::filesystem::path& folder, std::string* what = nullptr) {
  try {
    open_sqlite_store(folder, fast());
  } catch (const StorageFailure& failure) {
    if (what != nullptr) *what = failure.what();
    return failure.kind();
  }
  FAIL("the store opened");
  return FailureKind::fatal;
}

}  // namespace

TEST_CASE("sqlite store: the contract", "[storage]") {
  const auto options = GENERATE(fast(), eager());
  for (const auto* contract : {&conversation_contract(), &case_contract(), &record_contract()}) {
    for (const auto& [title, check] : *contract) {
      DYNAMIC_SECTION(title) {
        const tests::TemporaryFolder folder;
        check(factory_of(folder, options));
      }
    }
  }
}

TEST_CASE("sqlite store: heads are right in every phase of saving them", "[storage]") {
  const tests::TemporaryFolder folder;
  auto options = fast();
  options.head_interval = 200;  // rounds of more than one piece, and batches in between
  options.checkpoint_pages = 50;
  constexpr ConversationId kConversations = 300;
  constexpr std::int64_t kTurns = 7;
  std::int64_t checkpoints = 0;
  auto store = open_sqlite_store(folder.data(), options);
  for (std::int64_t number = 1; number <= kTurns; ++number) {
    for (ConversationId id = 1; id <= kConversations; ++id) {
      REQUIRE(test::status(*store, test::turn_commit(id, number)) == CommitStatus::ok);
      store->maintain(false);
      const auto loaded = store->load_conversation(id);
      REQUIRE(loaded->turn == number);
      REQUIRE(loaded->rows.size() == static_cast<std::size_t>(number));
      if (id % 97 == 0) {  // a crash, now and then
        checkpoints += store->stats().checkpoints;
        store.reset();
        store = open_sqlite_store(folder.data(), options);
      }
    }
  }
  CHECK(checkpoints > 0);
  store.reset();
  store = open_sqlite_store(folder.data(), options);
  for (ConversationId id = 1; id <= kConversations; ++id) {
    REQUIRE(store->load_conversation(id)->rows.size() == kTurns);
  }
}

TEST_CASE("sqlite store: only its owner can read the folder and the files", "[storage]") {
  const tests::TemporaryFolder folder;
  ::mkdir(folder.data().c_str(), 0755);
  const auto store = open_sqlite_store(folder.data(), fast());
  REQUIRE(test::status(*store, test::turn_commit(1, 1)) == CommitStatus::ok);
  CHECK(mode_of(folder.data()) == 0700);
  for (const auto* name : {"boomerang.db", "boomerang.db-wal", "boomerang.db-shm", "lock"}) {
    CHECK(mode_of(folder.data() / name) == 0600);
  }
}

TEST_CASE("sqlite store: two servers cannot share a folder", "[storage]") {
  const tests::TemporaryFolder folder;
  auto store = open_sqlite_store(folder.data(), fast());
  std::string what;
  CHECK(kind_of_opening(folder.data(), &what) == FailureKind::refused);
  CHECK_THAT(what, Catch::Contains("in use by another server (process ") &&
                       Catch::Contains(folder.data().string()));
  store.reset();
  CHECK(open_sqlite_store(folder.data(), fast()) != nullptr);
}

TEST_CASE("sqlite store: what is not our database is refused and left alone", "[storage]") {
  const tests::TemporaryFolder folder;
  std::filesystem::create_directories(folder.data());
  const auto file = folder.data() / "boomerang.db";
  SECTION("somebody else's database") {
    {
      SQLite::Database other(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
      other.exec("CREATE TABLE recipes(name TEXT)");
    }
    CHECK(kind_of_opening(folder.data()) == FailureKind::refused);
    SQLite::Database other(file.string(), SQLite::OPEN_READONLY);
    CHECK(other.tableExists("recipes"));
    CHECK_FALSE(other.tableExists("journal"));
  }
  SECTION("no database at all") {
    std::ofstream(file) << std::string(8192, 'x');
    CHECK(kind_of_opening(folder.data()) == FailureKind::fatal);
    CHECK(std::filesystem::file_size(file) == 8192);
  }
}

TEST_CASE("sqlite store: a full disk fails the whole batch, and heals when there is room",
          "[storage]") {
  const tests::TemporaryFolder folder;
  auto options = fast();
  options.max_pages = 150;
  auto store = open_sqlite_store(folder.data(), options);
  std::int64_t written = 0;
  bool is_full = false;
  for (ConversationId id = 1; id <= 1000 && !is_full; ++id) {
    auto commit = test::turn_commit(id, 1);
    commit.turn->output = std::string(3000, 'x');
    try {
      if (test::status(*store, commit) == CommitStatus::ok) ++written;
    } catch (const StorageFailure& failure) {
      CHECK(failure.kind() == FailureKind::full);
      is_full = true;
    }
  }
  REQUIRE(is_full);
  CHECK_FALSE(store->can_write());
  CHECK(store->conversation(written)->id == written);
  CHECK_FALSE(store->conversation(written + 1));

  store.reset();
  options.max_pages = 1000;  // the operator made room
  store = open_sqlite_store(folder.data(), options);
  CHECK(store->can_write());
  CHECK(store->load_conversation(written)->turn == 1);
  CHECK(test::status(*store, test::turn_commit(written + 1, 1)) == CommitStatus::ok);
}

TEST_CASE("sqlite store: a batch that does not fit leaves nothing, and smaller ones still go",
          "[storage]") {
  const tests::TemporaryFolder folder;
  auto options = fast();
  options.max_pages = 200;
  auto store = open_sqlite_store(folder.data(), options);
  REQUIRE(test::status(*store, test::turn_commit(1, 1)) == CommitStatus::ok);
  auto small = test::turn_commit(1, 2);
  auto large = test::turn_commit(1, 3);
  large.turn->output = std::string(2'000'000, 'x');
  const Commit* const batch[] = {&small, &large};
  CHECK_THROWS_AS(store->write(batch), StorageFailure);
  CHECK(store->load_conversation(1)->turn == 1);
  CHECK(test::status(*store, small) == CommitStatus::ok);
  CHECK(store->load_conversation(1)->turn == 2);
}

TEST_CASE("sqlite store: kill -9 while it writes loses nothing that was answered", "[storage]") {
  const tests::TemporaryFolder folder;
  int answers[2];
  REQUIRE(::pipe(answers) == 0);
  const auto child = ::fork();
  if (child == 0) {
    ::close(answers[0]);
    auto options = eager();
    auto store = open_sqlite_store(folder.data(), options);
    for (std::int64_t number = 1;; ++number) {
      std::vector<Commit> commits;
      for (ConversationId id = 1; id <= 5; ++id) commits.push_back(test::turn_commit(id, number));
      std::vector<const Commit*> batch;
      for (const auto& commit : commits) batch.push_back(&commit);
      store->write(batch);
      if (::write(answers[1], &number, sizeof number) != sizeof number) ::_exit(1);
      store->maintain(false);
    }
  }
  ::close(answers[1]);
  std::int64_t answered = 0;
  while (answered < 200) {
    REQUIRE(::read(answers[0], &answered, sizeof answered) == sizeof answered);
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  std::int64_t last = 0;
  while (::read(answers[0], &last, sizeof last) == sizeof last) answered = last;
  ::close(answers[0]);

  const auto store = open_sqlite_store(folder.data(), fast());
  const auto turns = store->load_conversation(1)->turn;
  CHECK((turns == answered || turns == answered + 1));
  for (ConversationId id = 1; id <= 5; ++id) {
    const auto loaded = store->load_conversation(id);
    CHECK(loaded->turn == turns);  // a batch is whole or not there
    CHECK(loaded->rows.size() == static_cast<std::size_t>(turns));
  }
}
