#include "storage/blobs.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/check.hpp"
#include "base/crash_point.hpp"
#include "base/digest.hpp"
#include "storage/data_folder.hpp"

namespace storage {
namespace {

[[noreturn]] void fail(const std::string& what, int error) {
  const auto kind = error == ENOSPC || error == EDQUOT ? FailureKind::full : FailureKind::fatal;
  throw StorageFailure(kind, what + ": " + std::strerror(error));
}

// Returns whether it made the folder.
bool make_folder(const std::filesystem::path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0) return true;
  if (errno != EEXIST) fail("cannot make the folder " + folder.string(), errno);
  return false;
}

bool is_hash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::filesystem::path path_of(const std::filesystem::path& folder, std::string_view hash) {
  return folder / hash.substr(0, 2) / hash.substr(2, 2) / hash;
}

class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new()) {
    ENSURE(context_ != nullptr && EVP_DigestInit_ex(context_, EVP_sha256(), nullptr) == 1,
           "SHA-256 is available");
  }
  ~Sha256() { EVP_MD_CTX_free(context_); }
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(const void* bytes, std::size_t size) {
    ENSURE(EVP_DigestUpdate(context_, bytes, size) == 1, "SHA-256 goes on");
  }
  std::string hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    ENSURE(EVP_DigestFinal_ex(context_, digest.data(), &size) == 1, "SHA-256 ends");
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (unsigned int i = 0; i < size; ++i) {
      text += kDigits[digest[i] >> 4U];
      text += kDigits[digest[i] & 0xfU];
    }
    return text;
  }

 private:
  EVP_MD_CTX* context_;
};

}  // namespace

struct BlobWriter::Impl {
  std::filesystem::path folder;
  std::filesystem::path part;
  int file = -1;
  Sha256 hash;
  std::int64_t bytes = 0;

  ~Impl() {
    if (file >= 0) ::close(file);
    if (!part.empty()) ::unlink(part.c_str());
  }
};

BlobWriter::BlobWriter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;
BlobWriter& BlobWriter::operator=(BlobWriter&&) noexcept = default;
BlobWriter::~BlobWriter() = default;

std::int64_t BlobWriter::bytes() const {
  return impl_->bytes;
}

void BlobWriter::write(std::span<const std::byte> bytes) {
  ENSURE(impl_->file >= 0, "nothing is written after finish");
  impl_->hash.add(bytes.data(), bytes.size());
  impl_->bytes += static_cast<std::int64_t>(bytes.size());
  while (!bytes.empty()) {
    const auto written = ::write(impl_->file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot write " + impl_->part.string(), errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

StoredBlob BlobWriter::finish() {
  Impl& blob = *impl_;
  ENSURE(blob.file >= 0, "finish comes once");
  base::crash_point("blob.before_sync");
  if (::fsync(blob.file) != 0) fail("cannot sync " + blob.part.string(), errno);
  ::close(std::exchange(blob.file, -1));

  StoredBlob stored{blob.hash.hex(), blob.bytes};
  const auto target = path_of(blob.folder, stored.hash);
  const auto inner = target.parent_path();
  const auto outer = inner.parent_path();
  if (make_folder(outer)) sync_folder(blob.folder);
  if (make_folder(inner)) sync_folder(outer);
  base::crash_point("blob.before_rename");
  // Over a file of the same name, which then has the same bytes.
  if (::rename(blob.part.c_str(), target.c_str()) != 0) {
    fail("cannot name " + target.string(), errno);
  }
  blob.part.clear();
  base::crash_point("blob.after_rename");
  sync_folder(inner);
  return stored;
}

Blobs::Blobs(const std::filesystem::path& data_folder) : folder_(data_folder / "blobs") {
  if (make_folder(folder_)) sync_folder(data_folder);
  if (make_folder(folder_ / "parts")) sync_folder(folder_);
}

BlobWriter Blobs::start() {
  auto impl = std::make_unique<BlobWriter::Impl>();
  impl->folder = folder_;
  std::string name = (folder_ / "parts" / "XXXXXX").string();
  impl->file = ::mkostemp(name.data(), O_CLOEXEC);  // makes it 0600
  if (impl->file < 0) fail("cannot make a file in " + (folder_ / "parts").string(), errno);
  impl->part = name;
  return BlobWriter(std::move(impl));
}

std::optional<std::filesystem::path> Blobs::find(std::string_view hash) const {
  if (!is_hash(hash)) return std::nullopt;  // so no name can lead out of the folder
  auto path = path_of(folder_, hash);
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error)) return std::nullopt;
  return path;
}

std::optional<std::string> Blobs::read(std::string_view hash) const {
  const auto path = find(hash);
  if (!path) return std::nullopt;
  std::ifstream file(*path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file || base::sha256_hex(bytes) != hash) {
    throw StorageFailure(FailureKind::fatal, "blob " + path->string() + " is damaged");
  }
  return bytes;
}

std::size_t Blobs::sweep_parts() {
  std::size_t swept = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder_ / "parts")) {
    if (std::filesystem::remove(entry.path())) ++swept;
  }
  return swept;
}

void Blobs::for_each(
    const std::function<void(const std::string&, const std::filesystem::path&)>& visit) const {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
    auto name = entry.path().filename().string();
    if (entry.is_regular_file() && is_hash(name)) visit(name, entry.path());
  }
}

}  // namespace storage
