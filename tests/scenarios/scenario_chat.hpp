// The customer's side of a scenario: windows with their sockets, what was sent and what came, and
// everything that can go wrong on the way. A Divergence says that the server did what it never may,
// whatever the scenario expects. One thread.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/scenarios/scenario.hpp"
#include "tests/support/sim_server.hpp"

namespace tests {

// A line that did not hold.
class Divergence : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class ScenarioChat {
 public:
  // `customer` empty: a guest; `language` empty: the shop's.
  ScenarioChat(SimServer& server, std::string customer, std::string language);

  // Opens the window of that name, or turns to it when it is open already.
  void turn_to(const std::string& window);
  // The socket breaks and comes back with `after`.
  void reconnect();
  void crash();

  // Sends a frame (without its id), with what is injected around it.
  void send(base::Record frame, const Injection& inject);
  // Sends the last frame again; the answer must be the same to the byte.
  void resend();
  void wait(base::Duration time);
  // Uploads files and gives their ids.
  base::Value::List upload(const std::vector<std::string>& types);

  // A button or row of the newest message that had some.
  struct Choice {
    std::string label;
    std::string token;
  };
  std::vector<Choice> choices() const;

  // Messages of the bot that nobody has looked at yet, in order.
  std::deque<base::Value> unread;
  // All of them.
  const std::vector<base::Value>& heard() const { return heard_; }
  // Code of the error that the last frame got; empty: none.
  const std::string& error() const { return error_; }
  const std::string& case_number() const { return number_; }
  const std::string& conversation() const { return conversation_; }
  // Every frame that every window received, for comparing two runs.
  std::string frames() const;
  // Sorts what came since the last call.
  void collect();

 private:
  struct Window {
    std::unique_ptr<SimClient> client;
    std::int64_t seq = 0;
    std::size_t read = 0;  // frames that were looked at
  };

  Window& here() { return windows_.at(window_); }
  void open(const std::string& name);
  void keep(Window& window);
  void deliver(const std::string& frame, const Injection& inject);
  void deliver_to_nobody(const std::string& frame);
  void note_message(Window& window, const base::Value& frame);
  static std::string answer_to(const SimClient& client, const std::string& sent);

  SimServer& server_;
  std::string customer_;
  std::string language_;
  std::map<std::string, Window> windows_;
  std::string window_;
  std::string conversation_;
  std::string secret_;
  std::string number_;  // of the newest case
  std::string error_;
  std::string last_;   // frame sent
  std::string held_;   // a frame that what is sent next overtakes
  std::string kept_;   // frames of sockets that are gone
  base::Value offer_;  // the newest message with buttons or rows
  std::set<std::int64_t> known_;
  std::vector<base::Value> heard_;
  std::vector<std::unique_ptr<TemporaryFolder>> profiles_;  // that were published
  int sent_ = 0;
  int files_ = 0;
};

}  // namespace tests
