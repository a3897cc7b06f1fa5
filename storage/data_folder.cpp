#include "storage/data_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace storage {
namespace {

[[noreturn]] void refuse(const std::string& what, int error) {
  throw StorageFailure(FailureKind::refused, what + ": " + std::strerror(error));
}

void make_private_folder(const std::filesystem::path& path) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) {
    refuse("cannot make the data folder " + path.string(), errno);
  }
  struct ::stat status {};
  if (::stat(path.c_str(), &status) != 0) refuse("cannot read " + path.string(), errno);
  if (!S_ISDIR(status.st_mode)) refuse("the data folder " + path.string(), ENOTDIR);
  if ((status.st_mode & 077) != 0 && ::chmod(path.c_str(), 0700) != 0) {
    refuse("other users can read the data folder " + path.string() + " and its mode cannot be set",
           errno);
  }
}

// Who holds the lock wrote its process id there.
std::string read_holder(int lock) {
  char text[32] = {};
  const auto length = ::pread(lock, text, sizeof text - 1, 0);
  std::string holder(text, length > 0 ? static_cast<std::size_t>(length) : 0);
  while (!holder.empty() && holder.back() == '\n') holder.pop_back();
  return holder.empty() ? "" : " (process " + holder + ")";
}

}  // namespace

DataFolder::DataFolder(std::filesystem::path path, Missing missing) : path_(std::move(path)) {
  if (missing == Missing::create) {
    make_private_folder(path_);
  } else if (!std::filesystem::is_directory(path_)) {
    refuse("no data folder at " + path_.string(), ENOENT);
  }
  const auto lock_path = path_ / "lock";
  lock_ = ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) refuse("cannot open " + lock_path.string(), errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    const auto holder = read_holder(lock_);
    ::close(std::exchange(lock_, -1));
    if (error != EWOULDBLOCK) refuse("cannot lock " + lock_path.string(), error);
    throw StorageFailure(FailureKind::refused,
                         "the data folder " + path_.string() + " is in use by another server" +
                             holder + "; stop that one first, or give this one its own folder");
  }
  const auto process = std::to_string(::getpid()) + "\n";
  // The number is only there for the message above, so a failure to write it does not matter.
  if (::ftruncate(lock_, 0) == 0) {
    [[maybe_unused]] const auto written = ::pwrite(lock_, process.data(), process.size(), 0);
  }
}

DataFolder::~DataFolder() {
  if (lock_ >= 0) ::close(lock_);
}

void sync_folder(const std::filesystem::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const int result = file < 0 ? -1 : ::fsync(file);
  const int error = errno;
  if (file >= 0) ::close(file);
  if (result != 0) {
    throw StorageFailure(FailureKind::fatal,
                         "cannot sync the folder " + folder.string() + ": " + std::strerror(error));
  }
}

}  // namespace storage
