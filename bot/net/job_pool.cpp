#include "bot/net/job_pool.hpp"

#include <utility>

namespace bot {

JobPool::JobPool(Loop& loop, std::size_t threads, std::size_t max_waiting)
    : loop_(loop), max_waiting_(max_waiting) {
  threads_.reserve(threads);
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

JobPool::~JobPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.clear();
  }
  wake_.notify_all();
  for (auto& thread : threads_) thread.join();
}

base::Result<> JobPool::submit(std::function<void()> job, std::function<void()> done) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= max_waiting_) {
      return base::Error{base::Code::unavailable, "busy", "Too many jobs wait for a thread."};
    }
    waiting_.push_back({std::move(job), std::move(done)});
  }
  wake_.notify_one();
  return {};
}

void JobPool::work() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job.work();
    job.work = nullptr;  // what it holds is released here, not on the loop
    loop_.post(std::move(job.done));
  }
}

}  // namespace bot
