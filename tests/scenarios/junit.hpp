// Results of scenarios as JUnit XML, which build servers read. Stateless.
#pragma once

#include <string>
#include <vector>

namespace tests {

struct TestOutcome {
  std::string suite;
  std::string name;
  std::string failure;  // empty: passed
};

std::string to_junit(const std::vector<TestOutcome>& outcomes);

}  // namespace tests
