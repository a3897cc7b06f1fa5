#include "bot/net/poller.hpp"

#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace bot {
namespace {

constexpr int kMaxEvents = 256;  // of one round, before other tasks have their turn

}  // namespace

Poller::Poller(boost::asio::io_context& io) : epoll_(io.get_executor()) {
  const int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
  epoll_.assign(descriptor);
}

void Poller::start() {
  await_ready();
}

void Poller::stop() {
  boost::system::error_code ignored;
  epoll_.close(ignored);
}

bool Poller::add(int descriptor, PollTarget& target) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.ptr = &target;
  return ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::set(int descriptor, PollTarget& target, bool reads, bool writes) {
  epoll_event event{};
  event.events = (reads ? EPOLLIN : 0U) | (writes ? EPOLLOUT : 0U);
  event.data.ptr = &target;
  ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_MOD, descriptor, &event);
}

void Poller::remove(int descriptor) {
  if (!epoll_.is_open()) return;
  ::epoll_ctl(epoll_.native_handle(), EPOLL_CTL_DEL, descriptor, nullptr);
}

void Poller::await_ready() {
  epoll_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                    [self = shared_from_this()](boost::system::error_code error) {
                      if (error || !self->epoll_.is_open()) return;
                      self->call_ready();
                      if (self->epoll_.is_open()) self->await_ready();
                    });
}

void Poller::call_ready() {
  std::array<epoll_event, kMaxEvents> events;
  const int ready = ::epoll_wait(epoll_.native_handle(), events.data(), kMaxEvents, 0);
  for (int i = 0; i < ready && epoll_.is_open(); ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    const auto has = [&](std::uint32_t bits) { return (event.events & bits) != 0; };
    static_cast<PollTarget*>(event.data.ptr)
        ->on_ready(has(EPOLLIN), has(EPOLLOUT), has(EPOLLERR | EPOLLHUP));
  }
}

}  // namespace bot
