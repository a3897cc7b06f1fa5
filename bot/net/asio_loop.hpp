// The loop of the real server: one Asio io_context, run by one thread. Owns its timers and the
// SIGTERM/SIGINT subscription; knows nothing of sockets (server.hpp adds those).
#pragma once

#include <functional>
#include <memory>

#include "bot/loop.hpp"

namespace bot {

class AsioLoop final : public Loop {
 public:
  AsioLoop();
  ~AsioLoop() override;
  AsioLoop(const AsioLoop&) = delete;
  AsioLoop& operator=(const AsioLoop&) = delete;

  void post(std::function<void()> task) override;
  TimerId call_after(base::Duration delay, std::function<void()> task) override;
  void cancel(TimerId timer) override;
  bool in_loop() const override;

  // Runs tasks and sockets until stop(). An exception out of a task comes out of here; the loop
  // may be run again afterwards. The calling thread is the loop thread from now on.
  void run();
  // For tests: runs whatever becomes ready within the time, then returns.
  void run_for(base::Duration duration);
  // Any thread.
  void stop();
  // Calls back on the loop at each SIGTERM or SIGINT, which then no longer end the process.
  void on_signal(std::function<void(int signal)> callback);

  // The io_context behind it; only bot/net knows its layout (loop_context.hpp).
  struct Context;
  Context& context() { return *context_; }

 private:
  std::unique_ptr<Context> context_;
};

}  // namespace bot
