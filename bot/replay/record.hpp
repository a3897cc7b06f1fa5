// A journal as a scenario file (docs/testing.md): what people did, as lines that the scenario
// runner can do again, and what the bot said, as the steps it must say again. Masked: sensitive
// answers become examples of their type, and files lose their names. One thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "bot/replay/replay.hpp"

namespace bot {

// The events of a case by its number, oldest first: the journal names an event of the back office,
// the case has what came with it.
using FindCaseEvents = std::function<std::vector<storage::CaseEventRow>(const std::string& number)>;

// `customer`: who plays it, a customer of the demo shop, or empty for a guest. Errors: those of
// Replay::run.
base::Result<std::string> record(const JournaledConversation& conversation, const FindProfile& find,
                                 const FindCaseEvents& case_events, const std::string& customer);

}  // namespace bot
