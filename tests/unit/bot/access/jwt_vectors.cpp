#include "tests/unit/bot/access/jwt_vectors.hpp"

#include <openssl/bio.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <catch2/catch.hpp>
#include <map>

#include "bot/access/secret.hpp"

namespace bot_test {
namespace {

std::string pem(EVP_PKEY* key, bool is_private) {
  BIO* bio = BIO_new(BIO_s_mem());
  if (is_private) {
    PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  } else {
    PEM_write_bio_PUBKEY(bio, key);
  }
  char* bytes = nullptr;
  const long length = BIO_get_mem_data(bio, &bytes);
  std::string text(bytes, static_cast<std::size_t>(length));
  BIO_free(bio);
  return text;
}

std::string_view view(const bot::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string unsigned_token(std::string_view header, std::string_view claims_json) {
  return bot::to_base64url(header) + "." + bot::to_base64url(claims_json);
}

}  // namespace

KeyPair::KeyPair(EVP_PKEY* key)
    : key_(key), public_pem_(pem(key, false)), private_pem_(pem(key, true)) {}

const KeyPair& KeyPair::p256() {
  static const KeyPair kPair(EVP_EC_gen("P-256"));
  return kPair;
}
const KeyPair& KeyPair::p384() {
  static const KeyPair kPair(EVP_EC_gen("P-384"));
  return kPair;
}
const KeyPair& KeyPair::rsa2048() {
  static const KeyPair kPair(EVP_RSA_gen(2048));
  return kPair;
}
const KeyPair& KeyPair::rsa1024() {
  static const KeyPair kPair(EVP_RSA_gen(1024));
  return kPair;
}

std::string KeyPair::sign(std::string_view text) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  REQUIRE(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_) == 1);
  std::string signature(1024, '\0');
  std::size_t length = signature.size();
  REQUIRE(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1);
  EVP_MD_CTX_free(context);
  signature.resize(length);
  return signature;
}

std::string KeyPair::sign_raw(std::string_view text) const {
  const std::string der = sign(text);
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* parts = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  REQUIRE(parts != nullptr);
  std::string raw(64, '\0');
  auto* out = reinterpret_cast<unsigned char*>(raw.data());
  REQUIRE(BN_bn2binpad(ECDSA_SIG_get0_r(parts), out, 32) == 32);
  REQUIRE(BN_bn2binpad(ECDSA_SIG_get0_s(parts), out + 32, 32) == 32);
  ECDSA_SIG_free(parts);
  return raw;
}

bot::JwtSettings settings() {
  using bot::JwtAlgorithm;
  using bot::Secret;
  bot::JwtSettings settings;
  settings.issuer = kIssuer;
  settings.audience = kAudience;
  settings.keys.push_back({"shop", JwtAlgorithm::hs256, Secret(std::string(kSecret))});
  settings.keys.push_back({"ec", JwtAlgorithm::es256, Secret(KeyPair::p256().public_pem())});
  settings.keys.push_back({"rsa", JwtAlgorithm::rs256, Secret(KeyPair::rsa2048().public_pem())});
  return settings;
}

std::string claims(std::initializer_list<std::pair<std::string_view, std::string_view>> changes) {
  std::vector<std::pair<std::string, std::string>> members = {
      {"iss", "\"" + std::string(kIssuer) + "\""},
      {"aud", "\"" + std::string(kAudience) + "\""},
      {"sub", "\"anna\""},
      {"exp", std::to_string(kNowSeconds + 3600)},
  };
  for (const auto& [name, json] : changes) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const auto& member) { return member.first == name; });
    if (found != members.end()) {
      found->second = json;
    } else {
      members.emplace_back(name, json);
    }
  }
  std::string text = "{";
  for (const auto& [name, json] : members) {
    if (json.empty()) continue;
    text += (text.size() > 1 ? ",\"" : "\"") + name + "\":" + json;
  }
  return text + "}";
}

std::string with_signature(std::string_view header, std::string_view claims_json,
                           std::string_view signature) {
  return unsigned_token(header, claims_json) + "." + bot::to_base64url(signature);
}

std::string hs256(std::string_view header, std::string_view claims_json, std::string_view key) {
  return with_signature(header, claims_json,
                        view(bot::hmac_sha256(key, unsigned_token(header, claims_json))));
}

std::string es256(std::string_view header, std::string_view claims_json) {
  return with_signature(header, claims_json,
                        KeyPair::p256().sign_raw(unsigned_token(header, claims_json)));
}

std::string rs256(std::string_view header, std::string_view claims_json) {
  return with_signature(header, claims_json,
                        KeyPair::rsa2048().sign(unsigned_token(header, claims_json)));
}

std::string outcome(std::string_view token, base::Instant now) {
  static const bot::JwtVerifier kVerifier = bot::JwtVerifier::create(settings()).value();
  const auto examined = kVerifier.examine(token, now);
  const auto verified = kVerifier.verify(token, now);
  const bool is_good = std::holds_alternative<bot::VerifiedClaims>(examined);
  CHECK(verified.has_value() == is_good);
  if (is_good) return "ok";
  // Whatever the reason, the outside hears the same.
  CHECK(verified.error().name == "auth_failed");
  CHECK(verified.error().detail == "the token is not accepted");
  return std::string(to_string(std::get<bot::JwtFault>(examined)));
}

}  // namespace bot_test
