// A person of the staff in a scenario: takes a conversation, writes, gives it back. One thread.
#pragma once

#include <string>

#include "tests/support/sim_server.hpp"

namespace tests {

// `act`: takes_over, says (with `text`), continue or resolved (gives it back). Throws Divergence
// with the reason when the server does not let them.
void act_as_agent(SimServer& server, const std::string& conversation, const std::string& act,
                  const std::string& text);

}  // namespace tests
