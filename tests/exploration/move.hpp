// What a customer or the world does next in an explored conversation. Plain values that can be
// replayed on a fresh conversation of the same seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dialogs/command.hpp"
#include "tests/exploration/world.hpp"

namespace tests {

struct Move {
  enum class Kind {
    start,      // asks for the flow `text`
    write,      // `text`
    press,      // the buttons or rows `picks` of the newest offer
    old,        // the button `picks[0]` of an offer before the newest
    again,      // exactly what came last, as if it were new
    attach,     // files of the type `text`, as many as picks[0], of picks[1] bytes
    open,       // comes back to the conversation
    timer,      // the time of the timer `text` has come; empty: of the one that is due first
    signal,     // what the waiting task `picks[0]` waits for; its value is random
    give_back,  // the person gives the dialog back with the outcome picks[0]
    crash,      // the process dies: the state is folded from the journal
    shuffle,    // the shop finds other things from now on
    publish,    // the edition picks[0] is deployed
    arrive,     // what the shop was asked for and answers late
  };
  Kind kind = Kind::write;
  std::string text;
  std::vector<std::size_t> picks;
  ShopPlan plan;      // how the shop answers within this turn
  bool dies = false;  // the process dies within the turn, after the shop did what it was asked; the
                      // customer sends again
  std::vector<dialogs::Command> proposals = {};  // write: what a classifier makes of the text
};

// One line for people: "> does not fit", "* Send the request (the shop refuses: already_returned)".
std::string describe(const Move& move);

}  // namespace tests
