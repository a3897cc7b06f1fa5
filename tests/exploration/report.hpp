// The coverage of the shipped flows for people: a page for the browser and a summary for the
// terminal. Both list every gap with the file and line of its flow.
#pragma once

#include <string>
#include <vector>

#include "tests/exploration/coverage.hpp"
#include "tests/exploration/matrix.hpp"
#include "tests/exploration/text_coverage.hpp"

namespace tests {

struct LanguageMatrix {
  std::string language;
  std::vector<MatrixRow> rows;
};

struct Report {
  std::vector<Goal> goals;
  std::set<Goal> reached;
  std::map<Goal, Route> routes;  // the shortest conversation to each
  std::vector<LanguageMatrix> matrices;
  std::vector<TextSeen> texts;
  std::vector<std::string> languages;
  std::vector<std::string> broken;  // promises, each with its conversation
  std::size_t talks = 0;

  // Goals not reached, cells that are broken, broken promises. Texts never said are listed only.
  std::size_t gaps() const;
};

// One self-contained page.
std::string to_html(const Report& report);
// A table and the gaps.
std::string to_terminal(const Report& report);

}  // namespace tests
