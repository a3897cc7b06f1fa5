#include "dialogs/understanding/classifier.hpp"

#include <catch2/catch.hpp>

#include "dialogs/understanding/typos.hpp"
#include "small_set.hpp"

using dialogs::Classifier;

namespace {

std::string best(const Classifier& classifier, std::string_view text) {
  const auto verdict = classifier.classify(dialogs::tokenize(text));
  return verdict.ranked.empty() ? "" : classifier.labels()[verdict.ranked.front().label];
}

}  // namespace

TEST_CASE("classifier: learns intents, and reads words it has not seen in that order",
          "[understanding]") {
  const Classifier classifier = tests::small_classifier();
  CHECK(best(classifier, "please, I want to return my lamp") == "return_goods");
  CHECK(best(classifier, "news about my refund?") == "return_status");
  CHECK(best(classifier, "can I talk to a human") == "contact_human");
  // One typo does not matter.
  CHECK(best(classifier, "let me tlak to a persn") == "contact_human");
}

TEST_CASE("classifier: the class of what is out of scope is never a candidate", "[understanding]") {
  const Classifier classifier = tests::small_classifier();
  const auto inside = classifier.classify(dialogs::tokenize("I want to return the lamp"));
  const auto outside = classifier.classify(dialogs::tokenize("weather in Rome and a recipe"));
  for (const auto& candidate : outside.ranked) {
    CHECK(classifier.labels()[candidate.label] != dialogs::kOutOfScope);
  }
  CHECK(inside.in_scope > outside.in_scope);
}

TEST_CASE("classifier: says nothing about nothing", "[understanding]") {
  const Classifier classifier = tests::small_classifier();
  CHECK(classifier.classify(dialogs::tokenize("...")).ranked.empty());
  const auto strange = classifier.classify(dialogs::tokenize("zzzzqqq"));
  CHECK(strange.unknown_share == Approx(1.0));
  CHECK(strange.similarity == Approx(0.0));
}

TEST_CASE("classifier: the same phrases teach the same model", "[understanding]") {
  CHECK(tests::small_classifier().to_bytes() == tests::small_classifier().to_bytes());
}

TEST_CASE("classifier: the cached form says the same, and a damaged one is refused",
          "[understanding]") {
  const Classifier classifier = tests::small_classifier();
  const std::string bytes = classifier.to_bytes();
  const auto lexicon = std::make_shared<const dialogs::Lexicon>();
  const auto read = Classifier::from_bytes(base::shared(bytes), lexicon);
  REQUIRE(read.has_value());
  for (const auto& phrase : classifier.phrases()) {
    const auto tokens = dialogs::tokenize(phrase.text);
    CHECK(read->classify(tokens).confidence == classifier.classify(tokens).confidence);
  }
  dialogs::SeededNumbers numbers(11);
  for (int i = 0; i < 200; ++i) {
    std::string damaged = bytes;
    const std::size_t at = numbers.below(damaged.size());
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << numbers.below(8)));
    INFO("seed 11, byte " << at);
    CHECK_FALSE(Classifier::from_bytes(base::shared(damaged), lexicon).has_value());
    CHECK_FALSE(Classifier::from_bytes(base::shared(bytes.substr(0, at)), lexicon).has_value());
  }
}

TEST_CASE("classifier: tells the words that a verdict rests on", "[understanding]") {
  const Classifier classifier = tests::small_classifier();
  const auto tokens = dialogs::tokenize("hm well operator hm");
  const auto evidence = classifier.evidence(tokens, classifier.find_label("contact_human"));
  REQUIRE(!evidence.empty());
  CHECK(tokens[evidence.front().first].text == "operator");
}

TEST_CASE("typos: seeded, one slip, digits stay", "[understanding]") {
  dialogs::SeededNumbers first(3);
  dialogs::SeededNumbers second(3);
  for (int i = 0; i < 100; ++i) {
    const std::string typo = dialogs::with_typo("return order 1042 вернуть", first);
    CHECK(typo == dialogs::with_typo("return order 1042 вернуть", second));
    CHECK(typo.find("1042") != std::string::npos);
  }
  CHECK(dialogs::with_typo("12 a", first) == "12 a");
}

TEST_CASE("overlaps: intents that share their phrases are named", "[understanding]") {
  base::Faults faults;
  auto files = tests::small_files();
  files.push_back(
      {"again.yaml",
       tests::yaml_of("again", {"I want to return the kettle now", "send it back please",
                                "return all my order", "take the lamp back now",
                                "I would like to return it now", "start a return now",
                                "giving back my boots", "please return the item"})});
  const auto set = dialogs::read_training("en", files, 1, faults);
  const auto overlaps = dialogs::find_overlaps(set, std::make_shared<const dialogs::Lexicon>());
  REQUIRE(!overlaps.empty());
  const auto first = overlaps.front();
  const std::string pair = set.labels[first.label] + " " + set.labels[first.said];
  CHECK((pair == "again return_goods" || pair == "return_goods again"));
}
