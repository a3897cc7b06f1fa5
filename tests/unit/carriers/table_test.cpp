#include "carriers/table.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "shipped_table.hpp"

using carriers::Table;

namespace {

std::string carrier(std::string_view words) {
  const auto* found = shipped_table().find(words);
  return found == nullptr ? "none" : found->id;
}

std::string faults_of(const std::string& text) {
  base::Faults faults;
  Table::load(text, "c.yaml", faults);
  return faults.to_string();
}

}  // namespace

TEST_CASE("carriers: known by what customers call them, in both alphabets", "[carriers]") {
  CHECK(carrier("BelPost") == "belpost");
  CHECK(carrier("белпочта") == "belpost");
  CHECK(carrier("by dhl express, please") == "dhl");
  CHECK(carrier("СДЭК") == "cdek");
  CHECK(carrier("Почта Казахстана") == "kazpost");
  CHECK(carrier("почта россии") == "russian_post");
  CHECK(carrier("Пони Экспресс") == "pony_express");
  CHECK(carrier("алем-тат") == "alemtat");
  CHECK(carrier("дואר") == "none");
  CHECK(carrier("upsy") == "none");
  CHECK(carrier("") == "none");
}

// Facts 35-38, 47-54 and 142: every post and courier that the source names.
TEST_CASE("carriers: the table has each one of the source", "[carriers]") {
  std::vector<int> facts;
  for (const auto& one : shipped_table().all()) {
    facts.insert(facts.end(), one.facts.begin(), one.facts.end());
  }
  std::sort(facts.begin(), facts.end());
  CHECK(facts == std::vector<int>{35, 36, 37, 38, 47, 48, 49, 50, 51, 52, 53, 54, 142});
}

TEST_CASE("carriers: faults of the file are told with line and column", "[carriers]") {
  CHECK(faults_of("") == "");
  CHECK(faults_of("carriers:\n  dhl:\n    name: DHL\n    formats:\n      - { form: '9{3' }\n") ==
        "c.yaml:5:17: error: the form '9{3' has a brace that is not closed (9 a digit, A a letter, "
        "# either, '1Z' itself, {4} so often, (...) checked)\n");
  CHECK(faults_of("carriers:\n  a:\n    name: A\n    country: Belarus\n") ==
        "c.yaml:4:14: error: 'Belarus' is no code of a country (two capitals of ISO 3166, such as "
        "BY)\n");
  CHECK(faults_of("carriers:\n  a: { name: Same }\n  b: { name: same }\n") ==
        "c.yaml:3:3: error: 'same' is already a name of 'a' (a name means one carrier)\n");
  const std::string one = "carriers:\n  a:\n    name: A\n    formats:\n      - { form: '9{3}', ";
  CHECK(faults_of(one + "check: { rule: mod9 } }\n").find("5:40: error: unknown rule") !=
        std::string::npos);
  CHECK(faults_of(one + "check: { rule: mod10 } }\n").find("the rule has no weights") !=
        std::string::npos);
  CHECK(faults_of(one + "check: { rule: mod7, weights: [1] } }\n").find("takes no weights") !=
        std::string::npos);
  CHECK(faults_of(one + "recognisable: yes }\n").find("cannot be recognised") != std::string::npos);
  CHECK(faults_of(one + "chekc: { rule: mod7 } }\n").find("did you mean 'check'") !=
        std::string::npos);
  CHECK(faults_of("carriers:\n  a: { name: A, facts: 900 }\n").find("no number of a fact") !=
        std::string::npos);
}
