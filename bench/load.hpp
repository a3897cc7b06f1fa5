// A closed-loop load generator: each connection sends its next turn when the one before has been
// answered whole. One thread, raw epoll, frames made by hand, so that it costs little beside the
// server it measures. It speaks docs/protocol.md, or plain echo.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

// What a connection does in one turn.
struct Line {
  enum class Kind { text, press } kind = Kind::text;
  std::string text;        // of a message
  std::size_t button = 0;  // which of the buttons last seen
};

// One line a turn: "text I changed my mind" or "press 0"; '#' starts a comment. Repeated for ever.
// Throws std::runtime_error for a line that is neither.
std::vector<Line> read_script(const std::string& path);

struct LoadPlan {
  std::string address;       // 127.0.0.1:PORT
  std::vector<Line> script;  // empty: echo of 64 bytes
  std::size_t connections = 64;
  double warm_up_s = 0.5;
  double measured_s = 2;
};

struct LoadResult {
  std::uint64_t turns = 0;
  double seconds = 0;
  double p50_us = 0;
  double p99_us = 0;
};

// `edge` is called when measuring begins and again when it ends. Throws std::runtime_error when the
// server refuses, answers with an error, closes, or stops answering for ten seconds.
LoadResult run_load(const LoadPlan& plan, const std::function<void()>& edge);

// Connections that are opened (and, with a script, greeted) and then only held.
class HeldConnections {
 public:
  // From several loopback addresses, each of which has no more than some 28,000 ports to one
  // server.
  HeldConnections(const std::string& address, std::size_t connections, bool says_hello);
  ~HeldConnections();
  HeldConnections(const HeldConnections&) = delete;
  HeldConnections& operator=(const HeldConnections&) = delete;

 private:
  std::vector<int> sockets_;
};

}  // namespace bench
