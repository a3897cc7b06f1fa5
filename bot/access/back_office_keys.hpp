// The bearer keys of the back office: those of the settings, and those that admins made in the
// console. Only their hashes are kept. Loop thread only.
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

  // The keys that admins made and did not revoke; those before are good no longer.
  void set_made(std::vector<BackOfficeKey> keys) { made_ = std::move(keys); }

  // From the value of an Authorization header, "Bearer <key>". Compares with every key, each in
  // constant time. Error: always the same `auth_failed`.
  base::Result<BackOffice> authenticate(std::string_view authorization) const;

 private:
  std::vector<BackOfficeKey> keys_;
  std::vector<BackOfficeKey> made_;
};

// The token of "Bearer <token>" (scheme in any case, one blank); nothing when it is not one.
std::optional<std::string_view> bearer_token(std::string_view authorization);

}  // namespace bot
