#include <iostream>

#include "bot/access/jwt.hpp"
#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"

namespace bot {

int token_command(const TokenOptions& options) {
  const base::SystemClock clock;
  const auto loaded = load_profile(
      {options.where.profile, options.where.data, clock.now(), environment_variable, false, true});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  if (!loaded.profile->shop->find_customer(options.customer)) {
    std::cerr << "boomerang: the shop knows no customer '" << options.customer << "'\n";
    return 1;
  }
  const auto token =
      mint_jwt(loaded.profile->settings.identity, options.customer, clock.now(), options.lifetime);
  if (!token) {
    std::cerr << "boomerang: " << token.error().detail << "\n";
    return 1;
  }
  std::cout << *token << "\n";
  return 0;
}

}  // namespace bot
