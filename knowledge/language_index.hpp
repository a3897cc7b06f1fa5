// The articles of one language as the search sees them: analysed, indexed, and taken from a cache
// when they were before.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "knowledge/analyzer.hpp"
#include "knowledge/index_cache.hpp"
#include "knowledge/library.hpp"
#include "knowledge/passage_index.hpp"

namespace knowledge {

// A passage: a way to ask for an article, or all that the article says. Behind the articles, as one
// more owner, the questions that none answers.
struct Searched {
  std::uint32_t owner = 0;  // place of the article in the library
  std::string text;
  bool is_whole = false;  // all that the article says; its questions stand before it
};

// One thread at a time, as the analyzer.
struct LanguageIndex {
  LanguageIndex(const Library& library, const LanguageWords& words, const IndexCache& cache);

  // The question of a passage; empty for all that an article says.
  std::string question(std::uint32_t passage) const {
    return searched[passage].is_whole ? std::string() : searched[passage].text;
  }

  Analyzer analyzer;
  std::vector<Searched> searched;  // by passage
  PassageIndex index;
};

}  // namespace knowledge
