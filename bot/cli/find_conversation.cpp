#include "bot/cli/find_conversation.hpp"

#include <iostream>

namespace bot {
namespace {

constexpr std::size_t kShown = 5;

}  // namespace

base::Result<JournaledConversation> find_conversation(storage::Archive& archive,
                                                      const std::string& prefix) {
  const auto found = archive.conversations_named(prefix, kShown + 1);
  if (found.empty()) {
    return base::Error{base::Code::not_found, "not_found",
                       "no conversation begins with '" + prefix +
                           "'; ids are in the log, in welcome frames and on a case",
                       "conversation"};
  }
  if (found.size() > 1) {
    std::string which;
    for (std::size_t at = 0; at < std::min(found.size(), kShown); ++at) {
      which += "\n  " + found[at].uuid;
    }
    if (found.size() > kShown) which += "\n  ...";
    return base::Error{base::Code::invalid_argument, "ambiguous",
                       "several conversations begin with '" + prefix + "':" + which,
                       "conversation"};
  }
  return JournaledConversation{found.front(), archive.journal(found.front().id)};
}

FindProfile profiles_of(storage::Archive& archive) {
  return profiles_from(
      [&archive](const std::string& version) { return archive.profile_files(version); });
}

int complain(const base::Error& error) {
  std::cerr << "boomerang: " << error.detail << "\n";
  return 1;
}

}  // namespace bot
