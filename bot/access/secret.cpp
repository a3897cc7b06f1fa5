#include "bot/access/secret.hpp"

#include <sodium.h>

#include <bitset>
#include <utility>

namespace bot {
namespace {

constexpr std::string_view kGuestPrefix = "g_";
constexpr std::size_t kGuestSecretBytes = 32;
constexpr std::size_t kGuestSecretCharacters = 43;  // 32 bytes in base64url
constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

int value_of(char letter) {
  if (letter >= 'A' && letter <= 'Z') return letter - 'A';
  if (letter >= 'a' && letter <= 'z') return letter - 'a' + 26;
  if (letter >= '0' && letter <= '9') return letter - '0' + 52;
  if (letter == '-') return 62;
  if (letter == '_') return 63;
  return -1;
}

}  // namespace

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    bytes_ = other.bytes_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    other.wipe();
  }
  return *this;
}

void Secret::wipe() {
  // A short string stays inside the object when moved from, so this runs after moves too.
  sodium_memzero(bytes_.data(), bytes_.size());
  bytes_.clear();
}

Digest sha256(std::string_view bytes) {
  Digest digest{};
  static_assert(crypto_hash_sha256_BYTES == std::tuple_size_v<Digest>);
  crypto_hash_sha256(digest.data(), bytes_of(bytes), bytes.size());
  return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view bytes) {
  Digest digest{};
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  crypto_auth_hmacsha256_final(&state, digest.data());
  sodium_memzero(&state, sizeof(state));
  return digest;
}

std::optional<Digest> parse_digest(std::string_view text) {
  Digest digest{};
  if (text.size() != digest.size() * 2) return std::nullopt;
  const auto value_of = [](char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
  };
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = value_of(text[2 * i]);
    const int low = value_of(text[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return digest;
}

std::string to_hex(const Digest& digest) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(digest.size() * 2);
  for (const unsigned char byte : digest) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

std::string to_base64url(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 4 / 3 + 3);
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6) text += kAlphabet[(buffer >> (bits - 6)) & 63U];
    buffer &= (1U << bits) - 1;
  }
  if (bits > 0) text += kAlphabet[(buffer << (6 - bits)) & 63U];
  return text;
}

std::optional<std::string> from_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    const int value = value_of(letter);
    if (value < 0) return std::nullopt;
    buffer = (buffer << 6U) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((buffer >> bits) & 255U);
    buffer &= (1U << bits) - 1;
  }
  // Otherwise several texts would stand for the same bytes.
  if (buffer != 0) return std::nullopt;
  return bytes;
}

bool is_weak(std::string_view secret) {
  constexpr std::size_t kFewDifferent = 8;
  std::bitset<256> seen;
  for (const char byte : secret) seen.set(static_cast<unsigned char>(byte));
  return secret.size() < kMinSecretBytes || seen.count() < kFewDifferent;
}

std::string make_guest_secret(base::Random& random) {
  std::array<std::byte, kGuestSecretBytes> bytes{};
  random.fill(bytes);
  const std::string_view view(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::string secret = std::string(kGuestPrefix) + to_base64url(view);
  sodium_memzero(bytes.data(), bytes.size());
  return secret;
}

bool looks_like_guest_secret(std::string_view token) {
  if (token.size() != kGuestPrefix.size() + kGuestSecretCharacters) return false;
  if (!token.starts_with(kGuestPrefix)) return false;
  return from_base64url(token.substr(kGuestPrefix.size())).has_value();
}

std::string guest_secret_hash(std::string_view secret) {
  return to_hex(sha256(secret));
}

bool matches_guest_secret(std::string_view secret, std::string_view stored_hash) {
  return looks_like_guest_secret(secret) &&
         equal_in_constant_time(guest_secret_hash(secret), stored_hash);
}

}  // namespace bot
