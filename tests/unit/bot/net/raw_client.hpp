// A client that puts bytes on a real socket as they are, right or wrong. Every wait ends after ten
// seconds, as if the other end had closed.
#pragma once

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "bot/net/frame.hpp"
#include "client_bytes.hpp"

namespace net_test {

class RawClient {
 public:
  // `address` is 127.0.0.1:PORT. A small receive buffer makes a slow reader soon felt.
  explicit RawClient(const std::string& address, int receive_buffer = 0)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_buffer > 0) {
      ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    const auto port = std::atoi(address.substr(address.rfind(':') + 1).c_str());
    to.sin_port = htons(static_cast<std::uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
      throw std::runtime_error("cannot connect to " + address);
    }
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() {
    if (socket_ >= 0) ::close(socket_);
  }

  // Sends what the other end takes; false when it took not all.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent > 0) {
        bytes.remove_prefix(static_cast<std::size_t>(sent));
        continue;
      }
      if (errno != EAGAIN || !wait_for(POLLOUT)) return false;
    }
    return true;
  }
  // Closes without a farewell: the other end sees a reset.
  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
    socket_ = -1;
  }
  void end_sending() { ::shutdown(socket_, SHUT_WR); }

  // Everything up to the other end's end.
  std::string read_to_end() {
    while (read_more()) {
    }
    return std::exchange(received_, {});
  }
  // Up to and with the first empty line.
  std::string read_head() {
    while (received_.find("\r\n\r\n") == std::string::npos) {
      if (!read_more()) return std::exchange(received_, {});
    }
    return take(received_.find("\r\n\r\n") + 4);
  }
  std::string read_bytes(std::size_t size) {
    while (received_.size() < size) {
      if (!read_more()) break;
    }
    return take(std::min(size, received_.size()));
  }
  // The status of an answer whose body, if any, is taken too.
  int read_response() {
    const auto head = read_head();
    if (head.size() < 12) return 0;
    const auto length = head.find("Content-Length: ");
    body = length == std::string::npos
               ? std::string()
               : read_bytes(std::strtoull(head.c_str() + length + 16, nullptr, 10));
    last_head = head;
    return std::atoi(head.c_str() + 9);
  }

  // "text ...", "ping", "pong ...", "close CODE", or "end".
  std::string read_frame() {
    while (!has_frame()) {
      if (!read_more()) return "end";
    }
    const auto frame = take(bot::frame_size(received_));
    const auto length = static_cast<unsigned char>(frame[1]) & 0x7FU;
    const auto payload = frame.substr(length < 126 ? 2 : length == 126 ? 4 : 10);
    switch (static_cast<unsigned char>(frame[0]) & 0x0FU) {
      case 1:
        return "text " + payload;
      case 8:
        if (payload.size() < 2) return "close";
        return "close " + std::to_string(static_cast<unsigned char>(payload[0]) * 256 +
                                         static_cast<unsigned char>(payload[1]));
      case 9:
        return "ping";
      case 10:
        return "pong " + payload;
      default:
        return "?";
    }
  }
  // The last frame before the end, which must be a close frame.
  std::string read_close() {
    std::string last = "nothing";
    for (auto frame = read_frame(); frame != "end"; frame = read_frame()) last = frame;
    return last;
  }

  // Upgrades to WebSocket; the status of the answer.
  int open_websocket(const std::string& extra_headers = "",
                     const std::string& protocol = "boomerang.v1") {
    send(
        "GET /v1/chat HTTP/1.1\r\nHost: shop.example\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
        (protocol.empty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n") + extra_headers +
        "\r\n");
    return read_response();
  }
  void send_text(std::string_view text) { send(text_frame(text)); }

  std::string body;
  std::string last_head;

 private:
  bool has_frame() const {
    if (received_.size() < 2) return false;
    const auto length = static_cast<unsigned char>(received_[1]) & 0x7FU;
    if (received_.size() < (length < 126 ? 2U : length == 126 ? 4U : 10U)) return false;
    return received_.size() >= bot::frame_size(received_);
  }
  std::string take(std::size_t size) {
    auto taken = received_.substr(0, size);
    received_.erase(0, size);
    return taken;
  }
  bool wait_for(short event) {
    pollfd waiting{socket_, event, 0};
    return ::poll(&waiting, 1, 10'000) > 0;
  }
  bool read_more() {
    if (!wait_for(POLLIN)) return false;
    char buffer[16 * 1024];
    const auto size = ::recv(socket_, buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(size));
    return true;
  }

  int socket_;
  std::string received_;
};

}  // namespace net_test
