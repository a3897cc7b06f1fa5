#include "storage/schema.hpp"

#include <SQLiteCpp/Statement.h>

#include <array>
#include <catch2/catch.hpp>
#include <fstream>

#include "commits.hpp"
#include "storage/row_reader.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace storage;  // NOLINT: a test file

namespace {

SQLite::Database empty_file(const tests::TemporaryFolder& folder) {
  const auto file = folder.path() / "test.db";
  SQLite::Database made(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  return open_connection(file, Access::read_write);
}

int version_of(SQLite::Database& connection) {
  return connection.execAndGet("PRAGMA user_version").getInt();
}

// The list of a later program.
std::vector<Migration> with_second(const char* sql) {
  std::vector<Migration> list(migrations().begin(), migrations().end());
  list.push_back({"second", sql});
  return list;
}

}  // namespace

TEST_CASE("schema: an empty file becomes the newest schema, and stays it", "[storage]") {
  const tests::TemporaryFolder folder;
  auto connection = empty_file(folder);
  migrate(connection, migrations());
  CHECK(version_of(connection) == static_cast<int>(migrations().size()));
  migrate(connection, migrations());
  CHECK(connection.tableExists("journal"));
  CHECK_NOTHROW(require_newest_schema(connection));
}

TEST_CASE("schema: an older file is brought forward and keeps its rows", "[storage]") {
  const tests::TemporaryFolder folder;
  auto connection = empty_file(folder);
  migrate(connection, migrations());
  connection.exec("INSERT INTO counters VALUES('returns', 7)");
  const auto list = with_second("ALTER TABLE counters ADD COLUMN note TEXT NOT NULL DEFAULT ''");
  migrate(connection, list);
  CHECK(version_of(connection) == static_cast<int>(list.size()));
  CHECK(connection.execAndGet("SELECT value FROM counters WHERE note = ''").getInt() == 7);
}

TEST_CASE("schema: a store of schema 1 keeps its journal, with nothing recorded", "[storage]") {
  const tests::TemporaryFolder folder;
  SqliteOptions options;
  options.durability = Durability::none;
  {
    std::filesystem::create_directories(folder.data());
    std::ofstream made(folder.data() / "boomerang.db");
    auto old = open_connection(folder.data() / "boomerang.db", Access::read_write);
    migrate(old, migrations().first(1));
    old.exec(
        "INSERT INTO conversations(id, uuid, customer, guest_secret_hash, channel, locale, created)"
        " VALUES(1, 'u', 'anna', '', 'web', 'en', 0)");
    old.exec(
        "INSERT INTO journal(conversation, prev, turn, first_seq, last_seq, at, client_id, input,"
        " output, change) VALUES(1, 0, 1, 1, 1, 0, '', '{\"open\":{}}', '{}', '{}')");
  }
  const auto store = open_sqlite_store(folder.data(), options);
  const auto rows = store->journal(1);
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].input == R"({"open":{}})");
  CHECK(rows[0].recorded.empty());
  CHECK(store->stored_flows().empty());
}

TEST_CASE("schema: a migration that fails in the middle leaves the file as it was", "[storage]") {
  const tests::TemporaryFolder folder;
  auto connection = empty_file(folder);
  migrate(connection, migrations());
  const auto list = with_second("CREATE TABLE half(a) STRICT; SELECT no_such_function();");
  CHECK_THROWS_AS(migrate(connection, list), StorageFailure);
  auto again = open_connection(folder.path() / "test.db", Access::read_write);
  CHECK(version_of(again) == static_cast<int>(migrations().size()));
  CHECK_FALSE(again.tableExists("half"));
}

TEST_CASE("schema: a page of open cases is read from one index", "[storage]") {
  const tests::TemporaryFolder folder;
  auto connection = empty_file(folder);
  migrate(connection, migrations());
  const std::string page = select(kCaseColumns,
                                  "FROM cases WHERE id < 'x' AND is_open = 1"
                                  " ORDER BY id DESC LIMIT 50");
  SQLite::Statement plan(connection, "EXPLAIN QUERY PLAN " + page);
  REQUIRE(plan.executeStep());
  CHECK_THAT(plan.getColumn(3).getString(), Catch::Contains("COVERING INDEX cases_open "));
  CHECK_FALSE(plan.executeStep());
}

TEST_CASE("schema: a newer schema is refused with what to do", "[storage]") {
  const tests::TemporaryFolder folder;
  SqliteOptions options;
  options.durability = Durability::none;
  auto store = open_sqlite_store(folder.data(), options);
  REQUIRE(test::status(*store, test::turn_commit(1, 1)) == CommitStatus::ok);
  store.reset();
  {
    SQLite::Database file((folder.data() / "boomerang.db").string(), SQLite::OPEN_READWRITE);
    file.exec("PRAGMA user_version = 99");
  }
  try {
    open_sqlite_store(folder.data(), options);
    FAIL("a newer schema was opened");
  } catch (const StorageFailure& failure) {
    CHECK(failure.kind() == FailureKind::refused);
    CHECK_THAT(failure.what(), Catch::Contains("schema 99") && Catch::Contains("newer Boomerang"));
  }
}

TEST_CASE("schema: the connection cannot be tricked by the file or the wrong access", "[storage]") {
  const tests::TemporaryFolder folder;
  auto connection = empty_file(folder);
  migrate(connection, migrations());
  CHECK(connection.execAndGet("PRAGMA trusted_schema").getInt() == 0);
  CHECK(connection.execAndGet("PRAGMA foreign_keys").getInt() == 1);
  CHECK(connection.execAndGet("PRAGMA mmap_size").getInt64() == 0);
  CHECK(connection.execAndGet("PRAGMA wal_autocheckpoint").getInt() == 0);
  CHECK(connection.execAndGet("PRAGMA journal_mode").getString() == "wal");
  auto reading = open_connection(folder.path() / "test.db", Access::read_only);
  CHECK_THROWS(reading.exec("INSERT INTO counters VALUES('x', 1)"));
  CHECK_THROWS(connection.exec("INSERT INTO counters VALUES('x', 'text')"));  // STRICT
}
