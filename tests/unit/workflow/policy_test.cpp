#include "workflow/policy.hpp"

#include <catch2/catch.hpp>

#include "profile.hpp"

using base::Value;
using namespace workflow_test;

namespace {

std::string faults_of(const std::string& section) {
  const auto loaded = workflow::Policy::load(
      {"p.yaml", "calendar: { zone: Europe/Moscow, weekend: [sunday] }\n" + section});
  CHECK((loaded.policy == nullptr) == loaded.faults.has_errors());
  return loaded.faults.to_string();
}

}  // namespace

TEST_CASE("policy: what the source does not state is ours, and says so", "[workflow]") {
  for (const auto& one : policy().all()) {
    INFO(one.name);
    CHECK(one.facts.empty() == one.is_ours);
  }
  // Facts 77, 81, 84a and the like: no figure may pretend to know them.
  for (const char* unknown : {"return_window", "compensation_within", "compensation_cap",
                              "support_phone", "support_email", "return_number_location"}) {
    CHECK(policy().find(unknown) == nullptr);
  }
}

TEST_CASE("policy: texts and conditions read figures by name", "[workflow]") {
  const Value& figures = policy().figures();
  CHECK(figures.text_at("ship_within") == "5 days");
  CHECK(figures.at("days.ship_within").integer() == 5);
  CHECK(figures.text_at("firmness.approval_within") == "usual");
  CHECK(figures.at("max_photos").integer() == 200);
  CHECK(figures.at("days.ship_grace").is_nothing());  // 24 hours are no day
  using Kind = base::Type::Kind;
  CHECK(policy().type().field("ship_within")->kind == Kind::text);
  CHECK(policy().type().field("couriers")->kind == Kind::list);
  CHECK(policy().type().field("keep_receipt")->kind == Kind::boolean);
  CHECK(policy().type().field("mail_address")->field("text")->kind == Kind::text);
  CHECK(policy().type().field("days")->field("ship_within")->kind == Kind::number);
}

TEST_CASE("policy: its version is the hash of its text", "[workflow]") {
  CHECK(policy().version().size() == 12);
  CHECK(policy().text() == read_file("config/policy.yaml"));
  const auto version = [](const std::string& text) {
    return workflow::Policy::load({"p.yaml", text}).policy->version();
  };
  const std::string one = "calendar: { zone: UTC }\n";
  CHECK(version(one) == version(one));
  CHECK(version(one) != version(one + "\n"));
}

TEST_CASE("policy: every fault is named with its place", "[workflow]") {
  CHECK(faults_of("") == "");
  const std::pair<const char*, const char*> rows[] = {
      {"durations: { a: { value: 5 dais, ours: yes } }",
       "p.yaml:2:14: error: '5 dais' is no duration"},
      {"durations: { a: { value: 0 days, ours: yes } }",
       "p.yaml:2:14: error: '0 days' is no duration"},
      {"durations: { a: { value: 5 days } }",
       "p.yaml:2:14: error: figure 'a' needs either facts or `ours: yes`"},
      {"durations: { a: { value: 5 days, facts: 11, ours: yes } }",
       "p.yaml:2:14: error: figure 'a' needs either facts or `ours: yes`"},
      {"durations: { a: { value: 5 days, facts: 400 } }",
       "p.yaml:2:41: error: '400' is no number of a fact"},
      {"durations: { a: { value: 5 days, ours: yes, unit: lunar } }",
       "p.yaml:2:14: error: unit is calendar or working, not 'lunar'"},
      {"durations: { a: { value: 5 hours, ours: yes, unit: working } }",
       "p.yaml:2:14: error: only whole days can be working days or last until the end of day"},
      {"durations: { a: { value: 5 days, ours: yes, unit: working, until: exact } }",
       "p.yaml:2:14: error: working days always last until the end of the day"},
      {"durations: { a: { value: 5 days, ours: yes, firmness: iron } }",
       "p.yaml:2:14: error: firmness is exact, usual, at_most or vague, not 'iron'"},
      {"durations: { A: { value: 5 days, ours: yes } }",
       "p.yaml:2:14: error: 'A' cannot name a figure"},
      {"durations: { a: { value: 5 days, ours: yes } }\ncounts: { a: { value: 1, ours: yes } }",
       "p.yaml:3:11: error: figure 'a' exists already"},
      {"lists: { a: { items: [], ours: yes } }", "p.yaml:2:10: error: list 'a' has no items"},
      {"counts: { a: { value: -1, ours: yes } }",
       "p.yaml:2:23: error: 'value' must be a whole number from 0 to 1000000000"},
      {"counts: { a: { valu: 1, ours: yes } }",
       "p.yaml:2:14: error: the figure 'a' has no 'value'"},
      {"rules: { a: { value: maybe, ours: yes } }",
       "p.yaml:2:22: error: 'value' must be yes or no"},
      {"addresses: { a: { recipient: R, ours: yes } }",
       "p.yaml:2:17: error: the figure 'a' has no 'parts'"},
      {"durationz: {}",
       "p.yaml:2:1: error: the policy knows no 'durationz' (did you mean "
       "'durations'?)"}};
  for (const auto& [section, fault] : rows) {
    INFO(section);
    CHECK(faults_of(section).substr(0, std::string(fault).size()) == fault);
  }
  const auto zone = workflow::Policy::load({"p.yaml", "calendar: { zone: Moscow }"});
  CHECK(zone.faults.to_string().find("p.yaml:1:19: error: unknown time zone 'Moscow'") == 0);
  const auto week = workflow::Policy::load(
      {"p.yaml", "calendar: { zone: UTC, weekend: [sundai], holidays: [2026-13-01] }"});
  CHECK(week.faults.all().size() == 2);
}
