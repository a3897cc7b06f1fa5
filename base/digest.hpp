// Content hashes: what a version, a pinned flow or a stored file is called by. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace base {

// SHA-256 as 64 small hexadecimal digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace base
