// A conversation that was recorded from a journal is a scenario that the runner passes.
#include <catch2/catch.hpp>

#include "bot/replay/record.hpp"
#include "tests/scenarios/scenario_run.hpp"
#include "tests/support/talker.hpp"

TEST_CASE("record: a journal becomes a scenario that passes", "[scenario]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 1);
  tests::Talker anna(server);
  anna.write("good day, it's me: \"Anna\"");
  anna.press_token("start_return");
  anna.write("the first one");
  anna.press("Enamel kettle, sea green");
  anna.press("It is defective or damaged");
  server.advance(std::chrono::minutes(3));
  anna.write("The lid came cracked out of the box");
  anna.attach("png");
  anna.press("Send the request");
  const auto cases = server.store().list_cases({}, "", 1);
  REQUIRE(cases.size() == 1);
  server.advance(std::chrono::hours(20));
  REQUIRE(server.case_event(cases[0].number, "support", "reject",
                            base::Record{{"reason", "The photo shows no crack"}}) == 200);
  anna.read();

  storage::Archive archive(folder.path());
  const auto find = bot::profiles_from(
      [&archive](const std::string& version) { return archive.profile_files(version); });
  const auto row = archive.conversations_named(anna.conversation(), 1).front();
  const auto recorded = bot::record(
      {row, archive.journal(row.id)}, find,
      [&archive](const std::string& number) { return archive.case_events(number); }, "anna");
  INFO((recorded ? std::string() : recorded.error().detail));
  REQUIRE(recorded.has_value());
  INFO(*recorded);
  CHECK_THAT(*recorded, Catch::Contains("- wait: '3 minutes'"));
  CHECK_THAT(*recorded, Catch::Contains("reason: 'The photo shows no crack'"));
  CHECK_THAT(*recorded, Catch::Contains("- attach: ['png']"));
  CHECK(recorded->find("photo.png") == std::string::npos);

  base::Faults faults;
  const auto scenario = tests::read_scenario(*recorded, "recorded.yaml", faults);
  INFO(faults.to_string());
  REQUIRE(scenario.has_value());
  tests::ScenarioSetting setting;
  setting.seed = 77;
  const auto result = tests::run_scenario(*scenario, scenario->tests.front(), setting);
  INFO(result.transcript);
  CHECK(result.has_passed);
}
