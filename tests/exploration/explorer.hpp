// Finds the shortest conversation to everything in a program: breadth first from each flow, over
// what the customer, the shop and time can do, with places that differ in nothing that the flow
// looks at taken once. Needs nothing but the flow files. One thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/exploration/coverage.hpp"
#include "tests/exploration/talk.hpp"

namespace tests {

// How a conversation began and went on: what plays it again.
struct Route {
  std::uint64_t seed = 0;
  bool is_signed_in = true;
  std::vector<Move> moves;
};

// A question (or review) of a flow, open, with the conversation that led there.
struct Opening {
  std::string flow;
  std::string step;
  Talk talk;
  Route route;
};

struct Exploration {
  std::map<Goal, Route> routes;  // the shortest to each goal that was reached
  // For each question the places where it is open: the first met, then those that differ in how
  // many answers came before; at most kMaxOpenings.
  std::map<std::pair<std::string, std::string>, std::vector<Opening>> openings;
  std::size_t talks = 0;            // tried out
  std::vector<std::string> broken;  // promises that were broken, each with its conversation

  static constexpr std::size_t kMaxOpenings = 4;
};

// `stage.observer` must tell `coverage`. At most `max_talks` for each flow.
Exploration explore(const Stage& stage, Coverage& coverage, const std::string& language,
                    std::size_t max_talks);

}  // namespace tests
