// Keys, and tokens made by hand, right and wrong, for the tests of JWT. The keys are made anew in
// each run.
#pragma once

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "bot/access/jwt.hpp"

namespace bot_test {

inline const base::Instant kNow = *base::from_iso("2026-11-22T10:00:00Z");
inline constexpr std::int64_t kNowSeconds = 1'795'341'600;
inline constexpr std::string_view kIssuer = "https://shop.example";
inline constexpr std::string_view kAudience = "boomerang";
inline constexpr std::string_view kSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

// A pair of keys of one kind, made once a run.
class KeyPair {
 public:
  static const KeyPair& p256();
  static const KeyPair& p384();
  static const KeyPair& rsa2048();
  static const KeyPair& rsa1024();

  const std::string& public_pem() const { return public_pem_; }
  const std::string& private_pem() const { return private_pem_; }
  // Signed with SHA-256, as OpenSSL writes it (ECDSA: DER).
  std::string sign(std::string_view text) const;
  // ECDSA: r and s side by side, as JWS has it.
  std::string sign_raw(std::string_view text) const;

 private:
  explicit KeyPair(EVP_PKEY* key);
  EVP_PKEY* key_;  // for the life of the test program
  std::string public_pem_;
  std::string private_pem_;
};

// Keys "shop" (HS256), "ec" (ES256) and "rsa" (RS256).
bot::JwtSettings settings();

// {"iss":...,"aud":...,"sub":"anna","exp":now + 1 h}, with changes: a member's JSON instead of the
// usual one, or empty to leave it out.
std::string claims(
    std::initializer_list<std::pair<std::string_view, std::string_view>> changes = {});

// header.claims.signature, each part as base64url, signed as `key` says.
std::string hs256(std::string_view header, std::string_view claims, std::string_view key = kSecret);
std::string es256(std::string_view header, std::string_view claims);
std::string rs256(std::string_view header, std::string_view claims);
// With a signature given as bytes.
std::string with_signature(std::string_view header, std::string_view claims,
                           std::string_view signature);

inline constexpr std::string_view kHsHeader = R"({"alg":"HS256","kid":"shop","typ":"JWT"})";
inline constexpr std::string_view kEsHeader = R"({"alg":"ES256","kid":"ec"})";
inline constexpr std::string_view kRsHeader = R"({"alg":"RS256","kid":"rsa"})";

// "ok", or the name of the fault.
std::string outcome(std::string_view token, base::Instant now = kNow);

}  // namespace bot_test
