// What an article leads to (R4); its words are the shared text "info.<name>". Plain values; any
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialogs {

struct Article {
  std::string name;            // "ship_deadline", "place_moscow_city.butovo"
  std::string start;           // the flow that comes next; may be empty
  bool offers_person = false;  // it has no answer: a person may know
};

// `articles` in order of names. Nothing for a text of "info." that is no article.
const Article* find_article(const std::vector<Article>& articles, std::string_view name);

}  // namespace dialogs
