#include "bot/access/password.hpp"

#include <sodium.h>

#include <array>
#include <new>

namespace bot {
namespace {

constexpr auto kOperations = crypto_pwhash_argon2id_OPSLIMIT_MODERATE;
constexpr auto kMemory = crypto_pwhash_argon2id_MEMLIMIT_MODERATE;

// Compared with where nobody has the name.
const std::string& nobodys_hash() {
  static const std::string hash = hash_password("nobody has this password");
  return hash;
}

}  // namespace

std::string hash_password(std::string_view password) {
  std::array<char, crypto_pwhash_argon2id_STRBYTES> text{};
  if (crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), kOperations,
                                 kMemory) != 0) {
    throw std::bad_alloc();
  }
  return text.data();
}

bool matches_password(std::string_view password, const std::string& hash) {
  const std::string& wanted = hash.empty() ? nobodys_hash() : hash;
  const bool matches =
      crypto_pwhash_argon2id_str_verify(wanted.c_str(), password.data(), password.size()) == 0;
  return matches && !hash.empty();
}

}  // namespace bot
