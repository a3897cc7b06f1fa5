// B97 to B100 of the catalogue of bad input (docs/reliability.md): profiles that nobody should run.
// Each row is one mistake in the shipped profile; `check` must name it with file, line and column
// and say what to do. (B93 to B96, the settings, are in settings_test; cases that keep their policy
// and flows that are edited while runs are open, in invariants_test, publish_test and
// hardships.yaml.)
#include <catch2/catch.hpp>

#include <algorithm>

#include "tests/support/temporary_folder.hpp"
#include "tests/unit/bot/cli/commands_run.hpp"

using namespace tests;

namespace {

struct Row {
  const char* name;
  const char* file;
  std::string from;
  std::string to;
  int lines_on;       // where the fault is: so many lines behind the edit's first
  const char* fault;  // column and message
};

const std::string kLastStep = "  - end: given_back\n";
const std::string kShipWithin = "ship_within: { value: ";
const char* const kFlow = "flows/ask_human.yaml";

std::string more_steps_than_allowed() {
  std::string steps;
  for (int i = 0; i < 10'000; ++i) steps += "  - ask_again: topic\n";
  return steps + kLastStep;
}

const std::vector<Row>& rows() {
  static const std::vector<Row> kRows{
      {"B97 a step that nothing leads to", kFlow, kLastStep,
       kLastStep + "  - say: Too late.\n    id: late\n", 1, "5: error: no path reaches this step"},
      {"B97 a circle without a question", kFlow, kLastStep,
       "  - ask: gift\n    as: yes_no\n    only_if: topic == money\n    otherwise: no\n"
       "    text: A gift?\n    label: Gift\n  - ask_again: gift\n",
       6, "5: error: the flow may run in a circle without asking anything"},
      {"B97 a case that nobody can leave or reach", "cases/product_return.yaml", "\nstates:\n",
       "\nstates:\n  limbo:\n    means: Neither here nor there\n    terminal: yes\n", 2,
       "3: error: state 'limbo' cannot be reached"},
      {"B97 a translation that is missing", "texts/ru.yaml",
       "    helped: Рад, что коллега смог помочь.\n", "", 0,
       "14: error: text 'ask_human.helped' is missing in language 'ru'"},
      {"B98 an expression that takes for ever", kFlow, "    length: 5..2000\n",
       "    length: 5..2000\n    pattern: (a+)+$\n", 1, "5: error: the step knows no 'pattern'"},
      {"B98 10,000 steps", kFlow, kLastStep, more_steps_than_allowed(), 9'993,
       "5: error: the flow has more than 10000 steps"},
      {"B99 a deadline of no days", "policy.yaml", kShipWithin + "5", kShipWithin + "0", 0,
       "3: error: '0 days' is no duration"},
      {"B99 a deadline in the past", "policy.yaml", kShipWithin + "5", kShipWithin + "-5", 0,
       "3: error: '-5 days' is no duration"},
      {"B99 a deadline of millions of years", "policy.yaml", kShipWithin + "5",
       kShipWithin + "5000000000", 0, "3: error: '5000000000 days' is no duration"},
      {"B100 a text that names what there is not", kFlow, "What can I do for you?",
       "What about {talk.subject}?", 0, "62: error: 'talk' has no field 'subject'"},
  };
  return kRows;
}

int line_of(const std::string& text, std::size_t at) {
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<long>(at), '\n'));
}

}  // namespace

TEST_CASE("check: B97 to B100, each fault with its place and a way out", "[bot][config]") {
  for (const Row& row : rows()) {
    INFO(row.name);
    const tests::TemporaryFolder folder;
    fs::copy(kConfig, folder.path(), fs::copy_options::recursive);
    const fs::path file = folder.path() / row.file;
    std::string text = read(file);
    const auto at = text.find(row.from);
    REQUIRE(at != std::string::npos);
    text.replace(at, row.from.size(), row.to);
    put(file, text);
    const Printed printed = run({"check", "--profile", folder.path().string()});
    INFO(printed.out.substr(0, 3000));
    CHECK(printed.code == 1);
    // A missing text is named where it is missed: in the flow.
    const bool is_missing = row.to.empty();
    const std::string place =
        is_missing
            ? std::string(kFlow) + ":"
            : std::string(row.file) + ":" + std::to_string(line_of(text, at) + row.lines_on) + ":";
    const auto found = printed.out.find(row.fault);
    REQUIRE(found != std::string::npos);
    const auto line = printed.out.rfind('\n', found) + 1;
    CHECK(printed.out.substr(line, found - line).find(place) != std::string::npos);
    CHECK(printed.out.substr(found, printed.out.find('\n', found) - found).ends_with(")"));
  }
}
