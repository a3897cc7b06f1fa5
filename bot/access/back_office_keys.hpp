// The bearer keys of the back office. Only their hashes are kept. Immutable; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "bot/access/principal.hpp"
#include "bot/access/secret.hpp"

namespace bot {

struct BackOfficeKey {
  std::string name;
  Role role = Role::support;
  Digest hash = {};  // SHA-256 of the key
};

class BackOfficeKeys {
 public:
  explicit BackOfficeKeys(std::vector<BackOfficeKey> keys) : keys_(std::move(keys)) {}

  // From the value of an Authorization header, "Bearer <key>". Compares with every key, each in
  // constant time. Error: always the same `auth_failed`.
  base::Result<BackOffice> authenticate(std::string_view authorization) const;

 private:
  std::vector<BackOfficeKey> keys_;
};

// The token of "Bearer <token>" (scheme in any case, one blank); nothing when it is not one.
std::optional<std::string_view> bearer_token(std::string_view authorization);

}  // namespace bot
