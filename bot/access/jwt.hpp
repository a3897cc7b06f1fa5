// JSON Web Tokens (RFC 7519, compact JWS): the shop signs them, this server verifies them, and the
// demo mints its own. Deliberately narrow: HS256, ES256 and RS256, one fixed algorithm a key id,
// header fields alg, typ and kid only, no encryption, no nesting, no keys from the token.
// JwtVerifier is immutable after construction: any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "bot/access/secret.hpp"

namespace bot {

enum class JwtAlgorithm { hs256, es256, rs256 };
std::string_view to_string(JwtAlgorithm algorithm);

struct JwtKey {
  std::string id;  // `kid`: 1 to 64 of A-Z a-z 0-9 . _ -
  JwtAlgorithm algorithm = JwtAlgorithm::hs256;
  Secret material;  // hs256: the secret, at least 32 bytes; else a public key in PEM
};

struct JwtSettings {
  std::string issuer;
  std::string audience;
  std::vector<JwtKey> keys;
};

inline constexpr std::size_t kMaxTokenBytes = 4096;
inline constexpr std::size_t kMaxSubjectCharacters = 128;
inline constexpr base::Duration kJwtSkew = std::chrono::seconds(60);
inline constexpr base::Duration kJwtMaxLifetime = std::chrono::hours(24);

// What a verified token says. Only JwtVerifier makes one, so holding it is the proof.
class VerifiedClaims {
 public:
  const std::string& subject() const { return subject_; }
  const std::string& key_id() const { return key_id_; }
  base::Instant expires() const { return expires_; }
  // The claim `email` as it came, unchecked; empty when there is none or it is no text.
  const std::string& email() const { return email_; }

 private:
  friend class JwtVerifier;
  VerifiedClaims() = default;

  std::string subject_;
  std::string key_id_;
  base::Instant expires_;
  std::string email_;
};

// Why a token was refused: for the log and for tests, never for the client.
enum class JwtFault {
  too_long,
  malformed,   // not three strict base64url parts of strict JSON objects
  bad_header,  // a field other than alg, typ, kid, or a wrong type or value of one
  unknown_key,
  wrong_algorithm,
  bad_signature,
  bad_claims,  // a required claim missing or mistyped
  wrong_issuer,
  wrong_audience,
  expired,
  lives_too_long,
  not_yet_valid,
};
std::string_view to_string(JwtFault fault);

class JwtVerifier {
 public:
  // Errors: `bad_key` (weak secret, PEM where a secret belongs or the other way round, RSA under
  // 2048 bits, a curve other than P-256, two keys of one id), `bad_settings` (keys, but no issuer
  // or audience). Without keys no token is ever accepted.
  static base::Result<JwtVerifier> create(const JwtSettings& settings);
  JwtVerifier(JwtVerifier&&) noexcept;
  JwtVerifier& operator=(JwtVerifier&&) noexcept;
  ~JwtVerifier();

  // The claims, or always the same `auth_failed`.
  base::Result<VerifiedClaims> verify(std::string_view token, base::Instant now) const;
  // The same with the reason. At most kMaxTokenBytes are looked at.
  std::variant<VerifiedClaims, JwtFault> examine(std::string_view token, base::Instant now) const;

 private:
  struct Keys;
  explicit JwtVerifier(std::unique_ptr<Keys> keys);

  std::unique_ptr<Keys> keys_;
};

// A token for `subject`, signed with an HS256 key of the settings, valid from `now` for `lifetime`
// (at most kJwtMaxLifetime). Errors: `bad_key` when the settings have no HS256 key,
// `bad_field` for a subject or lifetime that verification would refuse.
base::Result<std::string> mint_jwt(const JwtSettings& settings, std::string_view subject,
                                   base::Instant now, base::Duration lifetime);

}  // namespace bot
