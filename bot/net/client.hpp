// Blocking clients for the command line and for tests: one WebSocket, one HTTP request at a time.
// Each call returns within its timeout. Not for the server. One thread an object.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "bot/net/http.hpp"

namespace bot {

struct WebSocketTarget {
  std::string address;  // "127.0.0.1:8080" or "shop.example:80"
  std::string path = "/v1/chat";
  std::string subprotocol = "boomerang.v1";
  std::string origin;  // no Origin header when empty
};

class WebSocketClient {
 public:
  struct Closed {
    std::uint16_t code = 1006;  // 1006: without a close frame
    std::string reason;
  };

  // Errors: `cannot_connect` (unavailable), `refused` (forbidden; detail has the HTTP status).
  static base::Result<WebSocketClient> connect(const WebSocketTarget& target,
                                               base::Duration timeout = base::Duration(5'000));
  WebSocketClient(WebSocketClient&&) noexcept;
  WebSocketClient& operator=(WebSocketClient&&) noexcept;
  ~WebSocketClient();  // drops the connection without closing it

  // Error: `closed` (unavailable).
  base::Result<> send(std::string_view text, base::Duration timeout = base::Duration(5'000));
  // The next text frame, or nothing when none came in time. Error: `closed` (see closed()).
  base::Result<std::optional<std::string>> receive(base::Duration timeout);
  // How it was closed, once it was.
  const std::optional<Closed>& closed() const;
  // Sends a close frame and waits for the other end's.
  void close(std::uint16_t code = 1000, base::Duration timeout = base::Duration(5'000));

 private:
  class Impl;
  explicit WebSocketClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

struct HttpCall {
  std::string address;  // as WebSocketTarget::address
  std::string method = "GET";
  std::string target = "/";
  std::vector<HttpHeader> headers = {};  // Host and Content-Length are added
  std::string body = {};
};

struct HttpAnswer {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;

  std::optional<std::string_view> header(std::string_view name) const;
};

// Sends one request over a connection of its own. Errors: `cannot_connect`, `no_answer` (both
// unavailable). Bodies of answers up to 64 MiB.
base::Result<HttpAnswer> http_call(const HttpCall& call,
                                   base::Duration timeout = base::Duration(10'000));

}  // namespace bot
