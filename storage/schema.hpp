// The tables, as a list of migrations that only grows: one that was released is never edited.
#pragma once

#include <SQLiteCpp/Database.h>

#include <span>

namespace storage {

struct Migration {
  const char* name;
  const char* sql;
};

// Migration n leads from schema version n to n + 1.
std::span<const Migration> migrations();

// Brings the database to the newest version of the list. Each migration is one transaction together
// with the version number, so a kill in the middle leaves it as if never begun. Throws
// StorageFailure(refused) for a newer schema or a file that is not ours.
void migrate(SQLite::Database& connection, std::span<const Migration> list);

// Throws as migrate does, and also for an older schema. Changes nothing.
void require_newest_schema(SQLite::Database& connection);

}  // namespace storage
