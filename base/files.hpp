// Whole files. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "base/byte_form.hpp"

namespace base {

// All bytes of the file; nothing when it cannot be read or has more than `most`.
std::optional<std::string> read_file(const std::filesystem::path& path, std::uintmax_t most);
// The same for large files that are used where they lie: what several processes read takes memory
// once, and none is copied. The file must only ever be replaced, by renaming another over it;
// whoever cuts it short in place ends the processes that read it.
std::optional<SharedBytes> map_file(const std::filesystem::path& path, std::uintmax_t most);

}  // namespace base
