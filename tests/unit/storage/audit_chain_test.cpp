// Promise P19: a row of the audit trail that was changed, removed or moved is found, and the first
// one is named.
#include "storage/audit_chain.hpp"

#include <SQLiteCpp/Statement.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "base/random.hpp"
#include "commits.hpp"
#include "storage/archive.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace storage;  // NOLINT: a test file
using test::at;

namespace {

SqliteOptions without_fsync() {
  SqliteOptions options;
  options.durability = Durability::none;
  return options;
}

AuditRow row(std::int64_t number) {
  const auto text = std::to_string(number);
  return {at(number), "agent:" + text, "case.approve", "case-" + text, R"({"n":)" + text + "}"};
}

// A trail of so many rows, written in commits of one to five.
void write_trail(const tests::TemporaryFolder& folder, std::int64_t rows) {
  const auto store = open_sqlite_store(folder.data(), without_fsync());
  for (std::int64_t next = 1; next <= rows;) {
    Commit commit;
    for (std::int64_t i = 0; i <= next % 5 && next <= rows; ++i)
      commit.audit.push_back(row(next++));
    REQUIRE(test::status(*store, commit) == CommitStatus::ok);
  }
  CHECK(store->audit_head().rows == rows);
  store->close();
}

SQLite::Database open_file(const tests::TemporaryFolder& folder) {
  return {(folder.data() / "boomerang.db").string(), SQLite::OPEN_READWRITE};
}

std::int64_t first_broken(SQLite::Database& connection) {
  const auto report = check_audit(connection);
  return report.fault ? report.fault->row : 0;
}

// Does it within a transaction that is rolled back, so that the next damage finds a sound trail.
std::int64_t first_broken_after(SQLite::Database& connection, const std::string& damage) {
  connection.exec("SAVEPOINT damage");
  connection.exec(damage);
  const auto broken = first_broken(connection);
  connection.exec("ROLLBACK TO damage; RELEASE damage");
  return broken;
}

}  // namespace

TEST_CASE("audit: what was written is sound, over commits and starts (P19)", "[storage]") {
  const tests::TemporaryFolder folder;
  write_trail(folder, 40);
  {
    const auto store = open_sqlite_store(folder.data(), without_fsync());
    Commit commit;
    commit.audit = {row(41)};
    REQUIRE(test::status(*store, commit) == CommitStatus::ok);
  }
  Archive archive(folder.data());
  const auto report = archive.check_audit(std::nullopt);
  CHECK_FALSE(report.fault);
  CHECK(report.head.rows == 41);
  CHECK(report.head.hash.size() == 64);
}

TEST_CASE("audit: a commit that conflicts leaves no gap in the chain", "[storage]") {
  const tests::TemporaryFolder folder;
  {
    const auto store = open_sqlite_store(folder.data(), without_fsync());
    Commit good;
    good.audit = {row(1)};
    Commit doomed;
    doomed.audit = {row(2), row(3)};
    doomed.upload_claims = {{"unknown", 1}};
    Commit next;
    next.audit = {row(4)};
    const Commit* const batch[] = {&good, &doomed, &next};
    const auto results = store->write(batch);
    CHECK(results[1].status == CommitStatus::conflict);
    CHECK(store->audit_head().rows == 2);
    store->close();
  }
  auto connection = open_file(folder);
  CHECK(first_broken(connection) == 0);
}

TEST_CASE("audit: each row of a trail, changed, removed or swapped, is found (P19)", "[storage]") {
  constexpr std::int64_t kRows = 120;
  const tests::TemporaryFolder folder;
  write_trail(folder, kRows);
  auto connection = open_file(folder);
  REQUIRE(first_broken(connection) == 0);
  for (std::int64_t i = 1; i <= kRows; ++i) {
    const std::string id = std::to_string(i);
    const std::string where = " WHERE id = " + id;
    for (const char* change :
         {"at = at + 1", "actor = 'agent:x'", "action = 'case.reject'", "subject = 'case-x'",
          "detail = '{}'", "chain = '0' || substr(chain, 2)", "chain = ''"}) {
      // A chain that began with 0 already is no change.
      if (std::string(change).starts_with("chain = '0'") &&
          connection.execAndGet("SELECT chain LIKE '0%' FROM audit" + where).getInt() == 1) {
        continue;
      }
      INFO("row " << i << ": " << change);
      CHECK(first_broken_after(connection, "UPDATE audit SET " + std::string(change) + where) == i);
    }
    INFO("row " << i);
    CHECK(first_broken_after(connection, "DELETE FROM audit" + where) == i);
    if (i == kRows) continue;
    // Swapped with the next one, whole and only what it says.
    const std::string next = std::to_string(i + 1);
    CHECK(first_broken_after(connection,
                             "UPDATE audit SET id = -1" + where + "; UPDATE audit SET id = " + id +
                                 " WHERE id = " + next + "; UPDATE audit SET id = " + next +
                                 " WHERE id = -1") == i);
  }
  CHECK(first_broken_after(connection, "DELETE FROM audit WHERE id > 100") == 101);
  CHECK(first_broken_after(connection, "DELETE FROM audit") == 1);
}

