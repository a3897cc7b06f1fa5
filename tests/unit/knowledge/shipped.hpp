// The knowledge of the shipped profile.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "knowledge/answer_finder.hpp"
#include "knowledge/library.hpp"

namespace knowledge_test {

// Loaded once; fails the test when the profile has faults.
const knowledge::AnswerFinder& shipped();

// questions/<language>.yaml: by fact, ways to ask for it.
std::vector<std::pair<std::string, std::vector<std::string>>> questions(const std::string& language,
                                                                        const std::string& file);

// Whether the article, or the place it speaks of, states the fact.
bool states(const std::string& article, const std::string& fact);

// Figures of confusables.yaml that the article shows.
std::vector<std::string> confusable_figures(const std::string& article);

}  // namespace knowledge_test
