// A scenario file: whole conversations as data (docs/testing.md describes the format). Read
// strictly, every fault with its place.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "base/value.hpp"

namespace tests {

// What a line of a chat does or expects.
struct ScenarioLine {
  enum class Kind {
    user,       // the customer writes
    press,      // presses buttons by their labels; several are one press
    start,      // asks for a flow by the name of its start button
    attach,     // uploads files of these types and sends them as one message
    bot,        // the next message of the bot
    office,     // the back office posts an event of the newest case
    refused,    // as office, and it must be refused with this status
    case_is,    // the newest case is in this state
    wait,       // time passes
    tab,        // goes on in another window of the same customer
    reconnect,  // the socket breaks and comes back with `after`
    resend,     // sends the last frame again; the answer must be the same to the byte
    crash,      // the server dies and starts again; the customer comes back
    error,      // the last frame was refused with this code
    nothing,    // nobody says anything
  };
  Kind kind = Kind::user;
  int line = 0;
  std::vector<std::string> words;  // the text, labels, file types, or the event's or code's name
  base::Duration time{};           // wait
  base::Record data;               // office: what the event needs to know
  std::string role;                // office

  // bot: each that is set must hold.
  std::string asks;  // "order": the step of the question, with or without its flow
  std::string says;  // the step or text key
  std::string kind_of_answer;
  std::vector<std::string> contains;
  std::vector<std::string> lacks;
  std::optional<std::int64_t> buttons;
};

struct ScenarioTest {
  std::string name;
  std::string use;  // name of a test whose chat comes first
  int line = 0;
  std::string customer;  // empty: a guest
  std::vector<ScenarioLine> chat;
  std::string never;                  // a step or text key that must not be said
  std::optional<std::int64_t> cases;  // how many there are in the end
};

struct ScenarioFile {
  std::string name;
  std::string suite;
  bool is_text_layer = false;  // plain words start flows; otherwise only buttons and `start` do
  std::string customer;
  base::Instant clock{};
  std::vector<ScenarioTest> tests;
};

// Nothing when it has faults.
std::optional<ScenarioFile> read_scenario(std::string_view text, const std::string& file,
                                          base::Faults& faults);

}  // namespace tests