TEST_CASE("audit: random damage to a long trail is found", "[storage]") {
  constexpr std::int64_t kRows = 2'000;
  const tests::TemporaryFolder folder;
  write_trail(folder, kRows);
  auto connection = open_file(folder);
  base::SeededRandom random(7);
  for (int i = 0; i < 40; ++i) {
    const auto id = static_cast<std::int64_t>(random.below(kRows)) + 1;
    const std::string where = " WHERE id = " + std::to_string(id);
    const std::string damage = random.below(2) == 0
                                   ? "DELETE FROM audit" + where
                                   : "UPDATE audit SET detail = detail || ' '" + where;
    INFO(damage);
    CHECK(first_broken_after(connection, damage) == id);
  }
}

TEST_CASE("audit: a head that was noted down earlier shows a trail written anew", "[storage]") {
  const tests::TemporaryFolder folder;
  write_trail(folder, 30);
  auto connection = open_file(folder);
  const AuditHead noted = check_audit(connection).head;
  const tests::TemporaryFolder other;
  {
    const auto store = open_sqlite_store(other.data(), without_fsync());
    Commit commit;
    for (int i = 1; i <= 40; ++i) commit.audit.push_back(row(i == 12 ? 99 : i));
    REQUIRE(test::status(*store, commit) == CommitStatus::ok);
    store->close();
  }
  auto forged = open_file(other);
  CHECK(first_broken(forged) == 0);  // sound in itself
  const auto report = check_audit(forged, noted);
  REQUIRE(report.fault);
  CHECK(report.fault->row == 30);
  CHECK_FALSE(check_audit(connection, noted).fault);
}

TEST_CASE("audit: the rows of a store of schema 2 are chained once", "[storage]") {
  const tests::TemporaryFolder folder;
  {
    std::filesystem::create_directories(folder.data());
    std::ofstream made(folder.data() / "boomerang.db");
    auto old = open_connection(folder.data() / "boomerang.db", Access::read_write);
    migrate(old, migrations().first(2));
    old.exec(
        "INSERT INTO audit(at, actor, action, subject, detail) VALUES(1, 'a', 'b', 'c', '{}'),"
        " (2, 'a', 'b', 'd', '{}')");
    old.exec(
        "INSERT INTO cases VALUES('c1', 'R-1', 'product_return', 'closed', 'anna', 0, '',"
        " '{\"order\":\"1042\"}', 'p1', 1, 0, 0), ('c2', 'R-2', 'product_return', 'approved',"
        " 'anna', 0, '', '{}', 'p1', 1, 0, 0)");
    old.exec("INSERT INTO due VALUES('case:c2:ship', 'case', 'c2', 77, '{}')");
  }
  {
    const auto store = open_sqlite_store(folder.data(), without_fsync());
    CHECK(store->audit_head().rows == 2);
    CHECK(store->find_case("c1")->order == "1042");
    CHECK_FALSE(store->find_case("c1")->is_open);
    CHECK_FALSE(store->find_case("c1")->due);
    CHECK(store->find_case("c2")->is_open);
    CHECK(store->find_case("c2")->due == base::from_milliseconds(77));
    store->close();
  }
  auto connection = open_file(folder);
  CHECK(first_broken(connection) == 0);
  // Not a second time: rows that lose their chain are not given another one.
  connection.exec("UPDATE audit SET chain = ''");
  { const auto again = open_sqlite_store(folder.data(), without_fsync()); }
  CHECK(first_broken(connection) == 1);
}
