// Checks every invariant of a data folder that no server is using, after a crash test or by hand
// (`boomerang verify-store`). Reads only. What needs the case machines or the dialog engine (legal
// transitions, snapshot = fold of the changes) is added by the caller through the visitors.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "storage/commit.hpp"
#include "storage/failure.hpp"
#include "storage/store.hpp"

namespace storage {

struct Violation {
  std::string rule;     // stable name, such as "journal.turn_gap"
  std::string subject;  // which row: ids only
  std::string detail;
};

struct VerifyReport {
  std::vector<Violation> violations;  // the first 1,000
  std::int64_t violation_count = 0;   // all
  std::int64_t conversations = 0;
  std::int64_t journal_rows = 0;
  std::int64_t cases = 0;
  std::int64_t case_events = 0;
  std::int64_t due = 0;
  std::int64_t outbox = 0;
  std::int64_t audit_rows = 0;
  std::int64_t uploads = 0;
  std::int64_t blobs = 0;

  bool is_sound() const { return violation_count == 0; }
  void add(std::string rule, std::string subject, std::string detail);
  // One violation a line, then the counts.
  std::string to_string() const;
};

struct VerifyOptions {
  base::Instant now{};
  // Also reads every blob and compares its hash; otherwise only its size.
  bool hashes_blobs = true;
  // Unreferenced blobs (a crash between blob and row leaves one) are a violation when older.
  base::Duration orphan_grace = std::chrono::hours(24);

  // Each is optional.
  // A case with all of its events, oldest first.
  std::function<void(const CaseRow&, const std::vector<CaseEventRow>&, VerifyReport&)> on_case;
  // Whether a case in this state may still have due rows.
  std::function<bool(const CaseRow&)> is_live;
  // Every journal row, ordered by row id (so by turn within a conversation).
  std::function<void(const JournalRow&, VerifyReport&)> on_journal_row;
  // Every snapshot, after all journal rows.
  std::function<void(const Snapshot&, VerifyReport&)> on_snapshot;
};

// Throws StorageFailure(refused) when the folder is in use, has no store or a newer one.
VerifyReport verify(const std::filesystem::path& data_folder, const VerifyOptions& options);

}  // namespace storage
