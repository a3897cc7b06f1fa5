// Secrets and the few primitives around them: a string that does not print itself, hashing,
// constant-time comparison, strict base64url. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.hpp"

namespace bot {

inline constexpr std::size_t kMinSecretBytes = 32;

// Bytes that no log line, settings dump or error text may show: it has no output operator and
// converts to nothing; `reveal` is easy to search for. Wiped when destroyed.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string bytes) : bytes_(std::move(bytes)) {}
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) { other.wipe(); }
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  std::string_view reveal() const { return bytes_; }
  bool empty() const { return bytes_.empty(); }

 private:
  void wipe();
  std::string bytes_;
};

using Digest = std::array<unsigned char, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view bytes);
std::string to_hex(const Digest& digest);
// 64 lower-case hexadecimal digits; nothing for another text.
std::optional<Digest> parse_digest(std::string_view text);
// Time depends on the lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right);

// RFC 4648 section 5 without padding.
std::string to_base64url(std::string_view bytes);
// Strict: no padding, no white space, no other alphabet, unused bits zero. Nothing otherwise.
std::optional<std::string> from_base64url(std::string_view text);

// Whether a secret is too weak to use: under kMinSecretBytes, or made of fewer than 8 different
// bytes ("aaaa...", a placeholder).
bool is_weak(std::string_view secret);

// The secret of a guest's conversation: 256 random bits, "g_" and 43 characters of base64url.
std::string make_guest_secret(base::Random& random);
// Whether a token has the shape of a guest secret (and so cannot be a JWT).
bool looks_like_guest_secret(std::string_view token);
// What is stored instead of it: SHA-256 in lower-case hexadecimal (enough for 256 random bits).
std::string guest_secret_hash(std::string_view secret);
bool matches_guest_secret(std::string_view secret, std::string_view stored_hash);

}  // namespace bot
