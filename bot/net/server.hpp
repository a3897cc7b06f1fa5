// The server: listening sockets, HTTP/1.1 and WebSocket connections with every limit they have.
// It knows frames, not what is in them: a WebSocketGate decides who may open a connection, a
// ConnectionHandler gets its text frames. Loop thread only, except where it says otherwise.
//
// Frames sent while one task of the loop runs leave in one write to the socket. A connection in
// which nothing happens holds no buffers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "bot/net/asio_loop.hpp"
#include "bot/net/close_code.hpp"
#include "bot/net/http.hpp"

namespace bot {

// One WebSocket, as its handler sees it.
class Connection {
 public:
  virtual ~Connection() = default;
  // Queues one text frame, which must be valid UTF-8. Over the bound of the queue the connection
  // is closed 4408 instead. Ignored once the connection closes.
  virtual void send(std::string_view text) = 0;
  // Closes after what is queued has been sent. No frame arrives or leaves afterwards. The reason is
  // cut at 123 bytes. Only the first call counts.
  virtual void close(CloseCode code, std::string_view reason = {}) = 0;
  // The other end's address, without the port.
  virtual const std::string& peer_address() const = 0;
  // Unique in this process.
  virtual std::uint64_t id() const = 0;
  // Bytes queued and not yet taken by the socket.
  virtual std::size_t buffered() const = 0;
};

// What happens on one connection. Owned by it, destroyed after on_closed. Never called from inside
// a call of its Connection.
class ConnectionHandler {
 public:
  virtual ~ConnectionHandler() = default;
  // One whole text frame, valid UTF-8; the view is good until the call returns.
  virtual void on_frame(std::string_view text) = 0;
  // Called once, whoever closed; the Connection must not be used afterwards.
  virtual void on_closed() = 0;
};

// Decides about WebSocket upgrades.
class WebSocketGate {
 public:
  struct Accepted {
    std::string subprotocol;  // one of those the client offered; empty for none
    // Called after the answer 101; the Connection outlives the handler.
    std::function<std::unique_ptr<ConnectionHandler>(Connection&)> open;
  };
  virtual ~WebSocketGate() = default;
  // Whether the path is a WebSocket endpoint. A request to one that is no upgrade gets 426.
  virtual bool serves(std::string_view path) const = 0;
  // Origin, subprotocol (offered_subprotocols) and whatever else is known before the first frame.
  // Key, version and method have been checked.
  virtual std::variant<Accepted, HttpResponse> decide(const HttpRequest& upgrade) = 0;
};

// The subprotocols that the upgrade request offers, in its order.
std::vector<std::string_view> offered_subprotocols(const HttpRequest& upgrade);

struct ServerOptions {
  std::size_t max_connections = 20'000;  // more are closed at once
  base::Duration emfile_pause{100};      // no accepting for this long without file descriptors

  // HTTP
  std::size_t max_head_bytes = 8 * 1024;    // 431
  std::size_t max_target_bytes = 4 * 1024;  // 414
  std::size_t max_headers = 64;             // 431
  std::size_t max_requests = 1'000;         // on one connection, which is then closed
  base::Duration head_timeout{5'000};       // from the first byte (or connecting) to the head's end
  base::Duration keep_alive{30'000};        // without a request
  std::uint64_t min_body_bytes_per_s = 1024;  // after a grace of body_grace: 408
  base::Duration body_grace{5'000};
  base::Duration reply_timeout{60'000};  // for a handler to answer: 503
  base::Duration write_timeout{30'000};  // with bytes to send and none taken

  // WebSocket
  std::size_t max_message_bytes = 64 * 1024;  // 1009
  std::size_t max_frames_per_message = 64;    // 1008
  base::Duration message_timeout{10'000};     // first to last frame of one message: 1008
  base::Duration first_frame_timeout{5'000};  // for the client's first text frame: 4400
  std::size_t max_queue_bytes = 256 * 1024;   // 4408
  std::size_t max_queue_frames = 256;         // 4408
  double control_frames_per_s = 10;           // ping, pong; over the bucket: 1008
  double control_frames_burst = 30;
  base::Duration ping_after{30'000};    // of silence; as long again without a byte ends it
  base::Duration close_timeout{5'000};  // for the other end's half of closing

  base::Duration tick{1'000};  // how exactly the times above are kept
};

struct ServerCounters {
  std::uint64_t accepted = 0;
  std::uint64_t refused = 0;      // over max_connections or without file descriptors
  std::uint64_t connections = 0;  // now
  std::uint64_t websockets = 0;   // now
  std::uint64_t requests = 0;
  std::uint64_t frames_received = 0;
  std::uint64_t frames_sent = 0;
  std::uint64_t socket_writes = 0;
  std::uint64_t closed_too_slow = 0;
  std::uint64_t protocol_faults = 0;  // malformed HTTP or frames
};

class Server {
 public:
  Server(AsioLoop& loop, ServerOptions options = {});
  // Drops every connection; on_closed is called for each.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Starts to listen on "127.0.0.1:8080" or "[::1]:0"; port 0 lets the system pick one. Result: the
  // address bound. The handlers must outlive the server. Error: `bad_address`, `cannot_listen`.
  base::Result<std::string> listen(std::string_view address, HttpHandler& http,
                                   WebSocketGate* gate = nullptr);
  // Closes the listening sockets; connections go on.
  void stop_accepting();
  // stop_accepting, closes every WebSocket with the code and reason, ends HTTP connections after
  // the answer that is under way. `done` runs once nothing is left or the time is over (what is
  // left then is dropped).
  void drain(CloseCode code, std::string reason, base::Duration time, std::function<void()> done);

  const ServerCounters& counters() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;  // shared with the waits under way
};

}  // namespace bot
