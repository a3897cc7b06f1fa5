// A few threads for work that may block (fsync of an upload, hashing), so that the loop never does.
// A job's result comes back as a task on the loop. Owns its threads.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "base/error.hpp"
#include "bot/loop.hpp"

namespace bot {

class JobPool {
 public:
  // At most max_waiting jobs wait for a thread.
  JobPool(Loop& loop, std::size_t threads, std::size_t max_waiting = 256);
  // Finishes the jobs that run, forgets those that wait.
  ~JobPool();
  JobPool(const JobPool&) = delete;
  JobPool& operator=(const JobPool&) = delete;

  // Runs `job` on a thread of the pool, then `done` on the loop. A job must not throw. Error:
  // `busy` (unavailable) when too many wait; then neither runs. Any thread.
  base::Result<> submit(std::function<void()> job, std::function<void()> done);

 private:
  struct Job {
    std::function<void()> work;
    std::function<void()> done;
  };
  void work();

  Loop& loop_;
  const std::size_t max_waiting_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace bot
