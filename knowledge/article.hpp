// An article: one answer, with the numbers of the facts it states and the questions it answers, in
// every language of the profile. What is the same in all languages stands once, in the file of the
// default language. Plain values; any thread.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/fault.hpp"

namespace knowledge {

// Two sets of rules that look alike and must never be mixed (fact 150): returning products that
// were bought, and Rewards of the loyalty programme.
enum class World { any, product, reward };
std::string_view to_string(World world);

struct Article {
  enum class Kind {
    answer,
    not_stated,  // says that the rules are silent, and offers a person
    asks,        // says that the question means several things; `options` are those
    place,       // the answer for places (places.hpp); its text may say {place}
  };

  // One language's page.
  struct Page {
    std::string language;
    std::string title;                   // a few words, also the label of a button
    std::vector<std::string> questions;  // ways to ask for it
    std::string text;                    // with {policy...}, and {place} of kind place
    base::Position where;                // of the article
    base::Position text_at;              // where the text begins
  };

  std::string id;
  Kind kind = Kind::answer;
  World world = World::any;
  std::string topic;                 // articles that answer the same question of different things
  std::vector<std::string> facts;    // "11", "84a"
  std::string start;                 // start button of the flow that comes next; may be empty
  bool has_conditions = false;       // states when that flow leads anywhere: said when it begins
  std::vector<std::string> options;  // kind asks: ids of articles
  std::vector<Page> pages;           // the default language first

  // The page in that language ("ru", "ru-RU"), else in the default one. Precondition: has a page.
  const Page& page(std::string_view language) const;
};

struct SourceFile {
  std::string name;  // as faults show it, such as "config/articles/en/ship_deadline.md"
  std::string text;
};

}  // namespace knowledge
