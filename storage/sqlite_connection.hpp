// One connection to the database file and its prepared statements, with SQLite's error codes turned
// into StorageFailure. A connection and its statements belong to one thread at a time.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "storage/failure.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace storage {

// A row could not be written because its key exists already or a rule of the schema forbids it.
// Stays inside this module: the writer turns it into CommitStatus::conflict.
class ConstraintViolation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Throws what an SQLite result code other than OK, ROW and DONE means.
[[noreturn]] void throw_sqlite(sqlite3* connection, int code, std::string_view doing);

enum class Access { read_write, read_only };

// Opens with every setting that safety asks for. A read_only connection never checkpoints: while
// two connections do, SQLite before 3.51.3 can lose commits (docs/decisions/0002-checkpoints.md).
SQLite::Database open_connection(const std::filesystem::path& file, Access access);

void execute(SQLite::Database& connection, const char* sql);

// A prepared statement. Values are bound without a copy, so they must outlive the Rows.
class Query {
 public:
  Query(SQLite::Database& connection, const std::string& sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // The results of one run. Resets the statement when destroyed: one left open would hold its read
  // transaction open, and with it the write-ahead log.
  class Rows {
   public:
    explicit Rows(Query& query) : query_(query) {}
    ~Rows() { query_.reset(); }
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    // The next row; false after the last.
    bool next();
    std::int64_t integer(int column) const;
    std::string text(int column) const;
    base::Instant instant(int column) const { return base::from_milliseconds(integer(column)); }
    bool is_null(int column) const;

   private:
    Query& query_;
  };

  template <class... Values>
  Rows rows(const Values&... values) {
    int position = 0;
    (bind(++position, values), ...);
    return Rows(*this);
  }
  // For statements without results. Returns how many rows it changed.
  template <class... Values>
  std::int64_t run(const Values&... values) {
    Rows rows_of_run = rows(values...);
    rows_of_run.next();
    return changes();
  }

 private:
  void bind(int position, std::int64_t value);
  void bind(int position, int value) { bind(position, static_cast<std::int64_t>(value)); }
  void bind(int position, std::string_view value);
  void bind(int position, base::Instant value) { bind(position, base::to_milliseconds(value)); }
  std::int64_t changes() const;
  void reset();

  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

}  // namespace storage
