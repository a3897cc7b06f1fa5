// Whole files. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace base {

// All bytes of the file; nothing when it cannot be read or has more than `most`.
std::optional<std::string> read_file(const std::filesystem::path& path, std::uintmax_t most);

}  // namespace base
