#include "bot/access/jwt_keys.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.hpp"

namespace bot {
namespace {

constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;  // larger ones only make verifying slow
constexpr std::size_t kP256Bytes = 32;

base::Error bad_key(const JwtKey& key, std::string_view why) {
  return {base::Code::invalid_argument, "bad_key",
          "the key '" + std::string(base::first_characters(key.id, 64)) + "' " + std::string(why),
          "identity.keys"};
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

bool looks_like_pem(std::string_view text) {
  return text.find("-----BEGIN") != std::string_view::npos;
}

PublicKey read_public_key(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free);
  PublicKey key(bio ? PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr) : nullptr);
  ERR_clear_error();
  return key;
}

bool is_p256(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  std::size_t length = 0;
  return EVP_PKEY_is_a(key, "EC") == 1 &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), &length) == 1 &&
         std::string_view(group.data(), length) == "prime256v1";
}

bool digest_verifies(EVP_PKEY* key, std::string_view text, std::string_view signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  // RSA: PKCS#1 v1.5, the default padding, is what RS256 means.
  const bool is_right =
      context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                       text.size()) == 1;
  ERR_clear_error();
  return is_right;
}

// JWS has r and s side by side, OpenSSL wants them in DER.
std::vector<unsigned char> to_der(std::string_view signature) {
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> parts(ECDSA_SIG_new(),
                                                                    &ECDSA_SIG_free);
  BIGNUM* r = BN_bin2bn(bytes_of(signature), kP256Bytes, nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(signature) + kP256Bytes, kP256Bytes, nullptr);
  if (!parts || r == nullptr || s == nullptr || ECDSA_SIG_set0(parts.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return {};
  }
  unsigned char* encoded = nullptr;
  const int length = i2d_ECDSA_SIG(parts.get(), &encoded);
  if (length <= 0) return {};
  std::vector<unsigned char> der(encoded, encoded + length);
  OPENSSL_free(encoded);
  return der;
}

}  // namespace

bool is_jwt_key_id(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' || byte == '-';
  });
}

bool LoadedJwtKey::verifies(std::string_view text, std::string_view signature) const {
  if (algorithm == JwtAlgorithm::hs256) {
    const Digest digest = hmac_sha256(secret.reveal(), text);
    return equal_in_constant_time(
        std::string_view(reinterpret_cast<const char*>(digest.data()), digest.size()), signature);
  }
  if (algorithm == JwtAlgorithm::rs256) return digest_verifies(public_key.get(), text, signature);
  if (signature.size() != 2 * kP256Bytes) return false;
  const std::vector<unsigned char> der = to_der(signature);
  return !der.empty() && digest_verifies(public_key.get(), text,
                                         {reinterpret_cast<const char*>(der.data()), der.size()});
}

base::Result<LoadedJwtKey> load_jwt_key(const JwtKey& key) {
  if (!is_jwt_key_id(key.id)) {
    return bad_key(key, "needs an id of 1 to 64 of A-Z a-z 0-9 . _ -");
  }
  LoadedJwtKey loaded;
  loaded.id = key.id;
  loaded.algorithm = key.algorithm;
  const std::string_view material = key.material.reveal();
  if (key.algorithm == JwtAlgorithm::hs256) {
    if (looks_like_pem(material)) return bad_key(key, "is HS256 but holds a PEM key, no secret");
    if (is_weak(material)) return bad_key(key, "is too weak: 32 random bytes at least");
    loaded.secret = key.material;
    return loaded;
  }
  if (material.find("PRIVATE KEY") != std::string_view::npos) {
    return bad_key(key, "holds a private key; only its public key belongs here");
  }
  loaded.public_key = read_public_key(material);
  if (!loaded.public_key) return bad_key(key, "is no public key in PEM");
  if (key.algorithm == JwtAlgorithm::es256) {
    if (!is_p256(loaded.public_key.get())) return bad_key(key, "is not of the curve P-256");
    return loaded;
  }
  const bool is_rsa = EVP_PKEY_is_a(loaded.public_key.get(), "RSA") == 1;
  const int bits = EVP_PKEY_get_bits(loaded.public_key.get());
  if (!is_rsa || bits < kMinRsaBits || bits > kMaxRsaBits) {
    return bad_key(key, "is no RSA key of 2048 to 8192 bits");
  }
  return loaded;
}

}  // namespace bot
