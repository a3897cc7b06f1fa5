// Why the bot said something: the chain from the event to the message, found by running the turn
// again. From the journal alone. One thread.
#pragma once

#include <string>
#include <string_view>

#include "bot/replay/replay.hpp"

namespace bot {

// `message` is a sequence number ("14") or a message's id ("m14", a client's id). The chain as text
// for people: message, event, commands, what came from outside, the way through the flow, the
// text's place. Errors: `not_found` (no such message), `nothing_recorded`, `no_profile`.
base::Result<std::string> why(const JournaledConversation& conversation, const FindProfile& find,
                              std::string_view message);

}  // namespace bot
