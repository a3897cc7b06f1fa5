// `boomerang serve` as a child process, for tests that kill it. One thread.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

namespace tests {

struct ServerPlace {
  std::filesystem::path binary;
  std::filesystem::path profile;
  std::filesystem::path data;
};

class ServerProcess {
 public:
  // Starts it and waits until it is ready. `crash_at`: BOOMERANG_CRASH_AT, empty for none;
  // `days_ahead`: how far its clock runs ahead. Nothing when it ended before it was ready (a crash
  // point on the way).
  static std::optional<ServerProcess> start(const ServerPlace& place, const std::string& crash_at,
                                            int days_ahead = 0);
  ServerProcess(ServerProcess&& other) noexcept;
  ServerProcess& operator=(ServerProcess&&) = delete;
  ~ServerProcess();

  const std::string& address() const { return address_; }
  const std::string& admin() const { return admin_; }
  // kill -9.
  void kill();
  // SIGTERM.
  void ask_to_stop();
  // The same, then waits for the end; the exit code, or nothing when it did not end in time.
  std::optional<int> stop(std::chrono::milliseconds time);
  // Waits until it ends by itself; false when it did not in time.
  bool wait_for_end(std::chrono::milliseconds time);

 private:
  explicit ServerProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_ = -1;
  int status_ = 0;
  std::string address_;
  std::string admin_;
};

// Fills place.profile with a copy of config/ without the limits that a test of many clients from
// one address would meet, and with so many orders that returns never run out; and place.data with
// what is learned from it, so that a server that never lives long understands words too.
void prepare(const ServerPlace& place);

}  // namespace tests
