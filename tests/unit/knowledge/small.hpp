// A small library of articles for tests, in two languages.
#pragma once

#include <string>
#include <vector>

#include "knowledge/library.hpp"

namespace knowledge_test {

inline knowledge::SourceFile article(const std::string& id, const std::string& head,
                                     const std::string& text, const std::string& language = "en") {
  return {"articles/" + language + "/" + id + ".md",
          "---\narticle: " + id + "\n" + head + "---\n" + text + "\n"};
}

// Two figures, one fact, English with `articles`.
inline knowledge::Sources sources(std::vector<knowledge::SourceFile> articles) {
  knowledge::Sources all;
  all.languages.push_back(
      {"en",
       {"articles/en/words.yaml",
        "stemmer: english\nscript: latin\nfillers: [the, do, i, is, a, to]\n"
        "leads: [and, what about]\nsame:\n  - [parcel, package]\n"
        "product: [product]\nreward: [reward]\nunanswered:\n  - Who won the match?\n"},
       std::move(articles)});
  all.zones = {"zones.yaml", "zones: []\n"};
  all.confusables = {"confusables.yaml", "confusable:\n  times: [ship_within, miles_within]\n"};
  all.figures = {{"ship_within", {11}}, {"miles_within", {147}}};
  return all;
}

inline std::string three_questions(const std::string& about) {
  return "title: About " + about + "\nquestions:\n  - What is " + about + "?\n  - Tell of " +
         about + "\n  - I ask about " + about + "\n";
}

}  // namespace knowledge_test
