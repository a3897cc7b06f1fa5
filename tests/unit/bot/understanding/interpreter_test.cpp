// Models and articles together, as a message of the chat is read: wishes that stay wishes, what is
// unclear, and bad input.
#include "bot/understanding/interpreter.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "knowledge/library.hpp"
#include "shipped_interpreter.hpp"

using dialogs::Command;
using Kind = dialogs::Command::Kind;
using namespace tests;

namespace {

std::string first_of(const bot::Heard& heard) {
  if (heard.proposals.empty()) return "nothing";
  const Command& one = heard.proposals.front();
  return std::string(to_string(one.kind)) + " " + one.name;
}

}  // namespace

// Phrases that were written apart from the training phrases (tests/understanding/held_out).
TEST_CASE(
    "interpreter: held-out wishes start their flow, and what is no business of the shop is "
    "told nothing",
    "[understanding]") {
  for (const std::string language : {"en", "ru"}) {
    int asked = 0;
    int as_article = 0;
    int wrong = 0;
    std::string misses;
    for (const auto& [intent, phrase] : held_out_wishes(language)) {
      ++asked;
      const auto reading = heard(phrase, language);
      if (reading.proposals.empty()) continue;
      const Command& first = reading.proposals.front();
      const bool is_done = first.confidence >= dialogs::kLikely;
      const bool is_article = first.kind == Kind::info && is_done;
      const bool is_wrong = first.kind == Kind::start && is_done && first.name != intent;
      as_article += is_article ? 1 : 0;
      wrong += is_wrong ? 1 : 0;
      if (is_article || is_wrong)
        misses += intent + " '" + phrase + "': " + first_of(reading) + "\n";
    }
    int outside = 0;
    int told = 0;
    for (const std::string& phrase :
         phrases_in("tests/understanding/held_out/" + language + "/out_of_scope.yaml")) {
      ++outside;
      const auto reading = heard(phrase, language);
      if (reading.proposals.empty()) continue;
      const Command& first = reading.proposals.front();
      const bool is_told = first.confidence >= dialogs::kLikely && !first.name.empty();
      told += is_told ? 1 : 0;
      if (is_told) misses += "out of scope '" + phrase + "': " + first_of(reading) + "\n";
    }
    const std::string summary =
        "wishes, " + language + ": " + std::to_string(as_article) + " answered by an article and " +
        std::to_string(wrong) + " by a wrong flow of " + std::to_string(asked) +
        "; out of scope: " + std::to_string(told) + " told something of " + std::to_string(outside);
    if (const char* path = std::getenv("BOOMERANG_FACTS_REPORT")) {
      std::ofstream(path, std::ios::app) << summary << "\n" << misses;
    }
    INFO(summary << "\n" << misses);
    CHECK(asked >= 160);
    CHECK(wrong < 0.02 * asked);
    CHECK(as_article < 0.10 * asked);
    CHECK(told < 0.15 * outside);
  }
}

TEST_CASE("interpreter: a wish stays a wish, with what was said filled in", "[understanding]") {
  CHECK(first_of(heard("I want to return a kettle", "en")) == "start create_return");
  CHECK(first_of(heard("хочу вернуть чайник", "ru")) == "start create_return");
  CHECK(first_of(heard("hochu vernut chajnik", "ru")) == "start create_return");
  CHECK(first_of(heard("I have sent the parcel", "en")) == "start confirm_shipment");
  CHECK(first_of(heard("let me talk to a human being please", "en")) == "handover ");
  const auto filled = heard("the kettle from order 1042 came cracked", "en");
  REQUIRE(first_of(filled) == "start create_return");
  const auto& values = filled.proposals.front().values;
  const auto has = [&](const std::pair<std::string, std::string>& one) {
    return std::find(values.begin(), values.end(), one) != values.end();
  };
  CHECK(has({"order", "1042"}));
  CHECK(has({"reason", "defective"}));
}

TEST_CASE("interpreter: a question in between two wishes becomes its article", "[understanding]") {
  const auto both = heard("I want to return the lamp, and who pays for the shipping?", "en");
  const auto has = [&](Kind kind, const std::string& name) {
    return std::any_of(both.proposals.begin(), both.proposals.end(),
                       [&](const Command& one) { return one.kind == kind && one.name == name; });
  };
  CHECK(has(Kind::start, "create_return"));
  CHECK(has(Kind::info, "who_pays"));
}

TEST_CASE("interpreter: who begins a task hears its conditions", "[understanding]") {
  const auto both = heard("My reward arrived damaged", "en");
  REQUIRE(both.proposals.size() == 2);
  CHECK(both.proposals[0].kind == Kind::start);
  CHECK(both.proposals[0].name == "return_reward");
  CHECK(both.proposals[1].kind == Kind::info);
  CHECK(both.proposals[1].name == "reward_reasons");
  // A wish alone is one.
  CHECK(heard("I want to return a kettle", "en").proposals.size() == 1);
}

TEST_CASE("interpreter: a part of a message is read with the rest of it", "[understanding]") {
  const auto part = heard("the reward came smashed, may I return it", "en");
  const auto is_product = [](const Command& one) { return one.name == "return_period"; };
  CHECK(std::none_of(part.proposals.begin(), part.proposals.end(), is_product));
}

TEST_CASE("interpreter: Russian in Latin letters finds its article", "[understanding]") {
  for (const char* locale : {"en", "ru"}) {
    INFO(locale);
    CHECK(first_of(heard("skolko dnej skladu na proverku?", locale)) == "info warehouse_check");
    CHECK(first_of(heard("kakoj adres dlya otpravki pochtoj", locale)) == "info mail_address");
    CHECK(first_of(heard("mozhno otpravit tovar cherez DHL?", locale)) == "info courier_services");
    CHECK(heard("kakoj adres dlya otpravki pochtoj", locale).answer.language == "ru");
  }
}

TEST_CASE("interpreter: a short question leans on the article before it", "[understanding]") {
  CHECK(first_of(heard("and by courier?", "en", "mail_address")) == "info courier_address");
  CHECK(first_of(heard("а курьером?", "ru", "mail_address")) == "info courier_address");
}

TEST_CASE("interpreter: what means several things becomes options (fact 150)", "[understanding]") {
  const auto address = heard("What is the return address?", "en");
  CHECK(address.proposals.size() >= 2);
  for (const Command& one : address.proposals) {
    CHECK(one.kind == Kind::info);
    CHECK(one.confidence < dialogs::kLikely);
    CHECK_FALSE(one.label.empty());
  }
}

namespace {

// Empty when the text is not clearly in any.
std::string clear_language(const std::string& text, const std::string& locale) {
  const auto guess = shipped().interpreter.guess_language(text, locale);
  return guess && guess->is_clear() ? guess->language : "";
}

}  // namespace

TEST_CASE("interpreter: the language of a message, when it is clear", "[understanding]") {
  CHECK(clear_language("здравствуйте, хочу вернуть товар", "en") == "ru");
  CHECK(clear_language("hello, I would like to return something", "ru") == "en");
  CHECK(clear_language("ok", "ru").empty());
  CHECK(clear_language("1042", "ru").empty());
}
