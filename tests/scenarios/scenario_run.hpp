// Runs one test of a scenario file against the real server without sockets. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/scenarios/scenario.hpp"

namespace tests {

struct ScenarioResult {
  bool has_passed = false;
  // The chat as it went, up to the first line that did not hold, and why; lines behind it are
  // marked as not reached.
  std::string transcript;
  // Every frame that every window received, for comparing two runs.
  std::string frames;
};

// `file` holds the test and those it uses. The seed decides every id.
ScenarioResult run_scenario(const ScenarioFile& file, const ScenarioTest& test, std::uint64_t seed);

}  // namespace tests
