// The loop: the one thread on which turns, channels and sockets run. This is its face without
// Asio, so that turns can be linked into the simulation, which brings a loop of its own.
//
// Everything but post() is for the loop thread only. Tasks never run inside the call that adds
// them. Time here is monotonic; moments of the calendar belong to base::Clock and to due rows.
#pragma once

#include <cstdint>
#include <functional>

#include "base/clock.hpp"

namespace bot {

using TimerId = std::uint64_t;  // never 0, never used twice

class Loop {
 public:
  virtual ~Loop() = default;

  // Runs the task on the loop, after every task posted before it. Any thread. A task that is still
  // waiting when the loop is destroyed is destroyed with it, without running.
  virtual void post(std::function<void()> task) = 0;
  // Runs the task once, not before `delay` has passed.
  virtual TimerId call_after(base::Duration delay, std::function<void()> task) = 0;
  // After this the task does not run. Nothing happens when it has run already.
  virtual void cancel(TimerId timer) = 0;
  // Whether the caller is on the loop thread.
  virtual bool in_loop() const = 0;
};

}  // namespace bot
