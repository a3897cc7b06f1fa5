// A web server for tests of what the house sends: on a free port of this machine, with threads of
// its own, it reads each request whole and does with it what the test says.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace tests {

struct RawRequest {
  std::string head;  // the request line and the headers, as they came
  std::string body;

  std::string header(const std::string& name) const;
};

// Bytes to answer with; afterwards the connection is closed, or held open for ever.
struct RawAnswer {
  std::string bytes;
  bool hangs = false;
};

class RawReceiver {
 public:
  // `answer` is called on the threads of this object, several at once.
  explicit RawReceiver(std::function<RawAnswer(const RawRequest&)> answer);
  ~RawReceiver();
  RawReceiver(const RawReceiver&) = delete;
  RawReceiver& operator=(const RawReceiver&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(const std::string& path = "/") const;

 private:
  void accept_all();
  void serve(int socket);

  std::function<RawAnswer(const RawRequest&)> answer_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> is_stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace tests
