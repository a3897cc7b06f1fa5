// How the commands of the program are read from its arguments. Private to command_line*.cpp, which
// alone know CLI11.
#pragma once

#include <CLI/CLI.hpp>
#include <memory>

#include "bot/cli/commands.hpp"

namespace bot {

// CLI11 reports by exception; `code` is what the program returns after one of ours ran.
struct CommandLine {
  CLI::App app{"Boomerang, a self-hosted support assistant for returns.", "boomerang"};
  int code = 0;
};

// --profile and --data, with their defaults.
void add_profile_options(CLI::App& command, ProfileOptions& where);

// The commands that read a profile: check, fmt, graph, train, understand, answer, sheet ...
void add_profile_commands(CommandLine& line);
// The commands that read a store, or ask the running server: case, staff, outbox, why ...
void add_store_commands(CommandLine& line);

}  // namespace bot
