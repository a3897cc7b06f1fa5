// A customer who wanders through the chat and keeps a log of every promise the server made: which
// message was acknowledged under which number, and what the answer was to the byte. When the
// connection breaks it comes back, sends again what was not acknowledged, and compares. One thread.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "base/value.hpp"
#include "bot/net/client.hpp"

namespace tests {

// Where the server is just now; the test changes it, walkers read it.
class Whereabouts {
 public:
  std::string get() const;
  void set(std::string address);

 private:
  mutable std::mutex mutex_;
  std::string address_;
};

class Walker {
 public:
  // `token`: of a customer; empty for a guest. `support_key`: to give the conversation back to the
  // assistant once a person was called.
  Walker(std::string name, std::string token, std::string support_key, std::uint64_t seed);

  // Wanders until told to stop; every connection it loses is looked for again.
  void wander(const Whereabouts& server, const std::atomic<bool>& stop);
  // Reads the whole conversation and sends some old messages again; every difference to the log is
  // a complaint. The server must be up.
  void audit(const std::string& address);

  // Broken promises, each a sentence.
  const std::vector<std::string>& complaints() const { return complaints_; }
  std::size_t acknowledged() const { return acks_.size(); }
  std::size_t repeats() const { return repeats_; }
  const std::string& name() const { return name_; }

 private:
  struct Pending {
    std::string id;
    std::string frame;
  };
  struct Promise {
    std::int64_t seq = 0;
    std::string frame;   // as sent
    std::string answer;  // ack, messages and turn, as they came; empty until the turn
  };

  bool connect(const std::string& address, std::optional<std::int64_t> after);
  bool read_until_turn();
  void take(const std::string& text, const base::Value& frame);
  void note_message(const std::string& text, const base::Value& frame);
  std::string next_frame(const std::string& address);
  std::string upload(const std::string& address);
  void hand_back(const std::string& address);
  void complain(std::string what);

  const std::string name_;
  std::string token_;
  const bool is_customer_;
  const std::string support_key_;
  bool is_queued_ = false;  // a person was called; the assistant is silent
  base::SeededRandom random_;
  std::optional<bot::WebSocketClient> client_;
  std::string conversation_;
  std::int64_t seq_ = 0;
  std::int64_t newest_ = 0;                       // as the last welcome said
  std::map<std::int64_t, std::string> messages_;  // every message frame seen, by number
  std::map<std::string, Promise> acks_;
  std::optional<Pending> pending_;
  std::string answer_;
  base::Value offer_;
  int sent_ = 0;
  std::size_t repeats_ = 0;
  std::vector<std::string> complaints_;
};

}  // namespace tests
