#include "storage/verify.hpp"

#include <SQLiteCpp/Database.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "commits.hpp"
#include "storage/blobs.hpp"
#include "storage/sqlite_store.hpp"
#include "tests/support/temporary_folder.hpp"

using namespace storage;  // NOLINT: a test file
using test::at;

namespace {

SqliteOptions fast() {
  SqliteOptions options;
  options.durability = Durability::none;
  options.head_interval = 8;
  return options;
}

std::string store_blob(const std::filesystem::path& folder, std::string_view text) {
  auto writer = Blobs(folder).start();
  writer.write(std::as_bytes(std::span(text.data(), text.size())));
  return writer.finish().hash;
}

// Two conversations, a case with a due row, an upload with its blob, and one row of everything
// else.
void fill(const std::filesystem::path& folder) {
  const auto store = open_sqlite_store(folder, fast());
  for (std::int64_t number = 1; number <= 12; ++number) {
    REQUIRE(test::status(*store, test::turn_commit(1, number)) == CommitStatus::ok);
    REQUIRE(test::status(*store, test::turn_commit(2, number)) == CommitStatus::ok);
  }
  auto commit = test::turn_commit(1, 13);
  commit.snapshot = Snapshot{1, 13, "{}"};
  commit.policies = {{"p1", "figures"}};
  commit.cases = {test::new_case("case-1", "R-1")};
  commit.due = {{"case:case-1:ship", "case.deadline", "case-1", at(99), "{}"}};
  commit.outbox = {{"o1", "mail", "case-1", "{}", at(5)}};
  commit.uploads = {test::upload("u1", store_blob(folder, "abc"))};
  commit.upload_claims = {{"u1", 1}};
  commit.idempotency = {{"cases", "k1", "hash", 200, "{}", at(5)}};
  REQUIRE(test::status(*store, commit) == CommitStatus::ok);
  Commit step;
  step.cases = {test::case_step(*store->find_case("case-1"), "approve", "approved")};
  REQUIRE(test::status(*store, step) == CommitStatus::ok);
}

// The violated rules, each once, in the order of the report.
std::string rules_of(const VerifyReport& report) {
  std::string rules;
  for (const auto& violation : report.violations) {
    if ((" " + rules).find(" " + violation.rule + " ") != std::string::npos) continue;
    rules += violation.rule + " ";
  }
  return rules;
}

std::string rules_after(const tests::TemporaryFolder& folder, const std::string& sql) {
  {
    SQLite::Database file((folder.data() / "boomerang.db").string(), SQLite::OPEN_READWRITE);
    file.exec("PRAGMA foreign_keys = OFF; " + sql);
  }
  VerifyOptions options;
  options.now = base::SystemClock().now();
  return rules_of(verify(folder.data(), options));
}

}  // namespace

TEST_CASE("verify: a sound folder is sound, and counted", "[storage]") {
  const tests::TemporaryFolder folder;
  fill(folder.data());
  VerifyOptions options;
  options.now = base::SystemClock().now();
  std::string visited;
  options.on_case = [&](const CaseRow& row, const std::vector<CaseEventRow>& events,
                        VerifyReport&) {
    visited += row.number + " " + std::to_string(events.size()) + " ";
  };
  int turns = 0;
  options.on_journal_row = [&](const JournalRow&, VerifyReport&) { ++turns; };
  options.on_snapshot = [&](const Snapshot& snapshot, VerifyReport&) {
    visited += "snapshot " + std::to_string(snapshot.turn);
  };
  const auto report = verify(folder.data(), options);
  CHECK(report.to_string() ==
        "2 conversations, 25 turns, 1 cases, 2 case events, 1 due rows, 1 outbox rows, "
        "0 audit rows, 1 uploads, "
        "1 blobs: sound\n");
  CHECK(turns == 25);
  CHECK(visited == "snapshot 13R-1 2 ");
}

