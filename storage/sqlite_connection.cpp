#include "storage/sqlite_connection.hpp"

#include <sqlite3.h>

#include <string>

namespace storage {
namespace {

FailureKind kind_of(int code) {
  // A full disk shows up as this too: the shared index of the write-ahead log cannot grow.
  if (code == SQLITE_IOERR_SHMSIZE) return FailureKind::full;
  switch (code & 0xff) {
    case SQLITE_FULL:
      return FailureKind::full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return FailureKind::busy;
    // Everything else, above all a failed fsync, leaves unknown what is on disk.
    default:
      return FailureKind::fatal;
  }
}

void check(sqlite3* connection, int code, std::string_view doing) {
  if (code != SQLITE_OK) throw_sqlite(connection, code, doing);
}

}  // namespace

void throw_sqlite(sqlite3* connection, int code, std::string_view doing) {
  const int extended = connection != nullptr ? sqlite3_extended_errcode(connection) : code;
  const int precise = (extended & 0xff) == (code & 0xff) ? extended : code;
  const auto what = std::string(doing) + ": " +
                    (connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code)) +
                    " (SQLite " + std::to_string(precise) + ")";
  if ((precise & 0xff) == SQLITE_CONSTRAINT) throw ConstraintViolation(what);
  throw StorageFailure(kind_of(precise), what);
}

void execute(SQLite::Database& connection, const char* sql) {
  const int code = sqlite3_exec(connection.getHandle(), sql, nullptr, nullptr, nullptr);
  check(connection.getHandle(), code, "storage");
}

SQLite::Database open_connection(const std::filesystem::path& file, Access access) {
  constexpr int kBusyTimeoutMs = 5000;
  const int flags = access == Access::read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE;
  try {
    SQLite::Database connection(file.string(), flags | SQLite::OPEN_NOMUTEX, kBusyTimeoutMs);
    sqlite3* const raw = connection.getHandle();
    sqlite3_extended_result_codes(raw, 1);
    check(raw, sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr), "storage");
    check(raw, sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr), "storage");
    check(raw, sqlite3_db_config(raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr), "storage");
    execute(connection,
            "PRAGMA wal_autocheckpoint=0; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16384; PRAGMA cell_size_check=ON;");
    if (access == Access::read_only) execute(connection, "PRAGMA query_only=ON;");
    return connection;
  } catch (const SQLite::Exception& error) {
    throw StorageFailure(kind_of(error.getExtendedErrorCode()),
                         "cannot open " + file.string() + ": " + error.what());
  }
}

Query::Query(SQLite::Database& connection, const std::string& sql)
    : connection_(connection.getHandle()) {
  check(connection_,
        sqlite3_prepare_v3(connection_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement_,
                           nullptr),
        sql);
}

Query::~Query() {
  sqlite3_finalize(statement_);
}

// The code says again what the last step said, so it tells nothing new.
void Query::reset() {
  sqlite3_reset(statement_);
}

void Query::bind(int position, std::int64_t value) {
  check(connection_, sqlite3_bind_int64(statement_, position, value), "bind");
}

void Query::bind(int position, std::string_view value) {
  // An empty view may point nowhere, which SQLite would take for NULL.
  const char* const start = value.data() != nullptr ? value.data() : "";
  check(connection_,
        sqlite3_bind_text64(statement_, position, start, value.size(), SQLITE_STATIC, SQLITE_UTF8),
        "bind");
}

std::int64_t Query::changes() const {
  return sqlite3_changes64(connection_);
}

bool Query::Rows::next() {
  const int code = sqlite3_step(query_.statement_);
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    throw_sqlite(query_.connection_, code, sqlite3_sql(query_.statement_));
  }
  return false;
}

std::int64_t Query::Rows::integer(int column) const {
  return sqlite3_column_int64(query_.statement_, column);
}

bool Query::Rows::is_null(int column) const {
  return sqlite3_column_type(query_.statement_, column) == SQLITE_NULL;
}

std::string Query::Rows::text(int column) const {
  const auto* const start =
      static_cast<const char*>(sqlite3_column_blob(query_.statement_, column));
  const auto length = static_cast<std::size_t>(sqlite3_column_bytes(query_.statement_, column));
  return length == 0 ? std::string() : std::string(start, length);
}

}  // namespace storage
