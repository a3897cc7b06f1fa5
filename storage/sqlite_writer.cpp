#include "storage/sqlite_writer.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "base/check.hpp"
#include "base/crash_point.hpp"

namespace storage {
namespace {

// So many heads are saved with one batch: enough to finish a round long before the next one, few
// enough not to be felt.
constexpr std::size_t kHeadsPerBatch = 128;

std::string place_of(const JournalRow& row) {
  return "turn " + std::to_string(row.turn) + " of conversation " +
         std::to_string(row.conversation);
}

}  // namespace

SqliteWriter::SqliteWriter(SQLite::Database& connection, Heads& heads, std::size_t head_interval)
    : connection_(connection),
      heads_(heads),
      head_interval_(head_interval),
      rows_(connection),
      begin_(connection, "BEGIN IMMEDIATE"),
      commit_(connection, "COMMIT"),
      savepoint_(connection, "SAVEPOINT one_commit"),
      release_(connection, "RELEASE one_commit"),
      roll_back_to_(connection, "ROLLBACK TO one_commit"),
      read_head_(connection, "SELECT head, head_turn, head_seq FROM conversations WHERE id = ?"),
      insert_journal_(connection,
                      "INSERT INTO journal(conversation, prev, turn, first_seq, last_seq, at,"
                      " client_id, input, output, change, recorded)"
                      " VALUES(?,?,?,?,?,?,?,?,?,?,?)"),
      upsert_snapshot_(connection,
                       "INSERT INTO snapshots(conversation, turn, state) VALUES(?,?,?)"
                       " ON CONFLICT(conversation) DO UPDATE SET turn=excluded.turn,"
                       " state=excluded.state WHERE excluded.turn > turn"),
      save_head_(connection,
                 "UPDATE conversations SET head=?2, head_turn=?3, head_seq=?4 WHERE id=?1"),
      save_marker_(connection,
                   "INSERT INTO meta(name, value) VALUES('heads_complete_to', ?)"
                   " ON CONFLICT(name) DO UPDATE SET value=excluded.value") {
  Query newest(connection, "SELECT max(id) FROM journal");
  Query marker(connection, "SELECT value FROM meta WHERE name = 'heads_complete_to'");
  auto row = newest.rows();
  if (row.next()) last_row_ = committed_row_ = row.integer(0);
  auto saved = marker.rows();
  if (saved.next()) saved_row_ = saved.integer(0);
}

std::vector<CommitResult> SqliteWriter::write(std::span<const Commit* const> batch) {
  std::vector<CommitResult> results;
  results.reserve(batch.size());
  batch_heads_.clear();
  try {
    begin_.run();
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (i == batch.size() / 2) base::crash_point("store.batch_begun");
      results.push_back(write_one(*batch[i]));
    }
    save_some_heads(kHeadsPerBatch);
    base::crash_point("store.before_commit");
    commit_.run();
  } catch (...) {  // whatever it was, the transaction must not stay open; it goes on to the caller
    roll_back();
    throw;
  }
  base::crash_point("store.after_commit");
  committed_row_ = last_row_;
  heads_.apply(batch_heads_);
  finish_saving();
  return results;
}

CommitResult SqliteWriter::write_one(const Commit& commit) {
  CommitResult result;
  const auto refuse = [&result](std::string why) {
    result = {CommitStatus::conflict, 0, std::move(why)};
  };
  if (!RowWriter::has_rows(commit)) {
    // The common turn needs no savepoint: it is checked before anything is written.
    if (auto why = write_turn(commit, result.journal_row)) refuse(std::move(*why));
    return result;
  }
  savepoint_.run();
  std::optional<std::string> why;
  try {
    rows_.write(commit);
    why = write_turn(commit, result.journal_row);
  } catch (const CommitConflict& conflict) {
    why = conflict.what();
  } catch (const ConstraintViolation& violation) {
    why = violation.what();
  }
  if (why) {
    roll_back_to_.run();
    refuse(std::move(*why));
  }
  release_.run();
  return result;
}

