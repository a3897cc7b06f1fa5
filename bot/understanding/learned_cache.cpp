#include "bot/understanding/learned_cache.hpp"

#include <unistd.h>

#include <fstream>

#include "base/files.hpp"
#include "base/log.hpp"

namespace bot {
namespace {

constexpr std::uintmax_t kMaxBytes = 1U << 30U;

}  // namespace

std::filesystem::path LearnedCache::path(std::string_view name, std::string_view hash) const {
  return folder_ / (std::string(name) + "-" + std::string(hash) + ".model");
}

std::optional<base::SharedBytes> LearnedCache::load(std::string_view name,
                                                    std::string_view hash) const {
  if (folder_.empty()) return std::nullopt;
  return base::map_file(path(name, hash), kMaxBytes);
}

void LearnedCache::report_damage(std::string_view name) {
  base::log::warn("model.damaged", {{"name", name}});
}

void LearnedCache::store(const std::string& name, std::string_view hash,
                         std::string_view bytes) const {
  if (folder_.empty()) return;
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  const auto target = path(name, hash);
  // Of this process only: two that learn at once must not write into one file.
  const auto part =
      std::filesystem::path(target.string() + "." + std::to_string(::getpid()) + ".part");
  {
    std::ofstream file(part, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file) error = std::make_error_code(std::errc::io_error);
  }
  if (!error) std::filesystem::rename(part, target, error);
  if (error) {
    base::log::warn("model.not_cached", {{"why", std::string_view(error.message())}});
    return;
  }
  std::error_code ignored;
  for (const auto& other : std::filesystem::directory_iterator(folder_, ignored)) {
    const bool is_older = other.path().filename().string().starts_with(name + "-");
    if (is_older && other.path() != target) std::filesystem::remove(other.path(), ignored);
  }
}

}  // namespace bot
