#include "bot/access/jwt.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "base/json.hpp"
#include "base/text.hpp"
#include "bot/access/jwt_keys.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr std::size_t kMaxNames = 32;  // claims, and audiences in a list

// The parts of a compact JWS, as views into the token.
struct Parts {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  // header.payload
};

std::optional<Parts> split(std::string_view token) {
  const std::size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const std::size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  if (token.find('.', second + 1) != std::string_view::npos) return std::nullopt;
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1),
               token.substr(second + 1), token.substr(0, second)};
}

std::optional<Record> read_object(std::string_view part) {
  const auto json = from_base64url(part);
  if (!json) return std::nullopt;
  auto value = base::parse_json(
      *json, {.max_bytes = kMaxTokenBytes, .max_depth = 8, .max_members = kMaxNames});
  if (!value || !value->is_record()) return std::nullopt;
  return std::move(value->record());
}

struct Header {
  std::string_view algorithm;
  std::string_view key_id;  // empty when the token names none
};

std::optional<Header> read_header(const Record& record) {
  Header header;
  for (const base::Field& field : record) {
    if (!field.value.is_text()) return std::nullopt;
    const std::string& text = field.value.text();
    if (field.name == "alg") {
      header.algorithm = text;
    } else if (field.name == "kid") {
      if (!is_jwt_key_id(text)) return std::nullopt;
      header.key_id = text;
    } else if (field.name != "typ" || (text != "JWT" && text != "jwt")) {
      return std::nullopt;
    }
  }
  return header.algorithm.empty() ? std::nullopt : std::optional(header);
}

// A NumericDate as a whole, positive number of seconds until the year 9999.
std::optional<base::Instant> read_date(const Record& claims, std::string_view name) {
  constexpr std::int64_t kLatest = 253'402'300'799;
  const Value* value = claims.find(name);
  if (value == nullptr || !value->is_integer()) return std::nullopt;
  if (value->integer() <= 0 || value->integer() > kLatest) return std::nullopt;
  return base::Instant(std::chrono::seconds(value->integer()));
}

std::optional<JwtFault> check_times(const Record& claims, base::Instant now) {
  const auto expires = read_date(claims, "exp");
  if (!expires) return JwtFault::bad_claims;
  if (*expires + kJwtSkew <= now) return JwtFault::expired;
  if (*expires > now + kJwtMaxLifetime + kJwtSkew) return JwtFault::lives_too_long;
  for (const std::string_view name : {"nbf", "iat"}) {
    if (claims.find(name) == nullptr) continue;
    const auto since = read_date(claims, name);
    if (!since) return JwtFault::bad_claims;
    if (*since > now + kJwtSkew) return JwtFault::not_yet_valid;
  }
  return std::nullopt;
}

std::optional<JwtFault> check_audience(const Record& claims, std::string_view audience) {
  const Value* found = claims.find("aud");
  if (found == nullptr) return JwtFault::bad_claims;
  // A list (RFC 7519 allows it) would be a token for several; this server takes only its own.
  if (!found->is_text()) return JwtFault::wrong_audience;
  return found->text() == audience ? std::nullopt : std::optional(JwtFault::wrong_audience);
}

bool is_subject(std::string_view subject) {
  return base::has_visible_character(subject) &&
         base::count_characters(subject) <= kMaxSubjectCharacters &&
         subject.find_first_of("\t\r\n") == std::string_view::npos;
}

}  // namespace

struct JwtVerifier::Keys {
  std::string issuer;
  std::string audience;
  std::vector<LoadedJwtKey> keys;

  const LoadedJwtKey* find(std::string_view id) const {
    // Without a `kid` the key is clear only when there is one.
    if (id.empty()) return keys.size() == 1 ? &keys.front() : nullptr;
    for (const LoadedJwtKey& key : keys) {
      if (key.id == id) return &key;
    }
    return nullptr;
  }

  std::optional<JwtFault> check_claims(const Record& claims, base::Instant now) const {
    const Value* issuer_claim = claims.find("iss");
    if (issuer_claim == nullptr || !issuer_claim->is_text()) return JwtFault::bad_claims;
    if (issuer_claim->text() != issuer) return JwtFault::wrong_issuer;
    if (const auto fault = check_audience(claims, audience)) return fault;
    if (const auto fault = check_times(claims, now)) return fault;
    const Value* subject = claims.find("sub");
    if (subject == nullptr || !subject->is_text() || !is_subject(subject->text())) {
      return JwtFault::bad_claims;
    }
    return std::nullopt;
  }
};

base::Result<JwtVerifier> JwtVerifier::create(const JwtSettings& settings) {
  if (!settings.keys.empty() && (settings.issuer.empty() || settings.audience.empty())) {
    return base::Error{base::Code::invalid_argument, "bad_settings",
                       "tokens need an issuer and an audience", "identity"};
  }
  auto keys = std::make_unique<Keys>();
  keys->issuer = settings.issuer;
  keys->audience = settings.audience;
  for (const JwtKey& key : settings.keys) {
    auto loaded = load_jwt_key(key);
    if (!loaded) return loaded.error();
    if (keys->find(loaded->id) != nullptr) {
      return base::Error{base::Code::invalid_argument, "bad_key",
                         "two keys have the id '" + loaded->id + "'", "identity.keys"};
    }
    keys->keys.push_back(std::move(*loaded));
  }
  return JwtVerifier(std::move(keys));
}

