#include "bot/uploads/upload_receiver.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "bot/uploads/file_name.hpp"
#include "storage/failure.hpp"

namespace bot {
namespace {

using base::Code;
using base::Error;
using base::Result;

Error storage_full() {
  return {Code::unavailable, "storage_full", "there is no room for files at the moment"};
}

// Runs what touches the disk. A full disk is an answer; anything worse goes up.
template <class Action>
auto on_disk(Action action) -> Result<decltype(action())> {
  try {
    if constexpr (std::is_void_v<decltype(action())>) {
      action();
      return {};
    } else {
      return action();
    }
  } catch (const storage::StorageFailure& failure) {
    if (failure.kind() != storage::FailureKind::full) throw;
    return storage_full();
  }
}

}  // namespace

Result<std::unique_ptr<UploadReceiver>> UploadReceiver::create(std::string_view content_type,
                                                               const UploadLimits& limits,
                                                               storage::Blobs& blobs) {
  auto boundary = multipart_boundary(content_type);
  if (!boundary) return boundary.error();
  return std::unique_ptr<UploadReceiver>(new UploadReceiver(std::move(*boundary), limits, blobs));
}

UploadReceiver::UploadReceiver(std::string boundary, const UploadLimits& limits,
                               storage::Blobs& blobs)
    : limits_(limits),
      blobs_(blobs),
      reader_(std::move(boundary), [this](std::string_view bytes) { return take(bytes); }) {}

Result<void> UploadReceiver::feed(std::string_view bytes) {
  return reader_.feed(bytes);
}

Result<void> UploadReceiver::take(std::string_view bytes) {
  received_ += static_cast<std::int64_t>(bytes.size());
  if (received_ > limits_.file_bytes) {
    return Error{Code::limit_exceeded, "too_large",
                 "a file has at most " + std::to_string(limits_.file_bytes) + " bytes"};
  }
  if (type_) return write(bytes);
  // Nothing reaches the disk before it is known what it is.
  const std::size_t missing = kSignatureBytes - first_bytes_.size();
  first_bytes_.append(bytes.substr(0, missing));
  if (first_bytes_.size() < kSignatureBytes) return {};
  if (auto settled = settle_type(); !settled) return settled;
  return bytes.size() > missing ? write(bytes.substr(missing)) : Result<void>();
}

Result<void> UploadReceiver::settle_type() {
  type_ = file_type_of(first_bytes_);
  if (!type_) {
    return Error{Code::invalid_argument, "bad_type", "the file is neither JPEG, PNG nor PDF"};
  }
  auto started = on_disk([&] { writer_.emplace(blobs_.start()); });
  return started ? write(first_bytes_) : started;
}

Result<void> UploadReceiver::write(std::string_view bytes) {
  return on_disk([&] { writer_->write(std::as_bytes(std::span(bytes.data(), bytes.size()))); });
}

Result<storage::UploadRow> UploadReceiver::finish(std::string owner, base::Instant now,
                                                  base::Random& random) {
  if (auto whole = reader_.finish(); !whole) return whole.error();
  if (received_ == 0) return Error{Code::invalid_argument, "empty", "the file is empty"};
  if (!type_) {
    return Error{Code::invalid_argument, "bad_type", "the file is neither JPEG, PNG nor PDF"};
  }
  auto blob = on_disk([&] { return writer_->finish(); });
  writer_.reset();
  if (!blob) return blob.error();
  storage::UploadRow row;
  row.id = base::make_uuid7(now, random);
  row.owner = std::move(owner);
  row.name = clean_file_name(reader_.file_name(), *type_);
  row.type = to_string(*type_);
  row.bytes = blob->bytes;
  row.hash = std::move(blob->hash);
  row.created = now;
  return row;
}

std::string upload_answer(const storage::UploadRow& row) {
  std::string body;
  base::JsonWriter(body)
      .open_object()
      .key("upload")
      .text(row.id)
      .key("name")
      .text(row.name)
      .key("type")
      .text(row.type)
      .key("size")
      .integer(row.bytes)
      .close_object();
  return body;
}

}  // namespace bot
