// Which texts of the profile were seen on the customer's side, in which language. Told from what
// the replies say: a text counts as seen when its fixed words, in their order, are in something
// said. One thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/exploration/talk.hpp"

namespace tests {

struct TextSeen {
  std::string key;
  base::Position where;
  std::set<std::string> languages;  // in which it was seen
  std::string not_sayable;          // why no conversation with these flows can say it; may be empty
};

class TextCoverage {
 public:
  explicit TextCoverage(const dialogs::Program& program);

  void note(const dialogs::Reply& reply, const std::string& language);

  // Every text of the flows and of the engine's own (not the notices of cases, which the server
  // says), in order of keys. A text without fixed words cannot be told and is left out.
  std::vector<TextSeen> result() const;
  // How many of them are still to be seen, all languages together.
  std::size_t gaps() const;

 private:
  void add(const dialogs::Text& text);

  const dialogs::Program& program_;
  std::map<std::string, const dialogs::Text*> texts_;
  std::map<std::string, std::set<std::string>> said_;  // by language
};

}  // namespace tests
