#include "bot/net/client.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <chrono>

#include "bot/net/http_text.hpp"

namespace bot {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::uint64_t kMaxAnswerBytes = 64ULL * 1024 * 1024;

base::Error unavailable(std::string_view name, std::string detail) {
  return {base::Code::unavailable, name, std::move(detail)};
}

// One asynchronous step and the wait for it. It lives in the client, so a step that outlasts the
// wait still has where to report.
struct Step {
  bool is_under_way = false;
  error_code error;

  auto handler() {
    is_under_way = true;
    return [this](error_code result, auto&&...) {
      is_under_way = false;
      error = result;
    };
  }
};

// Runs until the step is over; false when the time was over first.
bool wait_for(asio::io_context& io, const Step& step, base::Duration timeout) {
  const auto until = std::chrono::steady_clock::now() + timeout;
  io.restart();
  while (step.is_under_way) {
    if (io.run_one_until(until) == 0 && std::chrono::steady_clock::now() >= until) break;
  }
  return !step.is_under_way;
}

struct Dialled {
  asio::io_context io{1};
  tcp::resolver resolver{io};
  tcp::resolver::results_type found;
  Step step;

  // Connects the socket to HOST:PORT.
  base::Result<> connect(tcp::socket& socket, const std::string& address, base::Duration timeout) {
    const auto colon = address.rfind(':');
    if (colon == std::string::npos) {
      return base::Error{base::Code::invalid_argument, "bad_address", "Not HOST:PORT: " + address};
    }
    auto host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    resolver.async_resolve(
        host, address.substr(colon + 1),
        [this, done = step.handler()](error_code error, tcp::resolver::results_type results) {
          found = std::move(results);
          done(error);
        });
    if (!wait_for(io, step, timeout) || step.error) {
      return unavailable("cannot_connect", "No such address: " + address);
    }
    asio::async_connect(socket, found, step.handler());
    if (!wait_for(io, step, timeout) || step.error) {
      return unavailable("cannot_connect", "Nobody answers at " + address);
    }
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    return {};
  }
};

}  // namespace

class WebSocketClient::Impl {
 public:
  base::Result<> connect(const WebSocketTarget& target, base::Duration timeout) {
    const auto connected = dialled_.connect(stream_.next_layer(), target.address, timeout);
    if (!connected) return connected;
    stream_.set_option(websocket::stream_base::decorator([&](websocket::request_type& request) {
      if (!target.subprotocol.empty()) {
        request.set(http::field::sec_websocket_protocol, target.subprotocol);
      }
      if (!target.origin.empty()) request.set(http::field::origin, target.origin);
    }));
    stream_.read_message_max(0);
    websocket::response_type response;
    stream_.async_handshake(response, target.address, target.path, step_.handler());
    if (!wait_for(dialled_.io, step_, timeout)) {
      return unavailable("cannot_connect", "No answer to the WebSocket handshake.");
    }
    if (step_.error == websocket::error::upgrade_declined) {
      return base::Error{base::Code::forbidden, "refused",
                         "The server answered " + std::to_string(response.result_int()) + "."};
    }
    if (step_.error) return unavailable("cannot_connect", step_.error.message());
    stream_.text(true);
    return {};
  }

  base::Result<> send(std::string_view text, base::Duration timeout) {
    if (closed_) return closed_error();
    outgoing_ = text;
    stream_.async_write(asio::buffer(outgoing_), step_.handler());
    const bool in_time = wait_for(dialled_.io, step_, timeout);
    if (in_time && !step_.error) return {};
    if (!in_time) drop();
    note_closed();
    return closed_error();
  }

  base::Result<std::optional<std::string>> receive(base::Duration timeout) {
    if (closed_) return closed_error();
    if (!has_read_) {
      stream_.async_read(incoming_, read_.handler());
      has_read_ = true;
    }
    if (!wait_for(dialled_.io, read_, timeout)) return std::optional<std::string>();
    has_read_ = false;
    if (read_.error) {
      note_closed();
      return closed_error();
    }
    auto text = beast::buffers_to_string(incoming_.data());
    incoming_.consume(incoming_.size());
    return std::optional<std::string>(std::move(text));
  }

