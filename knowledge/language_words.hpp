// What the search has to know of one language: its stemmer and script, words that say nothing,
// words that mean the same, and words that tell products from Rewards. Read from
// config/articles/<language>/words.yaml. Immutable once read; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/fault.hpp"
#include "knowledge/article.hpp"

namespace knowledge {

struct LanguageWords {
  enum class Script { latin, cyrillic };

  std::string language;
  std::string stemmer;  // a name of libstemmer, "english"
  Script script = Script::latin;
  std::vector<std::string> fillers;  // "the", "please"
  std::vector<std::string> leads;    // how a follow-up question begins: "and", "what about"
  std::vector<std::vector<std::string>> same;  // each list means one thing; words or phrases
  std::vector<std::string> product;            // words or phrases of the world of products
  std::vector<std::string> reward;
  // Questions that no article answers: what is nearest to one of them is not answered either.
  std::vector<std::string> unanswered;
};

LanguageWords read_language_words(const SourceFile& file, const std::string& language,
                                  base::Faults& faults);

}  // namespace knowledge
