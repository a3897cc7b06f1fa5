#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"
#include "bot/replay/why.hpp"

namespace bot {

int why_command(const WhyOptions& options) {
  try {
    storage::Archive archive(options.where.data);
    const auto conversation = find_conversation(archive, options.conversation);
    if (!conversation) return complain(conversation.error());
    const auto chain = why(*conversation, profiles_of(archive), options.message);
    if (!chain) return complain(chain.error());
    std::cout << *chain;
    return 0;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
