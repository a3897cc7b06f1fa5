// How the commands of the program are read from its arguments. Private to command_line*.cpp, which
// alone know CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "bot/cli/commands.hpp"

namespace bot {

// CLI11 reports by exception; `code` is what the program returns after one of ours ran.
struct CommandLine {
  CLI::App app{"Boomerang, a self-hosted support assistant for returns.", "boomerang"};
  int code = 0;
};

// --profile and --data, with their defaults.
void add_profile_options(CLI::App& command, ProfileOptions& where);

// An option for where a server listens: HOST:PORT, also as http://HOST:PORT/ or ws://.
CLI::Option* add_address_option(CLI::App& command, const std::string& name, std::string& address,
                                const std::string& what);

// --clock-offset: a length of time such as "5 days". `offset` outlives the reading of arguments.
void add_clock_offset_option(CLI::App& command, base::Duration& offset, const std::string& what);

// The commands that read a profile: check, fmt, graph, train, understand, answer, sheet ...
void add_profile_commands(CommandLine& line);
// The commands that read a store, or ask the running server: case, staff, outbox, why ...
void add_store_commands(CommandLine& line);

}  // namespace bot
