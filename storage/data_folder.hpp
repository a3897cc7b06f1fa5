// The folder that holds everything durable of one server, and the lock that keeps a second server
// out of it:
//   boomerang.db (and SQLite's -wal, -shm)   lock   blobs/
// Only its owner may read it (0700, files 0600). Any thread.
#pragma once

#include <filesystem>

#include "storage/failure.hpp"

namespace storage {

// Makes the folder if it is missing, takes away other people's rights, and holds `lock` until
// destroyed; the operating system lets go when the process dies. Throws StorageFailure(refused)
// when another server holds it or the folder cannot be used.
class DataFolder {
 public:
  enum class Missing { create, refuse };
  explicit DataFolder(std::filesystem::path path, Missing missing = Missing::create);
  ~DataFolder();
  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path database() const { return path_ / "boomerang.db"; }

 private:
  std::filesystem::path path_;
  int lock_ = -1;
};

// Makes names in the folder (new files, renames) survive a power cut. Throws StorageFailure(fatal).
void sync_folder(const std::filesystem::path& folder);

}  // namespace storage
