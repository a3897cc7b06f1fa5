#include "bot/cli/fault_report.hpp"

#include <catch2/catch.hpp>

#include "base/json.hpp"

using bot::FaultFormat;
using bot::write_faults;

namespace {

base::Faults some_faults() {
  base::Faults faults;
  faults.error({"flows/a b.yaml", 3, 7}, "unknown queue 'suport'", "did you mean 'support'?");
  faults.warn({"/profiles/x.yaml", 1, 0}, "the flow has no \"changed_after\"");
  faults.error({"demo/shop.yaml", 0, 0}, "the profile has no such file", "add it");
  return faults;
}

base::Value parsed(const std::string& json) {
  const auto value = base::parse_json(json);
  REQUIRE(value.has_value());
  return *value;
}

}  // namespace

TEST_CASE("fault report: text is one fault a line", "[bot]") {
  CHECK(write_faults(some_faults(), FaultFormat::text) ==
        "flows/a b.yaml:3:7: error: unknown queue 'suport' (did you mean 'support'?)\n"
        "/profiles/x.yaml:1: warning: the flow has no \"changed_after\"\n"
        "demo/shop.yaml: error: the profile has no such file (add it)\n");
  CHECK(write_faults({}, FaultFormat::text).empty());
}

TEST_CASE("fault report: JSON counts and names", "[bot]") {
  const auto report = parsed(write_faults(some_faults(), FaultFormat::json));
  CHECK_FALSE(report.at("sound").boolean());
  CHECK(report.at("errors").integer() == 2);
  CHECK(report.at("warnings").integer() == 1);
  REQUIRE(report.at("faults").list().size() == 3);
  const auto& first = report.at("faults").list()[0];
  CHECK(first.text_at("file") == "flows/a b.yaml");
  CHECK(first.at("line").integer() == 3);
  CHECK(first.at("column").integer() == 7);
  CHECK(first.text_at("severity") == "error");
  CHECK(first.text_at("rule") == "unknown-queue");
  CHECK(first.text_at("hint") == "did you mean 'support'?");
  CHECK(parsed(write_faults({}, FaultFormat::json)).at("sound").boolean());
}

// What the schema of SARIF 2.1.0 requires (sections 3.13, 3.14, 3.18, 3.19, 3.27, 3.30, 3.49).
TEST_CASE("fault report: SARIF has what its schema requires", "[bot]") {
  const auto log = parsed(write_faults(some_faults(), FaultFormat::sarif));
  CHECK(log.text_at("version") == "2.1.0");
  CHECK(log.text_at("$schema").ends_with("sarif-2.1.0.json"));
  REQUIRE(log.at("runs").list().size() == 1);
  const auto& run = log.at("runs").list()[0];
  CHECK(run.text_at("tool.driver.name") == "boomerang check");
  CHECK(run.text_at("columnKind") == "unicodeCodePoints");
  const auto& rules = run.at("tool.driver.rules").list();
  CHECK(rules.size() == 3);
  const auto& results = run.at("results").list();
  REQUIRE(results.size() == 3);
  for (const auto& result : results) {
    CHECK_FALSE(result.text_at("message.text").empty());
    CHECK_FALSE(result.text_at("ruleId").empty());
    REQUIRE(result.at("locations").list().size() == 1);
    const bool is_ruled = std::any_of(rules.begin(), rules.end(), [&](const auto& rule) {
      return rule.text_at("id") == result.text_at("ruleId");
    });
    CHECK(is_ruled);
  }
  const auto place = [&](std::size_t at) {
    return results[at].at("locations").list()[0].at("physicalLocation");
  };
  CHECK(results[0].text_at("level") == "error");
  CHECK(results[1].text_at("level") == "warning");
  CHECK(place(0).text_at("artifactLocation.uri") == "flows/a%20b.yaml");
  CHECK(place(0).at("region.startLine").integer() == 3);
  CHECK(place(0).at("region.startColumn").integer() == 7);
  CHECK(place(1).text_at("artifactLocation.uri") == "file:///profiles/x.yaml");
  CHECK(place(1).at("region.startColumn").is_nothing());
  // A region needs a line: a file that is not there has none.
  CHECK(place(2).at("region").is_nothing());
}
