#include "bot/access/totp.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "bot/access/secret.hpp"

namespace bot {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t kStepMs = 30'000;
constexpr std::size_t kSecretBytes = 20;
constexpr std::size_t kMaxSecretCharacters = 128;

using Sha1 = std::array<unsigned char, 20>;

Sha1 hmac_sha1(std::string_view key, std::string_view bytes) {
  Sha1 mac{};
  unsigned size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), mac.data(),
           &size) == nullptr ||
      size != mac.size()) {
    throw std::runtime_error("HMAC-SHA-1 is not available");
  }
  return mac;
}

}  // namespace

std::string to_base32(std::string_view bytes) {
  std::string text;
  unsigned buffer = 0;
  unsigned bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8U) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text += kAlphabet[(buffer >> (bits - 5)) & 31U];
    buffer &= (1U << bits) - 1;
  }
  if (bits > 0) text += kAlphabet[(buffer << (5 - bits)) & 31U];
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  if (text.size() > kMaxSecretCharacters) return std::nullopt;
  std::string bytes;
  unsigned buffer = 0;
  unsigned bits = 0;
  for (char letter : text) {
    if (letter == ' ') continue;
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    const auto value = kAlphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    buffer = (buffer << 5U) | static_cast<unsigned>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((buffer >> bits) & 255U);
    buffer &= (1U << bits) - 1;
  }
  return bytes;
}

std::string make_totp_secret(base::Random& random) {
  std::array<std::byte, kSecretBytes> bytes{};
  random.fill(bytes);
  return to_base32({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::int64_t totp_step(base::Instant now) {
  return base::to_milliseconds(now) / kStepMs;
}

std::string totp_code(std::string_view secret_bytes, std::int64_t step, int digits) {
  std::string counter(8, '\0');
  auto rest = static_cast<std::uint64_t>(step);
  for (std::size_t at = counter.size(); at-- > 0; rest >>= 8U) {
    counter[at] = static_cast<char>(rest & 255U);
  }
  const Sha1 mac = hmac_sha1(secret_bytes, counter);
  // RFC 4226, 5.3: four bytes from where the last half byte says.
  const std::size_t at = mac.back() & 15U;
  const std::uint32_t number = (std::uint32_t{mac[at] & 127U} << 24U) |
                               (std::uint32_t{mac[at + 1]} << 16U) |
                               (std::uint32_t{mac[at + 2]} << 8U) | mac[at + 3];
  std::string code = std::to_string(number);
  const auto wanted = static_cast<std::size_t>(digits);
  if (code.size() < wanted) code.insert(0, wanted - code.size(), '0');
  return code.substr(code.size() - wanted);
}

std::optional<std::int64_t> check_totp(std::string_view secret_base32, std::string_view code,
                                       base::Instant now, std::int64_t last_used) {
  const auto secret = from_base32(secret_base32);
  if (!secret || secret->empty()) return std::nullopt;
  std::optional<std::int64_t> found;
  const std::int64_t current = totp_step(now);
  // All three are compared, so that the time says nothing.
  for (std::int64_t step = current - 1; step <= current + 1; ++step) {
    if (equal_in_constant_time(totp_code(*secret, step), code) && step > last_used) found = step;
  }
  return found;
}

std::string totp_uri(std::string_view secret_base32, std::string_view name) {
  return "otpauth://totp/Boomerang:" + std::string(name) + "?secret=" + std::string(secret_base32) +
         "&issuer=Boomerang";
}

}  // namespace bot
