// No bytes that this program did not sign are ever accepted. The first byte chooses: the input as a
// token, or as header and claims that are signed here with the right key, so that what stands
// behind the signature is reached too.
#include <cstdint>
#include <cstdlib>

#include "bot/access/jwt.hpp"
#include "bot/access/secret.hpp"

namespace {

constexpr const char* kSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
const base::Instant kNow = *base::from_iso("2026-11-22T10:00:00Z");

bot::JwtVerifier make_verifier() {
  bot::JwtSettings settings{"shop", "boomerang", {}};
  settings.keys.push_back({"k", bot::JwtAlgorithm::hs256, bot::Secret(kSecret)});
  return bot::JwtVerifier::create(settings).value();
}

std::string sign(std::string_view header, std::string_view claims) {
  std::string token = bot::to_base64url(header) + "." + bot::to_base64url(claims);
  const bot::Digest digest = bot::hmac_sha256(kSecret, token);
  const std::string_view mac(reinterpret_cast<const char*>(digest.data()), digest.size());
  return token + "." + bot::to_base64url(mac);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const bot::JwtVerifier kVerifier = make_verifier();
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (text.empty()) return 0;
  const std::string_view rest = text.substr(1);
  if (text[0] % 2 == 0) {
    // A forged token would need the secret, which no input has.
    if (kVerifier.verify(rest, kNow)) std::abort();
    return 0;
  }
  const std::size_t cut = rest.find('\n');
  const std::string_view header = rest.substr(0, cut);
  const std::string_view claims = cut == std::string_view::npos ? "" : rest.substr(cut + 1);
  const auto verified = kVerifier.verify(sign(header, claims), kNow);
  if (!verified) return 0;
  if (verified->subject().empty() || verified->subject().find('\0') != std::string::npos) {
    std::abort();
  }
  if (verified->expires() + bot::kJwtSkew <= kNow) std::abort();
  if (verified->expires() > kNow + bot::kJwtMaxLifetime + bot::kJwtSkew) std::abort();
  return 0;
}
