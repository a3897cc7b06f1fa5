// A loop for tests of what answers from another thread: tasks wait until the test runs them.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

#include "bot/loop.hpp"

namespace tests {

class WaitingLoop final : public bot::Loop {
 public:
  void post(std::function<void()> task) override {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
    }
    changed_.notify_one();
  }
  bot::TimerId call_after(base::Duration, std::function<void()>) override { return 1; }
  void cancel(bot::TimerId) override {}
  bool in_loop() const override { return true; }

  // Runs tasks until `is_over`; false when nothing came for half a minute.
  bool run_until(const std::function<bool()>& is_over) {
    while (!is_over()) {
      std::unique_lock lock(mutex_);
      if (!changed_.wait_for(lock, std::chrono::seconds(30), [this] { return !tasks_.empty(); })) {
        return false;
      }
      const auto task = std::move(tasks_.front());
      tasks_.pop_front();
      lock.unlock();
      task();
    }
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
};

}  // namespace tests
