// A small world to learn: three intents and what is out of scope, in English.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "dialogs/understanding/classifier.hpp"

namespace tests {

inline std::string yaml_of(const std::string& intent, const std::vector<std::string>& phrases) {
  std::string text = "intent: " + intent + "\nphrases:\n";
  for (const auto& phrase : phrases) text += "  - " + phrase + "\n";
  return text;
}

inline std::vector<dialogs::SourceFile> small_files() {
  return {
      {"return_goods.yaml",
       yaml_of("return_goods",
               {"I want to return the kettle", "send this back please", "return my order",
                "take the lamp back", "I would like to return it", "start a return",
                "giving back the boots", "please return my item"})},
      {"return_status.yaml",
       yaml_of("return_status",
               {"where is my refund", "status of my return", "is it approved yet",
                "did my parcel arrive", "any news on the refund", "when do I get my money",
                "has the return been checked", "track the state of my return"})},
      {"contact_human.yaml",
       yaml_of("contact_human",
               {"operator", "a human please", "let me talk to a person", "connect me with an agent",
                "I want a real human", "get me somebody from support", "speak to a manager",
                "call me, a person please"})},
      {"out_of_scope.yaml",
       yaml_of("out_of_scope", {"what is the weather", "book a flight to Rome", "sell me a phone",
                                "recipe for soup", "who won the match", "exchange rate today",
                                "repair my car", "play some music"})},
  };
}

inline dialogs::TrainingSet small_set() {
  base::Faults faults;
  return dialogs::read_training("en", small_files(), 1, faults);
}

inline dialogs::Classifier small_classifier() {
  return dialogs::Classifier::train(small_set(), std::make_shared<const dialogs::Lexicon>());
}

}  // namespace tests
