// Passwords of the staff: Argon2id by libsodium. Slow on purpose (most of a second, 256 MB each):
// for the job pool, never for the loop. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace bot {

inline constexpr std::size_t kMinPasswordCharacters = 10;
inline constexpr std::size_t kMaxPasswordBytes = 256;

// The hash with its salt and costs, as Argon2's reference implementation writes it. Throws
// std::bad_alloc when there is not enough memory.
std::string hash_password(std::string_view password);

// Takes as long for a wrong password as for the right one, and for an empty hash (nobody has that
// name) as for a real one.
bool matches_password(std::string_view password, const std::string& hash);

}  // namespace bot
