// Conversations as people name them on the command line: by the beginning of their id.
#pragma once

#include <string>

#include "base/error.hpp"
#include "bot/replay/replay.hpp"
#include "storage/archive.hpp"

namespace bot {

// The one conversation whose id begins so, with its journal. Errors: `not_found`, `ambiguous` (the
// detail lists the first few that fit).
base::Result<JournaledConversation> find_conversation(storage::Archive& archive,
                                                      const std::string& prefix);

// Profiles as the folder has them, compiled.
FindProfile profiles_of(storage::Archive& archive);

// Prints the error for people; returns the exit code 1.
int complain(const base::Error& error);

}  // namespace bot
