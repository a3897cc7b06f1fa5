#include "bot/settings_secrets.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "base/random.hpp"

namespace bot {
namespace {

namespace fs = std::filesystem;
using base::Result;

constexpr mode_t kOwnerOnly = 0600;

base::Error bad_secret(const fs::path& path, std::string_view why) {
  return {base::Code::invalid_argument,
          "bad_secret",
          "the file '" + path.string() + "' " + std::string(why),
          {}};
}

// An open file, closed with its owner.
class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

bool is_inside(const fs::path& folder, const fs::path& file) {
  std::error_code error;
  const fs::path root = fs::weakly_canonical(folder, error);
  const fs::path real = error ? fs::path() : fs::canonical(file, error);
  if (error) return false;
  const fs::path relative = real.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

// Reads through the descriptor whose mode was checked, so that the file cannot be swapped between.
Result<Secret> read_all(int descriptor, const fs::path& path) {
  std::string bytes;
  std::array<char, 4096> part{};
  while (true) {
    const ssize_t count = read(descriptor, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return bad_secret(path, "cannot be read");
    if (count == 0) break;
    bytes.append(part.data(), static_cast<std::size_t>(count));
    if (bytes.size() > kMaxSecretBytes) return bad_secret(path, "is too large for a secret");
  }
  if (bytes.ends_with('\n')) bytes.pop_back();
  if (bytes.ends_with('\r')) bytes.pop_back();
  return Secret(std::move(bytes));
}

bool write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return fsync(descriptor) == 0;
}

// Writes the whole file under another name and links it to its own: it is there whole or not at
// all, and the first of two processes wins.
Result<void> create_secret(const fs::path& file) {
  base::SecureRandom random;
  const fs::path part = file.string() + "." + random.hex(8) + ".part";
  std::error_code error;
  {
    const Descriptor out(open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly));
    if (!out.is_open() || !write_all(out.get(), random.hex(32) + "\n")) {
      fs::remove(part, error);
      return bad_secret(part, "cannot be written");
    }
  }
  const bool is_linked = link(part.c_str(), file.c_str()) == 0 || errno == EEXIST;
  fs::remove(part, error);
  if (!is_linked) return bad_secret(file, "cannot be created");
  const Descriptor folder(open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open() || fsync(folder.get()) != 0) {
    return bad_secret(file, "cannot be made durable");
  }
  return {};
}

}  // namespace

Result<Secret> read_secret_file(const fs::path& folder, const fs::path& path, Secrecy secrecy) {
  const fs::path file = path.is_absolute() ? path : folder / path;
  // Opening a pipe or a device must not hang.
  const Descriptor in(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!in.is_open()) {
    return bad_secret(file, errno == ENOENT ? "does not exist" : "cannot be opened");
  }
  if (!path.is_absolute() && !is_inside(folder, file)) {
    return bad_secret(file, "lies outside the folder of the settings");
  }
  struct stat status {};
  if (fstat(in.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
    return bad_secret(file, "is no plain file");
  }
  if (secrecy == Secrecy::secret && (status.st_mode & 07777U & ~kOwnerOnly) != 0) {
    return bad_secret(file, "can be read or changed by others: chmod 600");
  }
  return read_all(in.get(), file);
}

Result<Secret> demo_secret(const fs::path& data_folder, std::string_view name, bool may_create) {
  const fs::path folder = data_folder / "secrets";
  const fs::path file = folder / (std::string(name) + ".key");
  std::error_code error;
  if (!fs::exists(file, error)) {
    if (!may_create) return base::Error{base::Code::not_found, "not_found", "not made yet"};
    fs::create_directories(folder, error);
    if (error) return bad_secret(folder, "cannot be created");
    fs::permissions(folder, fs::perms::owner_all, error);
    if (auto created = create_secret(file); !created) return created.error();
  }
  return read_secret_file(folder, file.filename(), Secrecy::secret);
}

}  // namespace bot
