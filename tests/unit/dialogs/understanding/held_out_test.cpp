// The shipped phrases against phrases that were written apart from them and are never trained on:
// issue 4 asks for a macro-F1 of .93 in English and .90 in Russian, and under 2 % wrong flows.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "bench/scores.hpp"
#include "dialogs/command.hpp"
#include "dialogs/understanding/classifier.hpp"
#include "shipped.hpp"

using dialogs::Classifier;

namespace {

// Intents that do the same: taking one for the other starts the right flow.
std::string flow_of(const std::string& intent) {
  if (intent == "item_damaged" || intent == "wrong_item") return "return_goods";
  return intent;
}

bool starts_flow(const std::string& intent) {
  static const std::set<std::string> kOthers = {
      "greet",           "thanks",       "bye",           "yes",          "no",
      "stop_task",       "small_talk",   "abuse",         "out_of_scope", "policy_terms",
      "policy_shipping", "policy_money", "policy_reward", "contact_human"};
  return !kOthers.contains(intent);
}

struct Measured {
  double macro_f1 = 0;
  double wrong_flows = 0;  // started with confidence, and not what was meant
};

Measured measure(const std::string& language) {
  const auto set = tests::shipped_set(language);
  const Classifier classifier = Classifier::train(set, tests::shipped_lexicon(language));
  const auto held_out = tests::held_out_set(language);
  std::vector<bench::Outcome> outcomes;
  double wrong = 0;
  for (const auto& phrase : held_out.phrases) {
    const std::string& truth = held_out.labels[phrase.label];
    const auto verdict = classifier.classify(dialogs::tokens_in(language, phrase.text));
    REQUIRE(!verdict.ranked.empty());
    const std::string& best = classifier.labels()[verdict.ranked[0].label];
    bench::Outcome outcome;
    outcome.truth = classifier.find_label(truth);
    outcome.said =
        verdict.is_in_scope ? verdict.ranked[0].label : classifier.find_label(dialogs::kOutOfScope);
    outcomes.push_back(outcome);
    const bool is_started = verdict.is_in_scope && verdict.confidence >= dialogs::kLikely;
    if (is_started && starts_flow(best) && flow_of(best) != flow_of(truth)) ++wrong;
  }
  return {bench::macro_f1(outcomes), wrong / static_cast<double>(held_out.phrases.size())};
}

}  // namespace

TEST_CASE("held out: enough phrases, and none of them trained on", "[understanding]") {
  for (const std::string language : {"en", "ru"}) {
    const auto trained = tests::shipped_set(language);
    std::set<std::string> known;
    for (const auto& phrase : trained.phrases) known.insert(phrase.text);
    std::map<std::uint32_t, int> counts;
    const auto held_out = tests::held_out_set(language);
    for (const auto& phrase : held_out.phrases) {
      CHECK_FALSE(known.contains(phrase.text));
      ++counts[phrase.label];
    }
    for (std::uint32_t label = 0; label < held_out.labels.size(); ++label) {
      INFO(language << " " << held_out.labels[label]);
      CHECK(counts[label] >= 20);
    }
    CHECK(held_out.labels == trained.labels);
    CHECK(std::count_if(trained.phrases.begin(), trained.phrases.end(), [&](const auto& phrase) {
            return trained.labels[phrase.label] == dialogs::kOutOfScope;
          }) >= 300);
  }
}

TEST_CASE("held out: English", "[understanding]") {
  const Measured measured = measure("en");
  CHECK(measured.macro_f1 >= 0.93);
  CHECK(measured.wrong_flows < 0.02);
}

TEST_CASE("held out: Russian", "[understanding]") {
  const Measured measured = measure("ru");
  CHECK(measured.macro_f1 >= 0.90);
  CHECK(measured.wrong_flows < 0.02);
}
