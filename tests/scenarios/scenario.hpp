// A scenario file: whole conversations as data (docs/testing.md describes the format). Read
// strictly, every fault with its place.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "base/value.hpp"
#include "base/yaml.hpp"
#include "dialogs/command.hpp"

namespace tests {

// A change of the running profile. `folder`: its files are laid over the profile's. The edits
// replace every occurrence of a text in a file of the profile; one that is not there is a fault.
struct Republishing {
  struct Edit {
    std::string file;
    std::string from;
    std::string to;
    friend bool operator==(const Edit&, const Edit&) = default;
  };
  std::string folder;
  std::vector<Edit> edits;
  friend bool operator==(const Republishing&, const Republishing&) = default;
};

// What goes wrong around one thing that the customer sends.
struct Injection {
  enum class Crash {
    none,
    after_action_accepted,  // the shop did it, nothing of the turn is durable
    after_commit,           // the turn is durable, nobody was told
  };
  Crash crash = Crash::none;
  int resend = 0;                       // sent again so often, one by one
  bool duplicate = false;               // sent twice before anything is answered
  bool reorder = false;                 // arrives behind what is sent next
  bool drop_socket = false;             // the socket breaks before the answer is read
  base::Duration clock{};               // so much later
  std::optional<Republishing> publish;  // before it is sent
  friend bool operator==(const Injection&, const Injection&) = default;
};

// What a line of a chat does or expects.
struct ScenarioLine {
  enum class Kind {
    user,       // the customer writes
    press,      // presses buttons by their labels; several are one press
    start,      // asks for a flow by the name of its start button
    attach,     // uploads files of these types and sends them as one message
    bot,        // the next message of the bot
    unordered,  // the next messages of the bot, in any order
    office,     // the back office posts an event of the newest case
    refused,    // as office, and it must be refused with this status
    agent,      // a person of the staff takes the conversation, writes, or gives it back
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
  Injection inject;                // user, press, start, attach
  // user: the commands in the words. Layer `commands`: what the engine is given; the others: what
  // must have been understood. Nothing: not looked at, and at `commands` none.
  std::optional<std::vector<dialogs::Command>> understood;

  // bot: each that is set must hold.
  std::string asks;  // "order": the step of the question, with or without its flow
  std::string says;  // the step or text key
  std::string kind_of_answer;
  std::vector<std::string> contains;
  std::vector<std::string> lacks;
  std::optional<std::int64_t> buttons;
  std::optional<bool> optional;        // whether the question may be skipped
  std::vector<std::string> why;        // parts of what `boomerang why` says of the message
  std::vector<ScenarioLine> messages;  // unordered
};

// How the shop answers one call of an action.
struct ScriptedAnswer {
  enum class Kind { ok, refused, trouble };
  Kind kind = Kind::ok;
  std::string refusal;
  base::Record fields;  // ok: what the action gives; refused: the fields of the refusal
};

// What the shop answers instead of the demo's: look-ups always the same, actions one after the
// other and then as the demo does.
struct ScriptedWorld {
  std::map<std::string, base::Value> lookups;
  std::map<std::string, std::vector<ScriptedAnswer>> actions;
  bool empty() const { return lookups.empty() && actions.empty(); }
};

// How often an action was called, and with how many different keys.
struct ExpectedCalls {
  std::string action;
  std::optional<std::int64_t> attempts;
  std::optional<std::int64_t> distinct_keys;
};

// What is true in the end.
struct Expectation {
  int line = 0;
  std::vector<std::pair<std::string, base::Value>> answers;  // by path, of the newest task
  std::vector<std::string> archived;
  std::optional<std::vector<std::string>> stack;  // flows, bottom first
  std::string outcome;                            // of the task that ended last
  std::vector<ExpectedCalls> calls;
  bool outputs_unique = false;  // no message was said twice
};

struct ScenarioTest {
  std::string name;
  std::string use;  // name of a test whose chat comes first
  int line = 0;
  std::string customer;  // empty: a guest
  std::vector<ScenarioLine> chat;
  std::vector<std::string> never_said;  // steps and text keys
  std::vector<std::string> never_done;  // actions
  std::optional<std::int64_t> cases;    // how many there are in the end
  std::optional<Expectation> expect;
};

enum class Layer {
  commands,       // no model is asked: `understood` is what it would have made of the words
  text,           // the words go all the way
  understanding,  // as text, and only `understood` is compared: lines of the bot are passed over
};

struct ScenarioFile {
  std::string name;
  std::string suite;
  Layer layer = Layer::commands;
  std::string customer;
  std::string language;  // of the customer; empty: the shop's
  base::Instant clock{};
  ScriptedWorld world;
  std::vector<ScenarioTest> tests;
  std::vector<std::string> languages;     // matrix; empty: the customer's alone
  std::vector<std::string> capabilities;  // matrix: rich, text_only
};

// Nothing when it has faults. Files that it names (fixtures) are looked for beside it.
std::optional<ScenarioFile> read_scenario(std::string_view text, const std::string& file,
                                          base::Faults& faults);

// The line of a chat that the node is; nothing and a fault when it is none.
std::optional<ScenarioLine> read_line(const base::YamlNode& node, const ScenarioFile& scenario,
                                      base::Faults& faults);

// Unquoted whole numbers and yes/no are what they look like; everything else is text.
base::Value plain_value(const base::YamlNode& node);

}  // namespace tests
