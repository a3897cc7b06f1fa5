// Writes batches of commits through the one connection that writes and checkpoints. Commit thread
// only.
#pragma once

#include <SQLiteCpp/Database.h>

#include <span>
#include <vector>

#include "storage/heads.hpp"
#include "storage/row_writer.hpp"
#include "storage/store.hpp"

namespace storage {

class SqliteWriter {
 public:
  SqliteWriter(SQLite::Database& connection, Heads& heads, std::size_t head_interval);

  std::vector<CommitResult> write(std::span<const Commit* const> batch);
  // Saves every head, so that the next start has no tail to scan.
  void save_all_heads();
  bool can_write();

 private:
  CommitResult write_one(const Commit& commit);
  // The turn and snapshot of a commit; nullopt: wrote them, otherwise why not.
  std::optional<std::string> write_turn(const Commit& commit, JournalRowId& row);
  std::optional<Head> find_head(ConversationId id);
  void save_some_heads(std::size_t count);
  void finish_saving();
  void roll_back();

  SQLite::Database& connection_;
  Heads& heads_;
  std::size_t head_interval_;
  RowWriter rows_;

  HeadMap batch_heads_;             // of the open transaction
  JournalRowId last_row_ = 0;       // newest row that was committed or is in the open transaction
  JournalRowId committed_row_ = 0;  // newest row that was committed
  JournalRowId saved_row_ = 0;      // every head up to this row is in the database

  // A round of saving heads in pieces, one piece a batch: `saving_` holds the conversations,
  // `saved_count_` how many are done, `saving_up_to_` the row that the round will make true.
  std::vector<ConversationId> saving_;
  std::size_t saved_count_ = 0;
  JournalRowId saving_up_to_ = 0;

  Query begin_, commit_, savepoint_, release_, roll_back_to_;
  Query read_head_, insert_journal_, upsert_snapshot_, save_head_, save_marker_;
};

}  // namespace storage