std::optional<std::string> SqliteWriter::write_turn(const Commit& commit, JournalRowId& row_id) {
  if (!commit.turn) return std::nullopt;
  const JournalRow& row = *commit.turn;
  const auto head = find_head(row.conversation);
  if (!head) return place_of(row) + ": no such conversation";
  if (row.turn != head->turn + 1) {
    return place_of(row) + " does not follow turn " + std::to_string(head->turn);
  }
  if (row.first_seq != head->last_seq + 1 || row.last_seq < head->last_seq) {
    return place_of(row) + " does not follow message " + std::to_string(head->last_seq);
  }
  insert_journal_.run(row.conversation, head->row, row.turn, row.first_seq, row.last_seq, row.at,
                      row.client_id, row.input, row.output, row.change, row.recorded);
  row_id = last_row_ = sqlite3_last_insert_rowid(connection_.getHandle());
  if (commit.snapshot) {
    const Snapshot& snapshot = *commit.snapshot;
    upsert_snapshot_.run(snapshot.conversation, snapshot.turn, snapshot.state);
  }
  batch_heads_[row.conversation] = Head{row_id, row.turn, row.last_seq};
  return std::nullopt;
}

std::optional<Head> SqliteWriter::find_head(ConversationId id) {
  const auto written = batch_heads_.find(id);
  if (written != batch_heads_.end()) return written->second;
  if (auto head = heads_.find(id)) return head;
  auto row = read_head_.rows(id);
  if (!row.next()) return std::nullopt;
  return Head{row.integer(0), row.integer(1), row.integer(2)};
}

// A round begins when enough rows came since the last one; each batch then saves a piece of it,
// with the heads as they are by now. The marker is written with the last piece.
void SqliteWriter::save_some_heads(std::size_t count) {
  if (saving_.empty()) {
    if (committed_row_ - saved_row_ < static_cast<std::int64_t>(head_interval_)) return;
    saving_ = heads_.unsaved();
    saved_count_ = 0;
    saving_up_to_ = committed_row_;
  }
  const auto end = std::min(saving_.size(), saved_count_ + count);
  for (auto i = saved_count_; i < end; ++i) {
    const auto head = find_head(saving_[i]);
    ENSURE(head.has_value(), "a conversation with an unsaved head exists");
    save_head_.run(saving_[i], head->row, head->turn, head->last_seq);
  }
  if (end == saving_.size()) save_marker_.run(saving_up_to_);
}

// After the COMMIT of what save_some_heads wrote.
void SqliteWriter::finish_saving() {
  if (saving_.empty()) return;
  saved_count_ = std::min(saving_.size(), saved_count_ + kHeadsPerBatch);
  if (saved_count_ < saving_.size()) return;
  saved_row_ = saving_up_to_;
  heads_.forget(saved_row_);
  saving_.clear();
}

void SqliteWriter::save_all_heads() {
  batch_heads_.clear();
  try {
    begin_.run();
    for (const auto id : heads_.unsaved()) {
      const auto head = find_head(id);
      save_head_.run(id, head->row, head->turn, head->last_seq);
    }
    save_marker_.run(committed_row_);
    commit_.run();
  } catch (...) {
    roll_back();
    throw;
  }
  saving_.clear();
  saved_row_ = committed_row_;
  heads_.forget(saved_row_);
}

bool SqliteWriter::can_write() {
  // More than a batch of a few turns needs, so that healing is not taken back at once.
  constexpr const char* kTake =
      "BEGIN IMMEDIATE; INSERT OR REPLACE INTO space_probe(id, filler) VALUES(1, zeroblob(262144));"
      "COMMIT;";
  try {
    execute(connection_, kTake);
    execute(connection_, "DELETE FROM space_probe");
    return true;
  } catch (const StorageFailure& failure) {
    roll_back();
    if (failure.kind() == FailureKind::fatal) throw;
    return false;
  }
}

void SqliteWriter::roll_back() {
  sqlite3* const raw = connection_.getHandle();
  // SQLite rolls back by itself after some errors. If it cannot now, the connection is useless and
  // the next BEGIN says so.
  if (sqlite3_get_autocommit(raw) == 0) sqlite3_exec(raw, "ROLLBACK", nullptr, nullptr, nullptr);
  batch_heads_.clear();
  last_row_ = committed_row_;
}

}  // namespace storage
