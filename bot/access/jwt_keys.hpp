// The keys that sign JSON Web Tokens, ready for use. Part of JwtVerifier; any thread.
#pragma once

#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "bot/access/jwt.hpp"

namespace bot {

struct FreePublicKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using PublicKey = std::unique_ptr<EVP_PKEY, FreePublicKey>;

struct LoadedJwtKey {
  std::string id;
  JwtAlgorithm algorithm = JwtAlgorithm::hs256;
  Secret secret;         // hs256
  PublicKey public_key;  // the others

  // Whether `signature` (raw bytes as in the token) is this key's over `text`.
  bool verifies(std::string_view text, std::string_view signature) const;
};

bool is_jwt_key_id(std::string_view id);

// Errors: `bad_key`, with what is wrong with it.
base::Result<LoadedJwtKey> load_jwt_key(const JwtKey& key);

}  // namespace bot
