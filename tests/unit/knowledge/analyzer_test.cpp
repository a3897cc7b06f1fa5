#include "knowledge/analyzer.hpp"

#include <catch2/catch.hpp>

namespace {

knowledge::LanguageWords english() {
  knowledge::LanguageWords words;
  words.language = "en";
  words.stemmer = "english";
  words.fillers = {"the", "by"};
  words.leads = {"and", "what about"};
  words.same = {{"parcel", "package"}, {"mail", "by post", "post office"}};
  words.product = {"product"};
  words.reward = {"reward", "pick-up point"};
  return words;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("analyzer: words are folded and cleaned of what people put inside them", "[knowledge]") {
  CHECK(knowledge::words_of("Ol'gino, ЁЛКА! don\u2019t") == Words{"olgino", "елка", "dont"});
  // Zero-width space, soft hyphen, right-to-left override.
  CHECK(knowledge::words_of("par\u200Bc\u00ADel \u202Enumber") == Words{"parcel", "number"});
  CHECK(knowledge::words_of("\xff\xfe").empty());
  CHECK(knowledge::words_of("").empty());
}

TEST_CASE("analyzer: words and letters of a text are bounded", "[knowledge]") {
  std::string many;
  for (int i = 0; i < 2000; ++i) many += "w" + std::to_string(i) + " ";
  CHECK(knowledge::words_of(many).size() == knowledge::Analyzer::kMaxWords);
  const auto endless = knowledge::words_of(std::string(4096, 'x'));
  REQUIRE(endless.size() == 1);
  CHECK(endless.front().size() == knowledge::Analyzer::kMaxWordCharacters);
}

TEST_CASE("analyzer: stems meet, and words of one meaning become one", "[knowledge]") {
  const knowledge::Analyzer analyzer(english());
  CHECK(analyzer.analyze("the packages").stems == analyzer.analyze("parcel").stems);
  CHECK(analyzer.analyze("post office").stems == std::vector{knowledge::term_id("mail")});
  // A filler alone goes, but not inside a phrase that means something.
  CHECK(analyzer.analyze("by post").stems == std::vector{knowledge::term_id("mail")});
  CHECK(analyzer.analyze("by the parcel").stems == std::vector{knowledge::term_id("parcel")});
}

TEST_CASE("analyzer: Russian endings do not matter", "[knowledge]") {
  knowledge::LanguageWords words;
  words.language = "ru";
  words.stemmer = "russian";
  words.script = knowledge::LanguageWords::Script::cyrillic;
  const knowledge::Analyzer analyzer(words);
  CHECK(analyzer.analyze("посылками").stems == analyzer.analyze("посылка").stems);
  CHECK(analyzer.analyze("чёрный").stems == analyzer.analyze("черного").stems);
}

TEST_CASE("analyzer: a world counts only when the other one is not named", "[knowledge]") {
  const knowledge::Analyzer analyzer(english());
  CHECK(analyzer.world_of("my products") == knowledge::World::product);
  CHECK(analyzer.world_of("the pick-up point") == knowledge::World::reward);
  CHECK(analyzer.world_of("a product for a reward") == knowledge::World::any);
  CHECK(analyzer.world_of("how long") == knowledge::World::any);
}

TEST_CASE("analyzer: a follow-up begins with a lead and goes on", "[knowledge]") {
  const knowledge::Analyzer analyzer(english());
  CHECK(analyzer.is_follow_up("And by courier?"));
  CHECK(analyzer.is_follow_up("what about Mitino"));
  CHECK_FALSE(analyzer.is_follow_up("and"));
  CHECK_FALSE(analyzer.is_follow_up("the parcel and the form"));
}
