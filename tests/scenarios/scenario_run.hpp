// Runs one test of a scenario file against the real server without sockets. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/scenarios/scenario.hpp"

namespace tests {

// One way to run a test: a cell of the matrix, or the file as it stands.
struct ScenarioSetting {
  std::uint64_t seed = 0;         // decides every id
  std::string language;           // empty: the customer's
  bool is_text_only = false;      // presses are typed as words
  bool accepts_messages = false;  // whatever the bot says is taken for right (--accept)
  // For another language than the file's: which choices to press, as ScenarioResult::presses of a
  // run in the file's own language. Null: by label.
  const std::vector<std::vector<std::size_t>>* presses = nullptr;
};

// What the bot said after a line, and what was expected there.
struct HeardMessages {
  int after_line = 0;                  // 0: when the chat was opened
  std::vector<ScenarioLine> expected;  // in file order
  std::vector<base::Value> messages;
};

struct ScenarioResult {
  bool has_passed = false;
  // Both columns (side_by_side.hpp), up to the first line that did not hold, and why.
  std::string transcript;
  // Every frame that every window received, for comparing two runs.
  std::string frames;
  std::vector<std::vector<std::size_t>> presses;
  std::vector<HeardMessages> heard;
};

// `file` holds the test and those it uses.
ScenarioResult run_scenario(const ScenarioFile& file, const ScenarioTest& test,
                            const ScenarioSetting& setting);

}  // namespace tests
