// Writes what a commit changes of the staff console. Inside the savepoint of SqliteWriter. Commit
// thread only.
#pragma once

#include <SQLiteCpp/Database.h>

#include "storage/console_rows.hpp"
#include "storage/sqlite_connection.hpp"

namespace storage {

class ConsoleWriter {
 public:
  explicit ConsoleWriter(SQLite::Database& connection);
  // Throws CommitConflict (row_writer.hpp) or ConstraintViolation.
  void write(const ConsoleChanges& changes);

 private:
  void write_owner(const OwnerWrite& write);

  Query upsert_staff_, use_code_;
  Query insert_session_, end_session_, end_sessions_of_;
  Query insert_owner_, update_owner_;
  Query insert_note_, upsert_rating_, upsert_key_;
};

}  // namespace storage
