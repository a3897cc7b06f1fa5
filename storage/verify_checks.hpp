// The parts of verify(), each over one group of tables. They add what they find to the report and
// count what they read. Thread of the caller.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>

#include "storage/verify.hpp"

namespace storage {

// "3 expected, 4 found"
std::string but_is(std::int64_t expected, std::int64_t found);

// The file itself: SQLite's own check of every page and index, and foreign keys.
void verify_file(SQLite::Database& connection, VerifyReport& report);
// Turns, sequence numbers, links, heads, client ids, snapshots; calls the journal's visitors.
void verify_journal(SQLite::Database& connection, const VerifyOptions& options,
                    VerifyReport& report);
// Cases and their events, policies, due rows; calls the case visitor.
void verify_cases(SQLite::Database& connection, const VerifyOptions& options, VerifyReport& report);
// Outbox and idempotency rows.
void verify_outbox(SQLite::Database& connection, VerifyReport& report);
// The chain of the audit trail: the first row that breaks it.
void verify_audit(SQLite::Database& connection, VerifyReport& report);
// Upload rows against the blobs in the folder, both ways.
void verify_uploads(SQLite::Database& connection, const std::filesystem::path& data_folder,
                    const VerifyOptions& options, VerifyReport& report);

}  // namespace storage
