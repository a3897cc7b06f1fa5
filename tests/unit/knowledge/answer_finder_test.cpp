#include "knowledge/answer_finder.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "knowledge/library.hpp"
#include "small.hpp"

using knowledge::Answer;
using knowledge_test::article;

namespace {

std::string asked(const std::vector<std::string>& questions) {
  std::string text = "questions:\n";
  for (const std::string& question : questions) text += "  - " + question + "\n";
  return text;
}

std::shared_ptr<const knowledge::Library> library() {
  const auto loaded = knowledge::load_library(knowledge_test::sources(
      {article("mail",
               "about: product\ntopic: address\ntitle: By mail\n" +
                   asked({"Which address for mail", "Mail address please", "Where does mail go"}),
               "The mail address."),
       article("courier",
               "about: product\ntopic: address\ntitle: By courier\n" +
                   asked({"Which address for a courier", "Courier address please",
                          "Where does the courier go"}),
               "The courier's address."),
       article("ship",
               "about: product\ntitle: Sending in time\n" +
                   asked({"How long may sending take", "When must I send it",
                          "How many days until sending"}),
               "Within {policy.ship_within}."),
       article("miles",
               "about: reward\ntitle: Miles in time\n" +
                   asked({"How long may miles take", "When do miles come",
                          "How many days until miles"}),
               "Within {policy.miles_within}."),
       article("courier_visit",
               "about: reward\ntitle: The visit\n" +
                   asked({"Does the courier ring", "How long is the visit", "Will somebody call"}),
               "They ring.")}));
  INFO(loaded.faults.to_string());
  REQUIRE(loaded.library != nullptr);
  return loaded.library;
}

knowledge::AnswerFinder finder() {
  return knowledge::AnswerFinder(library());
}

}  // namespace

TEST_CASE("answer finder: gives the article that a question is nearest to", "[knowledge]") {
  const auto answer = finder().find({"what is the address for mail?", "en"});
  CHECK(answer.kind == Answer::Kind::article);
  CHECK(answer.article == "mail");
  REQUIRE_FALSE(answer.candidates.empty());
  CHECK(answer.candidates.front().matched == "Which address for mail");
}

TEST_CASE("answer finder: a short question leans on the article before it", "[knowledge]") {
  const auto all = finder();
  CHECK(all.find({"and the courier?", "en", "mail"}).article == "courier");
  CHECK(all.find({"And by mail?", "en", "courier"}).article == "mail");
}

TEST_CASE("answer finder: asks when another set of rules is as likely (fact 150)", "[knowledge]") {
  const auto answer = finder().find({"How many days until", "en"});
  CHECK(answer.kind == Answer::Kind::unclear);
  CHECK(answer.options.size() == 2);
  CHECK(answer.article.empty());
}

TEST_CASE("answer finder: a question that names its rules gets only those", "[knowledge]") {
  const auto answer = finder().find({"How many days until my reward has its miles?", "en"});
  CHECK(answer.world == knowledge::World::reward);
  for (const auto& candidate : answer.candidates) {
    CHECK(candidate.article != "ship");
    CHECK(candidate.article != "mail");
  }
}

TEST_CASE("answer finder: is unsure rather than wrong", "[knowledge]") {
  const auto all = finder();
  CHECK(all.find({"Who won the match?", "en"}).kind == Answer::Kind::unsure);
  CHECK(all.find({"Sing me a song of old ships and whales", "en"}).kind == Answer::Kind::unsure);
  CHECK(all.find({"", "en"}).kind == Answer::Kind::unsure);
  CHECK(all.find({"12345", "en"}).kind == Answer::Kind::unsure);
}

TEST_CASE("answer finder: the same question has the same answer", "[knowledge]") {
  const auto one = finder();
  const auto two = finder();
  for (const char* text : {"address", "how long", "when do miles come", "courier"}) {
    const auto a = one.find({text, "en"});
    const auto b = two.find({text, "en"});
    CHECK(a.article == b.article);
    CHECK(a.score == b.score);
    CHECK(a.options == b.options);
  }
}

TEST_CASE("answer finder: another reader's opinion counts beside what is found", "[knowledge]") {
  const auto all = finder();
  const std::vector<knowledge::Opinion> opinions = {{"ship", 0.9}, {"mail", 0.1}};
  // No word of it stands in an article: only the other reader knows.
  CHECK(all.find({"by what date at the latest", "en"}).kind == Answer::Kind::unsure);
  knowledge::Question question{"by what date at the latest", "en"};
  question.opinions = opinions;
  const auto answer = all.find(question);
  REQUIRE_FALSE(answer.candidates.empty());
  CHECK(answer.candidates.front().article == "ship");
  CHECK(answer.candidates.front().opinion == Approx(0.9));
}

TEST_CASE("answer finder: a figure is not told when the readers disagree", "[knowledge]") {
  const auto all = finder();
  const std::vector<knowledge::Opinion> opinions = {{"courier_visit", 0.5}, {"ship", 0.0}};
  knowledge::Question question{"how long", "en"};
  question.opinions = opinions;
  const auto answer = all.find(question);
  CHECK((answer.kind != Answer::Kind::article || answer.article == "courier_visit"));
}

TEST_CASE("answer finder: what the question is a part of tells the rules it is about",
          "[knowledge]") {
  const auto all = finder();
  knowledge::Question part{"how long does it take", "en"};
  part.message = "my reward is on its way, how long does it take";
  const auto answer = all.find(part);
  REQUIRE_FALSE(answer.candidates.empty());
  CHECK(answer.world == knowledge::World::reward);
  CHECK(answer.candidates.front().article == "miles");
}

TEST_CASE("answer finder: an index from the cache answers the same, a damaged one is made again",
          "[knowledge]") {
  std::map<std::string, std::string> kept;
  int stored = 0;
  knowledge::IndexCache cache;
  cache.load = [&](const std::string& name, const std::string& hash) {
    const auto known = kept.find(name + hash);
    return known == kept.end() ? std::nullopt : std::optional(base::shared(known->second));
  };
  cache.store = [&](const std::string& name, const std::string& hash, std::string_view bytes) {
    kept[name + hash] = bytes;
    ++stored;
  };
  const auto same_as_without = [&] {
    const knowledge::AnswerFinder with(library(), cache);
    for (const char* question : {"what is the address for mail?", "parcel within how many days",
                                 "who won", "does the curier ring"}) {
      const auto one = with.find({question, "en"});
      const auto other = finder().find({question, "en"});
      INFO(question);
      CHECK(one.article == other.article);
      CHECK(one.score == other.score);
      CHECK(one.candidates.size() == other.candidates.size());
    }
  };
  same_as_without();
  CHECK(stored == 1);
  same_as_without();
  CHECK(stored == 1);
  kept.begin()->second[kept.begin()->second.size() / 2] ^= 1;
  same_as_without();
  CHECK(stored == 2);
}
