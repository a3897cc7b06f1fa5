// The interpreter of the shipped profile, with what it was taught kept for every test of a build
// folder; and the questions and phrases to measure it with.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bot/profile.hpp"
#include "bot/understanding/interpreter.hpp"

namespace tests {

struct Shipped {
  bot::Profile profile;
  bot::Interpreter interpreter;
};
const Shipped& shipped();

// What the message of a guest is taken for.
bot::Heard heard(const std::string& text, const std::string& locale,
                 const std::string& article = {});

// By fact: the questions of a file of the form of tests/understanding/questions/en.yaml.
using Questions = std::vector<std::pair<std::string, std::vector<std::string>>>;
Questions questions_in(const std::string& file);

// Phrases of a file of the form of tests/understanding/held_out.
std::vector<std::string> phrases_in(const std::string& file);
// Flow and phrase, of the held-out phrases that wish for a flow.
std::vector<std::pair<std::string, std::string>> held_out_wishes(const std::string& language);

// Whether the article, or the place behind its dot, states that fact.
bool states(const std::string& article, const std::string& fact);

}  // namespace tests
