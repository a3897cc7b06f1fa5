// The entry of the binary; everything else can be linked into tests.

#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "bot/cli/commands.hpp"

int main(int argc, char** argv) {
  try {
    return bot::run_command_line(std::vector<std::string>(argv + 1, argv + argc));
  } catch (const std::exception& broken) {
    std::cerr << "boomerang: " << broken.what() << "\n";
    return 1;
  }
}
