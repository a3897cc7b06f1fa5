#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"

namespace bot {

int check_command(const ProfileOptions& options) {
  const auto loaded = load_profile({options.profile, options.data, base::SystemClock().now(),
                                    environment_variable, false, false});
  std::cout << loaded.faults.to_string();
  if (!loaded.profile) return 1;
  std::cout << options.profile << " is sound: " << loaded.profile->program->flows.size()
            << " flows, " << loaded.profile->machines.size() << " case machines, policy "
            << loaded.profile->policy->version() << "\n";
  return 0;
}

}  // namespace bot
