// One upload from the first byte of the request's body to its row: reads the form, checks size and
// signature while bytes arrive, writes them to a blob. Nothing of it stays in memory, and nothing
// on disk when it fails or is dropped.
//
// feed on one thread; finish may run on another once feeding is over (it waits for the disk).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/random.hpp"
#include "bot/uploads/file_type.hpp"
#include "bot/uploads/multipart.hpp"
#include "storage/blobs.hpp"
#include "storage/commit.hpp"

namespace bot {

struct UploadLimits {
  std::int64_t file_bytes = 10 * 1024 * 1024;
  // What the form around the file may add to the request.
  std::int64_t form_bytes = 16 * 1024;
  std::int64_t request_bytes() const { return file_bytes + form_bytes; }
};

class UploadReceiver {
 public:
  // Errors: those of multipart_boundary.
  static base::Result<std::unique_ptr<UploadReceiver>> create(std::string_view content_type,
                                                              const UploadLimits& limits,
                                                              storage::Blobs& blobs);

  // Errors: `too_large`, `bad_type` (not JPEG, PNG or PDF), those of MultipartReader, and
  // `storage_full`. Throws StorageFailure when the disk is broken.
  base::Result<void> feed(std::string_view bytes);

  // Makes the file durable. Errors: `bad_multipart` (the form is not complete), `empty`,
  // `bad_type`, `storage_full`. The row is not written: that is the caller's commit.
  base::Result<storage::UploadRow> finish(std::string owner, base::Instant now,
                                          base::Random& random);

  std::int64_t file_bytes() const { return received_; }

 private:
  UploadReceiver(std::string boundary, const UploadLimits& limits, storage::Blobs& blobs);
  base::Result<void> take(std::string_view bytes);
  base::Result<void> settle_type();
  base::Result<void> write(std::string_view bytes);

  UploadLimits limits_;
  storage::Blobs& blobs_;
  MultipartReader reader_;
  std::optional<storage::BlobWriter> writer_;
  std::string first_bytes_;  // until the type is settled
  std::optional<FileType> type_;
  std::int64_t received_ = 0;
};

// Body of the answer to POST /v1/uploads: {"upload","name","type","size"}.
std::string upload_answer(const storage::UploadRow& row);

}  // namespace bot
