#include "bot/net/asio_loop.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <csignal>

#include "bot/net/loop_context.hpp"

namespace bot {

namespace asio = boost::asio;

AsioLoop::AsioLoop() : context_(std::make_unique<Context>()) {}
AsioLoop::~AsioLoop() = default;

void AsioLoop::post(std::function<void()> task) {
  asio::post(context_->io, [task = std::move(task)] { task(); });
}

TimerId AsioLoop::call_after(base::Duration delay, std::function<void()> task) {
  auto* const context = context_.get();
  const TimerId id = context->next_timer++;
  auto timer = std::make_unique<SteadyTimer>(context->io.get_executor(), delay);
  timer->async_wait([context, id, task = std::move(task)](boost::system::error_code error) {
    if (error) return;
    // A timer that fired in the round in which it was cancelled is no longer listed.
    if (context->timers.erase(id) == 1) task();
  });
  context->timers.emplace(id, std::move(timer));
  return id;
}

void AsioLoop::cancel(TimerId timer) {
  context_->timers.erase(timer);
}

bool AsioLoop::in_loop() const {
  return context_->thread.load() == std::this_thread::get_id();
}

void AsioLoop::run() {
  context_->thread = std::this_thread::get_id();
  context_->io.restart();
  const auto guard = asio::make_work_guard(context_->io);
  context_->io.run();
}

void AsioLoop::run_for(base::Duration duration) {
  context_->thread = std::this_thread::get_id();
  context_->io.restart();
  const auto guard = asio::make_work_guard(context_->io);
  context_->io.run_for(duration);
}

void AsioLoop::stop() {
  context_->io.stop();
}

void AsioLoop::on_signal(std::function<void(int signal)> callback) {
  context_->signals.emplace(context_->io.get_executor(), SIGTERM, SIGINT);
  context_->await_signal(std::make_shared<std::function<void(int)>>(std::move(callback)));
}

void AsioLoop::Context::await_signal(const std::shared_ptr<std::function<void(int)>>& callback) {
  signals->async_wait([this, callback](boost::system::error_code error, int signal) {
    if (error) return;
    (*callback)(signal);
    await_signal(callback);
  });
}

}  // namespace bot
