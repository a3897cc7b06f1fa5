// A customer who does anything: answers rightly or wrongly, changes their mind, wanders off,
// presses old buttons, sends twice, goes silent; around them the shop fails, the process dies and
// new flows are deployed. One seed decides all of it. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "tests/exploration/explorer.hpp"

namespace tests {

class RandomCustomer {
 public:
  RandomCustomer(std::uint64_t seed, std::size_t editions);

  // Some are calm, some are not.
  Move next(const Talk& talk);
  std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

 private:
  Move answer(const Talk& talk);
  Move while_mute();
  Move digress(const Talk& talk);
  Move word(const Talk& talk);
  Move understood(const Talk& talk);
  Move of_the_world(const Talk& talk);
  void upset_shop(const Talk& talk, Move& move);

  base::SeededRandom random_;
  std::size_t editions_;
  std::uint64_t calm_;  // of 100 moves, how many are plain answers
};

struct SimulatedTalk {
  Route route;
  std::string language;
  std::string broken;         // the promise that was broken; empty: none
  bool has_finished = false;  // at least one task came to its end
  bool has_published = false;
  bool has_finished_pinned = false;  // one of a version that had been replaced meanwhile
};

// One whole conversation.
SimulatedTalk simulate(const Stage& stage, std::uint64_t seed);

// The same failure with as few moves as can be found.
SimulatedTalk shrink(const Stage& stage, SimulatedTalk failed);

}  // namespace tests
