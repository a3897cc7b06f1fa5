// Readiness of the server's sockets: an epoll of our own, which the loop watches as one descriptor.
// A socket is registered once and then costs no call to the system beside its reads and writes,
// where Asio needs one more for each wait, and memory for each. For bot/net only; loop thread.
#pragma once

#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <cstdint>
#include <memory>

#include "bot/net/loop_context.hpp"

namespace bot {

// Something with a socket. It must stay alive for the rest of the loop's round after remove().
class PollTarget {
 public:
  virtual ~PollTarget() = default;
  // `broken`: no more can be sent or received; told again and again until the target is removed.
  virtual void on_ready(bool readable, bool writable, bool broken) = 0;
};

class Poller : public std::enable_shared_from_this<Poller> {
 public:
  // Throws std::system_error when the system has no descriptor left.
  explicit Poller(boost::asio::io_context& io);
  // Begins to watch; called once.
  void start();
  // Ends it; no target is called any more.
  void stop();

  bool add(int descriptor, PollTarget& target);
  void set(int descriptor, PollTarget& target, bool reads, bool writes);
  void remove(int descriptor);

 private:
  void await_ready();
  void call_ready();

  boost::asio::posix::basic_stream_descriptor<IoExecutor> epoll_;
};

}  // namespace bot
