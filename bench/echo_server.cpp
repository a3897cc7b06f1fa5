// The baseline of the benchmarks: a WebSocket echo server as Beast's documentation writes it, with
// the settings that measure best (callbacks, concrete executor, no compression, no timeouts). One
// thread. Prints {"listen":"127.0.0.1:PORT"} and serves until it is killed.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdio>
#include <memory>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<tcp, Executor>;

class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(Socket socket) : stream_(std::move(socket)) {
    stream_.auto_fragment(false);
    stream_.read_message_max(64 * 1024);
    stream_.text(true);
  }
  void start() {
    stream_.async_accept([self = shared_from_this()](error_code error) {
      if (!error) self->read();
    });
  }

 private:
  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t) {
      if (!error) self->write();
    });
  }
  void write() {
    stream_.async_write(buffer_.data(),
                        [self = shared_from_this()](error_code error, std::size_t size) {
                          self->buffer_.consume(size);
                          if (!error) self->read();
                        });
  }

  websocket::stream<Socket> stream_;
  beast::flat_buffer buffer_;
};

class Listener {
 public:
  explicit Listener(asio::io_context& io)
      : acceptor_(io.get_executor(), tcp::endpoint(asio::ip::address_v4::loopback(), 0)) {
    acceptor_.listen(4096);
  }
  unsigned port() const { return acceptor_.local_endpoint().port(); }
  void accept() {
    acceptor_.async_accept([this](error_code error, Socket socket) {
      if (!error) {
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        std::make_shared<Session>(std::move(socket))->start();
      }
      accept();
    });
  }

 private:
  asio::basic_socket_acceptor<tcp, Executor> acceptor_;
};

}  // namespace

int main() {
  asio::io_context io{1};
  Listener listener(io);
  listener.accept();
  std::printf("{\"listen\":\"127.0.0.1:%u\"}\n", listener.port());
  std::fflush(stdout);
  io.run();
}
