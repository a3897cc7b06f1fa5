#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "bot/replay/record.hpp"

namespace bot {

int record_command(const RecordOptions& options) {
  const auto loaded = load_profile({options.where.profile, options.where.data,
                                    base::SystemClock().now(), environment_variable, false, false});
  if (!loaded.profile) {
    std::cerr << loaded.faults.to_string();
    return 1;
  }
  try {
    storage::Archive archive(options.where.data);
    const auto conversation = find_conversation(archive, options.conversation);
    if (!conversation) return complain(conversation.error());
    // Scenarios are played on the demo shop: somebody it does not know is a guest there.
    const bool is_known =
        loaded.profile->shop->find_customer(conversation->row.customer).has_value();
    const auto scenario = record(
        *conversation, profiles_of(archive),
        [&](const std::string& number) { return archive.case_events(number); },
        is_known ? conversation->row.customer : std::string());
    if (!scenario) return complain(scenario.error());
    if (!is_known && !conversation->row.customer.empty()) {
      std::cerr << "boomerang: the demo shop has no such customer; write one under `given:`\n";
    }
    std::cout << *scenario;
    return 0;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
