// Rewrites what a scenario expects of the bot to what it really said (--accept). Lines that hold
// stay as they are written, with their comments. Stateless.
#pragma once

#include <string>
#include <vector>

#include "tests/scenarios/scenario_run.hpp"

namespace tests {

// The text of the file with the expectations of the groups made true.
std::string accept_messages(const std::string& text, const std::vector<HeardMessages>& heard);

// The lines that differ, as "-12: ..." and "+12: ...".
std::string show_difference(const std::string& before, const std::string& after);

}  // namespace tests
