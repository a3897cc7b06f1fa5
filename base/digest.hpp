// Content hashes: what a version, a pinned flow or a stored file is called by. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace base {

// SHA-256 as 64 small hexadecimal digits.
std::string sha256_hex(std::string_view bytes);
// BLAKE2b of 128 bits as 32 such digits, several times as quick: for files of a cache, whose names
// nobody outside has to compute.
std::string cache_key(std::string_view bytes);

}  // namespace base
