#include "tests/support/raw_receiver.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace tests {
namespace {

constexpr int kThreads = 12;
constexpr int kLookMs = 20;

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

// Whether there is something to read; false after a short while, so that stopping is noticed.
bool can_read(int socket) {
  pollfd one{socket, POLLIN, 0};
  return ::poll(&one, 1, kLookMs) == 1;
}

}  // namespace

std::string RawRequest::header(const std::string& name) const {
  std::string wanted = "\r\n" + name + ": ";
  std::string all = head;
  std::transform(all.begin(), all.end(), all.begin(), lower);
  std::transform(wanted.begin(), wanted.end(), wanted.begin(), lower);
  const auto at = all.find(wanted);
  if (at == std::string::npos) return {};
  const auto begin = at + wanted.size();
  return head.substr(begin, head.find("\r\n", begin) - begin);
}

RawReceiver::RawReceiver(std::function<RawAnswer(const RawRequest&)> answer)
    : answer_(std::move(answer)) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in here{};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(here);
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&here), size) != 0 ||
      ::listen(listener_, 128) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&here), &size) != 0) {
    throw std::runtime_error("no port for the receiver");
  }
  port_ = ntohs(here.sin_port);
  for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { accept_all(); });
}

RawReceiver::~RawReceiver() {
  is_stopping_ = true;
  for (auto& thread : threads_) thread.join();
  ::close(listener_);
}

std::string RawReceiver::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

void RawReceiver::accept_all() {
  while (!is_stopping_) {
    if (!can_read(listener_)) continue;
    const int socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) continue;  // another thread was quicker
    serve(socket);
    ::close(socket);
  }
}

void RawReceiver::serve(int socket) {
  std::string bytes;
  std::array<char, 8192> part{};
  const auto read_more = [&] {
    while (!is_stopping_) {
      if (!can_read(socket)) continue;
      const auto count = ::read(socket, part.data(), part.size());
      if (count <= 0) return false;
      bytes.append(part.data(), static_cast<std::size_t>(count));
      return true;
    }
    return false;
  };
  while (bytes.find("\r\n\r\n") == std::string::npos) {
    if (!read_more()) return;
  }
  RawRequest request;
  const auto end = bytes.find("\r\n\r\n");
  request.head = bytes.substr(0, end + 2);
  const auto length = request.header("Content-Length");
  const std::size_t whole = end + 4 + (length.empty() ? 0 : std::stoul(length));
  while (bytes.size() < whole) {
    if (!read_more()) return;
  }
  request.body = bytes.substr(end + 4);
  const RawAnswer answer = answer_(request);
  static_cast<void>(::send(socket, answer.bytes.data(), answer.bytes.size(), MSG_NOSIGNAL));
  // Until the other end gives up.
  while (answer.hangs && read_more()) {
  }
}

}  // namespace tests