  const std::optional<Closed>& closed() const { return closed_; }

  void close(std::uint16_t code, base::Duration timeout) {
    if (closed_) return;
    stream_.async_close(websocket::close_reason(code), step_.handler());
    if (!wait_for(dialled_.io, step_, timeout)) drop();
    closed_ = Closed{code, {}};
  }

 private:
  void drop() {
    error_code ignored;
    stream_.next_layer().close(ignored);
    wait_for(dialled_.io, step_, base::Duration(1'000));
  }
  void note_closed() {
    Closed closed;
    if (stream_.reason().code != websocket::close_code::none) {
      closed.code = stream_.reason().code;
      closed.reason.assign(stream_.reason().reason.data(), stream_.reason().reason.size());
    }
    closed_ = closed;
  }
  base::Error closed_error() const {
    return unavailable("closed", "The connection was closed with " +
                                     std::to_string(closed_ ? closed_->code : 1006) + ".");
  }

  Dialled dialled_;
  websocket::stream<tcp::socket> stream_{dialled_.io};
  beast::flat_buffer incoming_;
  std::string outgoing_;
  Step step_;
  Step read_;
  bool has_read_ = false;  // a read was begun and its result not taken
  std::optional<Closed> closed_;
};

WebSocketClient::WebSocketClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
WebSocketClient::WebSocketClient(WebSocketClient&&) noexcept = default;
WebSocketClient& WebSocketClient::operator=(WebSocketClient&&) noexcept = default;
WebSocketClient::~WebSocketClient() = default;

base::Result<WebSocketClient> WebSocketClient::connect(const WebSocketTarget& target,
                                                       base::Duration timeout) {
  auto impl = std::make_unique<Impl>();
  const auto connected = impl->connect(target, timeout);
  if (!connected) return connected.error();
  return WebSocketClient(std::move(impl));
}

base::Result<> WebSocketClient::send(std::string_view text, base::Duration timeout) {
  return impl_->send(text, timeout);
}

base::Result<std::optional<std::string>> WebSocketClient::receive(base::Duration timeout) {
  return impl_->receive(timeout);
}

const std::optional<WebSocketClient::Closed>& WebSocketClient::closed() const {
  return impl_->closed();
}

void WebSocketClient::close(std::uint16_t code, base::Duration timeout) {
  impl_->close(code, timeout);
}

std::optional<std::string_view> HttpAnswer::header(std::string_view name) const {
  return find_header(headers, name);
}

base::Result<HttpAnswer> http_call(const HttpCall& call, base::Duration timeout) {
  Dialled dialled;
  tcp::socket socket(dialled.io);
  if (const auto connected = dialled.connect(socket, call.address, timeout); !connected) {
    return connected.error();
  }
  http::request<http::string_body> request;
  request.method_string(call.method);
  request.target(call.target);
  request.version(11);
  request.set(http::field::host, call.address);
  request.set(http::field::connection, "close");
  for (const auto& header : call.headers) request.insert(header.name, header.value);
  request.body() = call.body;
  request.prepare_payload();

  // A server may answer and close before it has read a body it refuses: read even if writing fails.
  Step writing;
  http::async_write(socket, request, writing.handler());
  Step reading;
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kMaxAnswerBytes);
  parser.skip(call.method == "HEAD");
  http::async_read(socket, buffer, parser, reading.handler());
  const bool in_time = wait_for(dialled.io, reading, timeout);
  error_code ignored;
  socket.close(ignored);
  dialled.io.restart();
  dialled.io.run_for(
      std::chrono::milliseconds(1'000));  // what was under way reports before it dies
  if (!in_time || reading.error) {
    return unavailable("no_answer", in_time ? reading.error.message() : "No answer in time.");
  }
  HttpAnswer answer;
  answer.status = static_cast<int>(parser.get().result_int());
  for (const auto& field : parser.get()) {
    answer.headers.push_back({std::string(field.name_string().data(), field.name_string().size()),
                              std::string(field.value().data(), field.value().size())});
  }
  answer.body = std::move(parser.get().body());
  return answer;
}

}  // namespace bot