JwtVerifier::JwtVerifier(std::unique_ptr<Keys> keys) : keys_(std::move(keys)) {}
JwtVerifier::JwtVerifier(JwtVerifier&&) noexcept = default;
JwtVerifier& JwtVerifier::operator=(JwtVerifier&&) noexcept = default;
JwtVerifier::~JwtVerifier() = default;

base::Result<VerifiedClaims> JwtVerifier::verify(std::string_view token, base::Instant now) const {
  auto examined = examine(token, now);
  if (auto* claims = std::get_if<VerifiedClaims>(&examined)) return std::move(*claims);
  return base::Error{base::Code::unauthenticated, "auth_failed", "the token is not accepted"};
}

std::variant<VerifiedClaims, JwtFault> JwtVerifier::examine(std::string_view token,
                                                            base::Instant now) const {
  if (token.size() > kMaxTokenBytes) return JwtFault::too_long;
  const auto parts = split(token);
  if (!parts) return JwtFault::malformed;
  const auto header_object = read_object(parts->header);
  if (!header_object) return JwtFault::malformed;
  const auto header = read_header(*header_object);
  if (!header) return JwtFault::bad_header;
  const LoadedJwtKey* key = keys_->find(header->key_id);
  if (key == nullptr) return JwtFault::unknown_key;
  // The key decides the algorithm; the token may only agree.
  if (header->algorithm != to_string(key->algorithm)) return JwtFault::wrong_algorithm;
  const auto signature = from_base64url(parts->signature);
  if (!signature) return JwtFault::malformed;
  if (!key->verifies(parts->signed_text, *signature)) return JwtFault::bad_signature;
  // Claims are looked at only now that somebody trusted wrote them.
  const auto claims = read_object(parts->payload);
  if (!claims) return JwtFault::malformed;
  if (const auto fault = keys_->check_claims(*claims, now)) return *fault;
  VerifiedClaims verified;
  verified.subject_ = claims->find("sub")->text();
  verified.key_id_ = key->id;
  verified.expires_ = *read_date(*claims, "exp");
  if (const Value* email = claims->find("email"); email != nullptr && email->is_text()) {
    verified.email_ = email->text();
  }
  return verified;
}

std::string_view to_string(JwtAlgorithm algorithm) {
  switch (algorithm) {
    case JwtAlgorithm::hs256:
      return "HS256";
    case JwtAlgorithm::es256:
      return "ES256";
    case JwtAlgorithm::rs256:
      return "RS256";
  }
  return "HS256";
}

std::string_view to_string(JwtFault fault) {
  static constexpr std::array<std::string_view, 12> kNames = {
      "too_long",        "malformed",     "bad_header",     "unknown_key",
      "wrong_algorithm", "bad_signature", "bad_claims",     "wrong_issuer",
      "wrong_audience",  "expired",       "lives_too_long", "not_yet_valid"};
  return kNames.at(static_cast<std::size_t>(fault));
}

base::Result<std::string> mint_jwt(const JwtSettings& settings, std::string_view subject,
                                   base::Instant now, base::Duration lifetime) {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const auto key = std::find_if(settings.keys.begin(), settings.keys.end(), [](const JwtKey& each) {
    return each.algorithm == JwtAlgorithm::hs256;
  });
  if (key == settings.keys.end()) {
    return base::Error{base::Code::invalid_argument, "bad_key",
                       "no HS256 key: tokens of other keys are signed by the shop",
                       "identity.keys"};
  }
  if (!is_subject(subject)) {
    return base::Error{base::Code::invalid_argument, "bad_field",
                       "a customer's id has 1 to 128 characters on one line", "subject"};
  }
  if (lifetime < seconds(1) || lifetime > kJwtMaxLifetime) {
    return base::Error{base::Code::invalid_argument, "bad_field",
                       "a token lives from 1 second to 24 hours", "lifetime"};
  }
  const std::int64_t issued = duration_cast<seconds>(now.time_since_epoch()).count();
  std::string header;
  base::JsonWriter(header)
      .open_object()
      .key("alg")
      .text("HS256")
      .key("kid")
      .text(key->id)
      .key("typ")
      .text("JWT")
      .close_object();
  std::string claims;
  base::JsonWriter(claims)
      .open_object()
      .key("iss")
      .text(settings.issuer)
      .key("aud")
      .text(settings.audience)
      .key("sub")
      .text(subject)
      .key("iat")
      .integer(issued)
      .key("exp")
      .integer(issued + duration_cast<seconds>(lifetime).count())
      .close_object();
  std::string token = to_base64url(header) + "." + to_base64url(claims);
  const Digest digest = hmac_sha256(key->material.reveal(), token);
  token += "." + to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
  return token;
}

}  // namespace bot
