// What a person who takes a conversation should know without reading it: who asks, how sure we are
// of that, what they were doing, what they have answered, what was tried, which rules they were
// told. From the dialog's state and the messages, nothing else. Loop thread only.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "bot/http/api_parts.hpp"

namespace bot {

// Appends the packet as one JSON object: `identity` ("guest", "signed_in"), `locale`, `zone`,
// `tasks` [{flow, title, status, answers [{name, label, value}]}], `waiting_for` (the open
// question's words), `tried` (times in a row that the bot did not understand), `articles` (names of
// those it showed), `facts` (numbers of the policy's facts that notices of cases told). Answers to
// sensitive questions are left out. `frames`: the messages to look through, as JSON each.
void write_packet(base::JsonWriter& json, const ApiParts& parts, const Conversation& conversation,
                  const std::vector<base::Value>& frames);

}  // namespace bot
