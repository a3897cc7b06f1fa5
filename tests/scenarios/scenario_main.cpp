// scenario_runner FILE...: runs every test of the scenario files, each twice: the second run must
// give the same frames to the byte. Prints the transcript of a test that fails.

#include <fstream>
#include <iostream>
#include <iterator>

#include "base/log.hpp"
#include "tests/scenarios/scenario_run.hpp"

namespace {

constexpr std::uint64_t kSeed = 20260302;

bool run(const tests::ScenarioFile& file, const tests::ScenarioTest& test) {
  const auto first = tests::run_scenario(file, test, kSeed);
  if (!first.has_passed) {
    std::cout << "FAILED " << file.suite << ": " << test.name << "\n" << first.transcript;
    return false;
  }
  const auto second = tests::run_scenario(file, test, kSeed);
  if (second.frames == first.frames) return true;
  std::cout << "FAILED " << file.suite << ": " << test.name << "\n  two runs differ (seed " << kSeed
            << ")\n";
  return false;
}

}  // namespace

int main(int argc, char** argv) {
  base::log::set_level(base::log::Level::error);
  int passed = 0;
  int failed = 0;
  for (int i = 1; i < argc; ++i) {
    std::ifstream stream(argv[i]);
    const std::string text(std::istreambuf_iterator<char>(stream), {});
    base::Faults faults;
    const auto file = tests::read_scenario(text, argv[i], faults);
    if (!file) {
      std::cout << faults.to_string();
      ++failed;
      continue;
    }
    for (const auto& test : file->tests) (run(*file, test) ? passed : failed)++;
  }
  std::cout << passed << " passed, " << failed << " failed\n";
  return failed == 0 && passed > 0 ? 0 : 1;
}