TEST_CASE("verify: every broken invariant is found and named", "[storage]") {
  const tests::TemporaryFolder folder;
  fill(folder.data());
  struct Damage {
    const char* sql;
    const char* rules;
  };
  const auto damage = GENERATE(values<Damage>({
      {"DELETE FROM journal WHERE conversation = 1 AND turn = 5",
       "journal.prev journal.turn_gap journal.seq_gap "},
      {"UPDATE journal SET prev = 1 WHERE conversation = 1 AND turn = 5", "journal.prev "},
      {"UPDATE journal SET last_seq = last_seq + 1 WHERE conversation = 1 AND turn = 5",
       "journal.seq_gap "},
      {"UPDATE journal SET last_seq = first_seq - 2 WHERE conversation = 2 AND turn = 12",
       "journal.seq_range conversation.head_row "},
      {"UPDATE journal SET client_id = 'c1' WHERE conversation = 1 AND turn = 5",
       "journal.client_id_twice "},
      {"UPDATE journal SET conversation = 9 WHERE conversation = 2 AND turn = 12",
       "journal.unknown_conversation conversation.head conversation.head_row "},
      {"DELETE FROM conversations WHERE id = 2", "journal.unknown_conversation "},
      {"UPDATE conversations SET head = 0, head_turn = 0, head_seq = 0 WHERE id = 1",
       "conversation.head "},
      {"UPDATE conversations SET head_turn = head_turn + 1 WHERE id = 1", "conversation.head_row "},
      {"UPDATE snapshots SET turn = 14", "snapshot.turn "},
      {"UPDATE cases SET version = 3", "case.version "},
      {"UPDATE cases SET state = 'refunded'", "case.state "},
      {"UPDATE case_events SET version = 3 WHERE version = 2", "case.version_gap case.version "},
      {"UPDATE case_events SET from_state = 'draft' WHERE version = 2", "case.chain "},
      {"DELETE FROM case_events", "case.version case.state "},
      {"DELETE FROM cases", "file.foreign_key case_event.case due.case "},
      {"DELETE FROM policies", "case.policy "},
      {"UPDATE cases SET conversation = 9", "case.conversation "},
      {"UPDATE due SET subject = 'case-9'", "due.case "},
      {"UPDATE outbox SET state = 'delivered'", "outbox.row "},
      {"UPDATE idempotency SET status = 0", "idempotency.row "},
      {"UPDATE uploads SET conversation = 9", "upload.conversation "},
      {"UPDATE uploads SET bytes = 4", "upload.size "},
      {"UPDATE uploads SET hash = 'abc'", "upload.blob "},
  }));
  CAPTURE(damage.sql);
  CHECK(rules_after(folder, damage.sql) == damage.rules);
}

TEST_CASE("verify: blobs are compared with their rows both ways", "[storage]") {
  const tests::TemporaryFolder folder;
  fill(folder.data());
  VerifyOptions options;
  options.now = base::SystemClock().now();
  const auto hash = store_blob(folder.data(), "abc");
  const auto path = *Blobs(folder.data()).find(hash);
  SECTION("damaged, of the same size") {
    std::ofstream(path) << "abd";
    CHECK(rules_of(verify(folder.data(), options)) == "blob.hash ");
    options.hashes_blobs = false;
    CHECK(verify(folder.data(), options).is_sound());
  }
  SECTION("truncated") {
    std::ofstream(path) << "a";
    CHECK(rules_of(verify(folder.data(), options)) == "upload.size blob.hash ");
  }
  SECTION("gone") {
    std::filesystem::remove(path);
    CHECK(rules_of(verify(folder.data(), options)) == "upload.blob ");
    std::filesystem::remove_all(folder.data() / "blobs");
    CHECK(rules_of(verify(folder.data(), options)) == "upload.blob ");
  }
  SECTION("without a row: fine for a while") {
    store_blob(folder.data(), "other");
    CHECK(verify(folder.data(), options).is_sound());
    options.now += options.orphan_grace + std::chrono::minutes(1);
    const auto report = verify(folder.data(), options);
    CHECK(rules_of(report) == "blob.orphan ");
    CHECK(report.violation_count == 1);
  }
}

TEST_CASE("verify: a case that has ended must not wait for anything", "[storage]") {
  const tests::TemporaryFolder folder;
  fill(folder.data());
  VerifyOptions options;
  options.now = base::SystemClock().now();
  options.is_live = [](const CaseRow& row) { return row.state != "approved"; };
  CHECK(rules_of(verify(folder.data(), options)) == "due.case_ended ");
}

TEST_CASE("verify: a damaged page is a finding, not a crash", "[storage]") {
  const tests::TemporaryFolder folder;
  fill(folder.data());
  open_sqlite_store(folder.data(), fast())->close();
  {
    std::fstream file(folder.data() / "boomerang.db",
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096 * 3);
    file << std::string(4096 * 6, '\x5a');
  }
  VerifyOptions options;
  const auto report = verify(folder.data(), options);
  CHECK_FALSE(report.is_sound());
  CHECK_THAT(rules_of(report), Catch::Contains("file."));
}

TEST_CASE("verify: refuses a folder in use, a missing one and an empty one", "[storage]") {
  const tests::TemporaryFolder folder;
  const auto kind_of = [&](const std::filesystem::path& path) {
    try {
      verify(path, {});
    } catch (const StorageFailure& failure) {
      return std::string(to_string(failure.kind()));
    }
    return std::string("sound");
  };
  CHECK(kind_of(folder.data()) == "refused");
  CHECK(kind_of(folder.path()) == "refused");
  const auto store = open_sqlite_store(folder.data(), fast());
  CHECK(kind_of(folder.data()) == "refused");
}

TEST_CASE("verify: after a crash the log is read where it stands", "[storage]") {
  const tests::TemporaryFolder folder;
  auto store = open_sqlite_store(folder.data(), fast());
  REQUIRE(test::status(*store, test::turn_commit(1, 1)) == CommitStatus::ok);
  store.reset();  // no close(): as after a kill, the log was never copied
  REQUIRE(std::filesystem::file_size(folder.data() / "boomerang.db-wal") > 0);
  std::filesystem::remove(folder.data() / "boomerang.db-shm");
  const auto report = verify(folder.data(), {});
  CHECK(report.is_sound());
  CHECK(report.journal_rows == 1);
}
