#include <sys/stat.h>

#include <unordered_set>

#include "storage/blobs.hpp"
#include "storage/row_reader.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/verify_checks.hpp"

namespace storage {
namespace {

void verify_blob_of(const StoredUpload& upload, const Blobs& blobs, VerifyReport& report) {
  const auto name = "upload " + upload.row.id;
  const auto path = blobs.find(upload.row.hash);
  if (!path) {
    report.add("upload.blob", name, "no blob " + upload.row.hash);
    return;
  }
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(*path));
  if (size != upload.row.bytes) {
    report.add("upload.size", name, "bytes: " + but_is(upload.row.bytes, size));
  }
}

void verify_hash(const Blobs& blobs, const std::string& hash, VerifyReport& report) {
  try {
    if (!blobs.read(hash)) report.add("blob.hash", "blob " + hash, "in the wrong folder");
  } catch (const StorageFailure& failure) {
    report.add("blob.hash", "blob " + hash, failure.what());
  }
}

base::Duration age_of(const std::filesystem::path& path, base::Instant now) {
  struct ::stat status {};
  if (::stat(path.c_str(), &status) != 0) return base::Duration::zero();
  const auto changed = std::chrono::seconds(status.st_mtim.tv_sec);
  return now.time_since_epoch() - std::chrono::duration_cast<base::Duration>(changed);
}

}  // namespace

void verify_uploads(SQLite::Database& connection, const std::filesystem::path& data_folder,
                    const VerifyOptions& options, VerifyReport& report) {
  if (!std::filesystem::is_directory(data_folder / "blobs")) {
    Query any(connection, "SELECT 1 FROM uploads");
    if (any.rows().next()) report.add("upload.blob", "blobs", "the folder is gone");
    return;
  }
  const Blobs blobs(data_folder);
  std::unordered_set<std::string> referenced;
  Query query(connection, select(kUploadColumns, "FROM uploads ORDER BY id"));
  Query find_conversation(connection, "SELECT 1 FROM conversations WHERE id = ?");
  auto rows = query.rows();
  while (rows.next()) {
    ++report.uploads;
    const auto upload = read_upload(rows);
    verify_blob_of(upload, blobs, report);
    if (upload.conversation != 0 && !find_conversation.rows(upload.conversation).next()) {
      report.add("upload.conversation", "upload " + upload.row.id, "no such conversation");
    }
    referenced.insert(upload.row.hash);
  }
  blobs.for_each([&](const std::string& hash, const std::filesystem::path& path) {
    ++report.blobs;
    if (options.hashes_blobs) verify_hash(blobs, hash, report);
    if (!referenced.contains(hash) && age_of(path, options.now) > options.orphan_grace) {
      report.add("blob.orphan", "blob " + hash, "no upload points to it");
    }
  });
}

}  // namespace storage
