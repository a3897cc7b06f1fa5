// scenario_runner [--accept] [--junit FILE] FILE...: runs every test of the scenario files, each
// twice: the second run must give the same frames to the byte. Prints both columns of a test that
// fails. --accept shows what the bot says otherwise than the file expects, and writes it into the
// file.

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/log.hpp"
#include "tests/scenarios/accept.hpp"
#include "tests/scenarios/junit.hpp"
#include "tests/scenarios/scenario_run.hpp"

namespace {

constexpr std::uint64_t kSeed = 20260302;

std::string read_file(const std::string& path) {
  std::ifstream stream(path);
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

// What failed; empty when nothing did.
std::string run_twice(const tests::ScenarioFile& file, const tests::ScenarioTest& test,
                      const tests::ScenarioSetting& setting, tests::ScenarioResult& first) {
  first = tests::run_scenario(file, test, setting);
  if (!first.has_passed) return first.transcript;
  const auto second = tests::run_scenario(file, test, setting);
  if (second.frames == first.frames) return {};
  return "  two runs differ (seed " + std::to_string(setting.seed) + ")\n";
}

// The test as it stands, then in every cell of the matrix.
void run(const tests::ScenarioFile& file, const tests::ScenarioTest& test,
         std::vector<tests::TestOutcome>& outcomes) {
  tests::ScenarioSetting plain;
  plain.seed = kSeed;
  tests::ScenarioResult first;
  outcomes.push_back({file.suite, test.name, run_twice(file, test, plain, first)});
  if (!outcomes.back().failure.empty()) return;
  const auto presses = first.presses;
  std::vector<std::string> languages = file.languages;
  if (languages.empty()) languages.emplace_back();
  std::vector<std::string> capabilities = file.capabilities;
  if (capabilities.empty()) capabilities.emplace_back("rich");
  for (const auto& language : languages) {
    for (const auto& capability : capabilities) {
      tests::ScenarioSetting setting = plain;
      setting.language = language;
      setting.is_text_only = capability == "text_only";
      setting.presses = language.empty() ? nullptr : &presses;
      if (language.empty() && !setting.is_text_only) continue;
      std::string name = test.name + " [" + language + (language.empty() ? "" : " ") + capability;
      outcomes.push_back(
          {file.suite, std::move(name) + "]", run_twice(file, test, setting, first)});
    }
  }
}

// Whether the file is now as the bot speaks; shows the difference.
bool accept(const tests::ScenarioFile& file, const std::string& path) {
  for (const auto& test : file.tests) {
    tests::ScenarioSetting setting;
    setting.seed = kSeed;
    setting.accepts_messages = true;
    // The lines of earlier tests have moved by now: read it again.
    const std::string text = read_file(path);
    base::Faults faults;
    const auto now = tests::read_scenario(text, path, faults);
    if (!now) return false;
    const auto same = std::find_if(now->tests.begin(), now->tests.end(),
                                   [&](const auto& one) { return one.name == test.name; });
    const auto result = tests::run_scenario(*now, *same, setting);
    if (!result.has_passed) {
      std::cout << "NOT ACCEPTED " << file.suite << ": " << test.name << "\n" << result.transcript;
      return false;
    }
    const std::string accepted = tests::accept_messages(text, result.heard);
    if (accepted == text) continue;
    std::cout << file.suite << ": " << test.name << "\n" << tests::show_difference(text, accepted);
    std::ofstream(path) << accepted;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  base::log::set_level(base::log::Level::error);
  std::vector<tests::TestOutcome> outcomes;
  std::string junit;
  bool accepts = false;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--accept") {
      accepts = true;
      continue;
    }
    if (word == "--junit" && i + 1 < argc) {
      junit = argv[++i];
      continue;
    }
    base::Faults faults;
    const auto file = tests::read_scenario(read_file(word), word, faults);
    if (!file) {
      outcomes.push_back({word, "is sound", faults.to_string()});
    } else if (accepts) {
      outcomes.push_back({file->suite, "accepted", accept(*file, word) ? "" : "not accepted"});
    } else {
      for (const auto& test : file->tests) run(*file, test, outcomes);
    }
  }
  std::size_t failed = 0;
  for (const auto& one : outcomes) {
    if (one.failure.empty()) continue;
    ++failed;
    std::cout << "FAILED " << one.suite << ": " << one.name << "\n" << one.failure;
  }
  if (!junit.empty()) std::ofstream(junit) << tests::to_junit(outcomes);
  std::cout << outcomes.size() - failed << " passed, " << failed << " failed\n";
  return failed == 0 && !outcomes.empty() ? 0 : 1;
}
