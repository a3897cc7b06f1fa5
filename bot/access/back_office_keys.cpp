#include "bot/access/back_office_keys.hpp"

#include <algorithm>

namespace bot {
namespace {

constexpr std::string_view kScheme = "bearer ";
constexpr std::size_t kMaxBearerBytes = 4096;

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

std::optional<std::string_view> bearer_token(std::string_view authorization) {
  if (authorization.size() <= kScheme.size() || authorization.size() > kMaxBearerBytes + 7) {
    return std::nullopt;
  }
  const bool is_bearer = std::equal(kScheme.begin(), kScheme.end(), authorization.begin(),
                                    [](char wanted, char found) { return wanted == lower(found); });
  if (!is_bearer) return std::nullopt;
  const std::string_view token = authorization.substr(kScheme.size());
  const bool is_visible =
      std::all_of(token.begin(), token.end(), [](char byte) { return byte > ' ' && byte < 0x7F; });
  return is_visible ? std::optional(token) : std::nullopt;
}

base::Result<BackOffice> BackOfficeKeys::authenticate(std::string_view authorization) const {
  const BackOfficeKey* found = nullptr;
  if (const auto token = bearer_token(authorization)) {
    const Digest digest = sha256(*token);
    // Every key is compared, so that the time says nothing about which.
    for (const auto* keys : {&keys_, &made_}) {
      for (const BackOfficeKey& key : *keys) {
        if (equal_in_constant_time(view(digest), view(key.hash))) found = &key;
      }
    }
  }
  if (found == nullptr) {
    return base::Error{base::Code::unauthenticated, "auth_failed", "the key is not accepted"};
  }
  return BackOffice{found->name, found->role};
}

}  // namespace bot
