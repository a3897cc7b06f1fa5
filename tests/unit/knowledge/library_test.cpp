#include "knowledge/library.hpp"

#include <catch2/catch.hpp>

#include "small.hpp"

using knowledge_test::article;
using knowledge_test::sources;
using knowledge_test::three_questions;

namespace {

std::string faults_of(const knowledge::Sources& all) {
  return knowledge::load_library(all).faults.to_string();
}

bool contains(const std::string& text, const std::string& part) {
  INFO(text);
  return text.find(part) != std::string::npos;
}

const char* const kShipHead = "about: product\nfacts: [11]\n";

}  // namespace

TEST_CASE("library: a sound article loads, with its text as one line a paragraph", "[knowledge]") {
  auto all = sources({article("ship", kShipHead + three_questions("sending"),
                              "Send it within\n{policy.ship_within}.\n\nThank you.")});
  all.facts = {11};
  const auto loaded = knowledge::load_library(all);
  INFO(loaded.faults.to_string());
  REQUIRE(loaded.library != nullptr);
  const auto texts = loaded.library->texts();
  REQUIRE(texts.size() == 1);
  CHECK(texts.front().key == "info.ship");
  CHECK(texts.front().text == "Send it within {policy.ship_within}.\n\nThank you.");
  CHECK(texts.front().where.line == 11);
}

TEST_CASE("library: an unknown figure is a fault with the nearest name", "[knowledge]") {
  const auto text = faults_of(sources(
      {article("ship", kShipHead + three_questions("sending"), "Within {policy.ship_withn}.")}));
  CHECK(contains(text, "articles/en/ship.md:11:1: error: the policy has no figure 'ship_withn'"));
  CHECK(contains(text, "ship_within"));
}

TEST_CASE("library: a figure typed by hand is a fault, at its digit", "[knowledge]") {
  const auto text = faults_of(
      sources({article("ship", kShipHead + three_questions("sending"), "Within 5 days.")}));
  CHECK(contains(text, "articles/en/ship.md:11:8: error: an article types a figure by hand"));
}

TEST_CASE("library: products never name a figure of Rewards, nor the reverse (fact 150)",
          "[knowledge]") {
  CHECK(contains(faults_of(sources({article("ship", kShipHead + three_questions("sending"),
                                            "Within {policy.miles_within}.")})),
                 "a figure of fact 147"));
  CHECK(contains(faults_of(sources({article("miles", "about: reward\n" + three_questions("miles"),
                                            "Within {policy.days.ship_within}.")})),
                 "a figure of fact 11"));
}

TEST_CASE("library: every fact needs an article, every article every language", "[knowledge]") {
  auto all = sources({article("ship", kShipHead + three_questions("sending"), "Soon.")});
  all.facts = {11, 12};
  CHECK(contains(faults_of(all), "no article or place states fact 12"));
  all.facts = {11};
  all.languages.push_back(
      {"ru", {"articles/ru/words.yaml", "stemmer: russian\nscript: cyrillic\n"}, {}});
  CHECK(contains(faults_of(all), "article 'ship' is missing in language ru"));
  all.languages.back().articles = {
      article("ship", kShipHead + three_questions("a"), "Скоро.", "ru")};
  CHECK(contains(faults_of(all), "knows no 'about'"));
}

TEST_CASE("library: names that lead nowhere are faults", "[knowledge]") {
  const std::string questions = three_questions("addresses");
  CHECK(contains(
      faults_of(sources({article("which", "kind: asks\noptions: [a, b]\n" + questions, "Which?")})),
      "there is no article 'a' to offer"));
  CHECK(contains(faults_of(sources({article("ship", "kind: anser\n" + questions, "Soon.")})),
                 "kind cannot be 'anser'"));
  CHECK(contains(faults_of(sources({article("ship", questions, "In {place}.")})),
                 "only an article of kind place knows {place}"));
  auto zones = sources({article("ship", questions, "Soon.")});
  zones.zones.text = "zones:\n  - article: ship\n    places:\n      x: { names: { en: [X] } }\n";
  CHECK(contains(faults_of(zones), "there is no article 'ship' of kind place"));
}

TEST_CASE("library: two articles cannot be asked for in the same words", "[knowledge]") {
  CHECK(contains(faults_of(sources({article("one", three_questions("sending"), "Soon."),
                                    article("two", three_questions("Sending"), "Later.")})),
                 "asks for article 'one' already"));
}

TEST_CASE("library: a file without its head is refused", "[knowledge]") {
  auto all = sources({{"articles/en/x.md", "Just a text"}});
  CHECK(contains(faults_of(all), "articles/en/x.md:1:1: error: an article begins with a head"));
  all.languages.front().articles = {article("other", three_questions("x"), "Soon.")};
  all.languages.front().articles.front().name = "articles/en/x.md";
  CHECK(contains(faults_of(all), "call the file other.md"));
}

TEST_CASE("library: a place is put into its text, by language", "[knowledge]") {
  auto all = sources({article("there", "kind: place\ntitle: There\n", "We go to {place}.")});
  all.zones.text =
      "zones:\n  - article: there\n    places:\n      x: { names: { en: [Xanten] } }\n";
  const auto loaded = knowledge::load_library(all);
  INFO(loaded.faults.to_string());
  REQUIRE(loaded.library != nullptr);
  REQUIRE(loaded.library->texts().size() == 1);
  CHECK(loaded.library->texts().front().key == "info.there.x");
  CHECK(loaded.library->texts().front().text == "We go to Xanten.");
}

TEST_CASE("library: figures named in a text are found in every form", "[knowledge]") {
  CHECK(knowledge::figures_named_in("{policy.a} {policy.days.b} {policy.c.text} {order.d}") ==
        std::vector<std::string>{"a", "b", "c"});
}
