// Commands of the program as they are called, and folders of profiles to call them on, for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "bot/cli/commands.hpp"

namespace tests {

namespace fs = std::filesystem;

// What a command prints to standard output, and its exit code.
struct Printed {
  int code = 0;
  std::string out;
};

inline Printed run(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  auto* const old_out = std::cout.rdbuf(out.rdbuf());
  auto* const old_err = std::cerr.rdbuf(err.rdbuf());
  Printed printed;
  printed.code = bot::run_command_line(arguments);
  std::cout.rdbuf(old_out);
  std::cerr.rdbuf(old_err);
  printed.out = out.str();
  return printed;
}

inline void put(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

inline std::string read(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

inline const std::string kConfig = std::string(BOOMERANG_SOURCE_DIR) + "/config";

}  // namespace tests
