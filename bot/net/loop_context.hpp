// What is inside an AsioLoop: for bot/net only.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>

#include "bot/net/asio_loop.hpp"

namespace bot {

// Concrete types all the way: the type-erased any_io_executor costs up to a third more CPU a frame.
using IoExecutor = boost::asio::io_context::executor_type;
using SteadyTimer = boost::asio::basic_waitable_timer<
    std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, IoExecutor>;

struct AsioLoop::Context {
  boost::asio::io_context io{1};
  std::atomic<std::thread::id> thread{std::this_thread::get_id()};
  TimerId next_timer = 1;
  std::unordered_map<TimerId, std::unique_ptr<SteadyTimer>> timers;
  std::optional<boost::asio::basic_signal_set<IoExecutor>> signals;

  void await_signal(const std::shared_ptr<std::function<void(int)>>& callback);
};

}  // namespace bot
