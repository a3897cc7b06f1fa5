#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/store_rules.hpp"
#include "storage/verify.hpp"

namespace bot {

int verify_command(const VerifyOptionsOfCommand& options) {
  const base::Instant now = base::SystemClock().now();
  const auto loaded = load_profile(
      {options.where.profile, options.where.data, now, environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  StoreRules rules(*loaded.profile);
  storage::VerifyOptions verify;
  verify.now = now;
  verify.hashes_blobs = !options.is_quick;
  rules.add_to(verify);
  try {
    const auto report = storage::verify(options.where.data, verify);
    std::cout << report.to_string();
    return report.is_sound() ? 0 : 1;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
