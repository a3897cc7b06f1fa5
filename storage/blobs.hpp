// Files that people send, each named by the SHA-256 of its bytes: blobs/ab/cd/abcd... in the data
// folder. A blob that finish() returned for survives a power cut; the same bytes twice are one
// file. Rows that point to a blob are written after it (store.hpp). Never interprets the bytes.
// Blobs: any thread. BlobWriter: one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "storage/failure.hpp"

namespace storage {

struct StoredBlob {
  std::string hash;  // SHA-256, 64 lower-case hexadecimal digits
  std::int64_t bytes = 0;
};

// One blob on its way in. Destroyed without finish(), it leaves nothing behind.
class BlobWriter {
 public:
  BlobWriter(BlobWriter&&) noexcept;
  BlobWriter& operator=(BlobWriter&&) noexcept;
  ~BlobWriter();

  // Appends and hashes. Throws StorageFailure (full, fatal).
  void write(std::span<const std::byte> bytes);
  std::int64_t bytes() const;
  // fsync, rename to its name, fsync of the folders. Once; nothing may be written after it.
  // Throws StorageFailure (full, fatal).
  StoredBlob finish();

 private:
  friend class Blobs;
  struct Impl;
  explicit BlobWriter(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class Blobs {
 public:
  // Makes data_folder/blobs and data_folder/blobs/parts where missing (0700).
  explicit Blobs(const std::filesystem::path& data_folder);

  BlobWriter start();
  // Where the bytes are, or nothing when there is no such blob or it is no hash at all.
  std::optional<std::filesystem::path> find(std::string_view hash) const;
  // All bytes; nothing when missing. Throws StorageFailure(fatal) when they do not have that hash.
  std::optional<std::string> read(std::string_view hash) const;
  // Deletes what interrupted writers left behind. At start, while nobody writes. Returns how many.
  std::size_t sweep_parts();
  // Visits every blob: hash, path. Not in any order.
  void for_each(
      const std::function<void(const std::string&, const std::filesystem::path&)>& visit) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace storage
