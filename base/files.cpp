#include "base/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

namespace base {

std::optional<std::string> read_file(const std::filesystem::path& path, std::uintmax_t most) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > most) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.bad()) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(file.gcount()));  // it may have shrunk meanwhile
  return bytes;
}

std::optional<SharedBytes> map_file(const std::filesystem::path& path, std::uintmax_t most) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct stat status {};
  const bool is_known = ::fstat(file, &status) == 0;
  const auto size = is_known ? static_cast<std::size_t>(status.st_size) : 0;
  void* at = MAP_FAILED;
  if (size > 0 && size <= most) {
    at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
  }
  ::close(file);
  if (at == MAP_FAILED) return std::nullopt;
  const std::shared_ptr<void> owner(at, [size](void* mapped) { ::munmap(mapped, size); });
  return SharedBytes{{static_cast<const char*>(at), size}, owner};
}

}  // namespace base
