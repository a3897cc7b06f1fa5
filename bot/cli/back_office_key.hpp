// The bearer key with which a command speaks for the back office.
#pragma once

#include <optional>
#include <string>

#include "bot/access/principal.hpp"
#include "bot/profile.hpp"

namespace bot {

// The key that was given, that of the environment (BOOMERANG_KEY), or the demo's of this role (of
// any role without one). Empty when there is none.
std::string find_back_office_key(const std::string& given, const Profile& profile,
                                 std::optional<Role> role);

}  // namespace bot
