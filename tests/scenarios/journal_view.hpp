// What the journal of a conversation says of it while it goes on: what its words were taken for,
// and why a message was said. Stateless; one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "dialogs/command.hpp"

namespace tests {

// What became of the commands in the newest message of the customer, found by running the journal
// again. Throws std::runtime_error when it cannot be run.
std::vector<dialogs::Judged> newest_commands(const std::filesystem::path& data,
                                             const std::string& conversation);

// What `boomerang why` prints of the message with that sequence number, or why it cannot.
std::string reason_chain(const std::filesystem::path& data, const std::string& conversation,
                         std::int64_t seq);

}  // namespace tests
