#include "bot/cli/back_office_key.hpp"

#include "bot/environment.hpp"

namespace bot {

std::string find_back_office_key(const std::string& given, const Profile& profile,
                                 std::optional<Role> role) {
  if (!given.empty()) return given;
  if (auto key = environment_variable("BOOMERANG_KEY")) return *key;
  for (const auto& access : profile.settings.back_office) {
    if (access.key.empty() || (role && access.entry.role != *role)) continue;
    return std::string(access.key.reveal());
  }
  return {};
}

}  // namespace bot
