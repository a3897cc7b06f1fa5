// One WebSocket of the console. Private to live_desk.cpp and its tests. Loop thread only.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "bot/console/live_desk.hpp"

namespace bot {

class LiveSession final : public ConnectionHandler {
 public:
  LiveSession(LiveDesk& desk, Connection& connection, SignedIn who);
  ~LiveSession() override;

  void on_frame(std::string_view text) override;
  void on_closed() override;

  void send(std::string_view frame) { connection_.send(frame); }
  // Says nothing more: the session has ended.
  void close();
  const SignedIn& who() const { return who_; }

 private:
  // A conversation that is looked at. Stays in memory while it is.
  class Watch;

  void take(const base::Record& frame);
  void watch(const base::Record& frame);
  void say(const base::Record& frame);
  void typing(std::string_view conversation);
  void refuse(std::string_view conversation, std::string_view id, const base::Error& error);

  LiveDesk& desk_;
  Connection& connection_;
  const SignedIn who_;
  bool is_open_ = true;
  std::map<std::string, std::unique_ptr<Watch>, std::less<>> watches_;  // by uuid
};

}  // namespace bot
