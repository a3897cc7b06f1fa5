// The Store on SQLite: one file `boomerang.db` in the data folder, WAL, synchronous=FULL. One
// connection writes and checkpoints, another only reads (why: docs/decisions/0002-checkpoints.md).
// The journal is append-only without a secondary index; each row links to its conversation's row
// before (docs/decisions/0001-journal.md).
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>

#include "storage/store.hpp"

namespace storage {

enum class Durability {
  power_cut,  // fsync before an answer: production
  none,       // the operating system writes when it likes: tests and simulation
};

struct SqliteOptions {
  Durability durability = Durability::power_cut;
  // Checkpoint when the write-ahead log has grown past this many pages of 4 KiB.
  std::size_t checkpoint_pages = 500;
  // Head pointers of conversations are written back after this many journal rows.
  std::size_t head_interval = 4096;
  // At most this many pages in the file, for tests of a full disk; 0 = no limit.
  std::size_t max_pages = 0;
};

// Makes the folder (0700) and the file (0600) when missing, migrates an older schema, finds the
// heads. Throws StorageFailure: refused (folder in use by another process, newer schema, not our
// file), fatal (corrupt), full.
std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& data_folder,
                                         const SqliteOptions& options = {});

}  // namespace storage
