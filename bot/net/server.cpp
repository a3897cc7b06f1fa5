#include "bot/net/server.hpp"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <charconv>

#include "base/log.hpp"
#include "bot/net/http_session.hpp"
#include "bot/net/stream.hpp"

namespace bot {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Acceptor = asio::basic_socket_acceptor<tcp, IoExecutor>;

constexpr int kBacklog = 4096;
constexpr std::size_t kAcceptsARound = 64;
constexpr std::chrono::milliseconds kDrainCheck{5};

int open_spare() {
  return ::open("/dev/null", O_RDONLY | O_CLOEXEC);
}

base::Result<tcp::endpoint> parse_address(std::string_view address) {
  const auto bad = [&] {
    return base::Error{
        base::Code::invalid_argument, "bad_address",
        "Not HOST:PORT with an IP address, such as 127.0.0.1:8080: " + std::string(address)};
  };
  const auto colon = address.rfind(':');
  if (colon == std::string_view::npos) return bad();
  auto host = address.substr(0, colon);
  const auto port_text = address.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (host == "localhost") host = "127.0.0.1";
  std::uint16_t port = 0;
  const auto [end, failure] =
      std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
  if (failure != std::errc() || end != port_text.data() + port_text.size()) return bad();
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(std::string(host), error);
  if (error) return bad();
  return tcp::endpoint(ip, port);
}

std::string to_text(const tcp::endpoint& endpoint) {
  const auto host = endpoint.address().to_string();
  const auto port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? "[" + host + "]:" + port : host + ":" + port;
}

}  // namespace

class Server::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(AsioLoop& loop, const ServerOptions& options)
      : hub_(std::make_shared<StreamHub>(loop, options)),
        ticker_(hub_->io.get_executor()),
        drain_timer_(hub_->io.get_executor()),
        spare_descriptor_(open_spare()) {}
  ~Impl() {
    if (spare_descriptor_ >= 0) ::close(spare_descriptor_);
  }

  base::Result<std::string> listen(std::string_view address, HttpHandler& http,
                                   WebSocketGate* gate);
  void stop_accepting();
  void drain(CloseCode code, const std::string& reason, base::Duration time,
             std::function<void()> done);
  void shut_down();
  void start() {
    hub_->poller->start();
    await_tick();
  }
  const ServerCounters& counters() const { return hub_->counters; }

 private:
  struct Listener {
    Listener(asio::io_context& io, std::shared_ptr<const Endpoint> served)
        : acceptor(io.get_executor()), pause(io.get_executor()), endpoint(std::move(served)) {}
    Acceptor acceptor;
    SteadyTimer pause;  // while there are no descriptors
    std::shared_ptr<const Endpoint> endpoint;
  };

  void await_tick();
  void await_connection(const std::shared_ptr<Listener>& listener);
  void accept(const std::shared_ptr<Listener>& listener);
  void adopt(int socket, const tcp::endpoint& peer,
             const std::shared_ptr<const Endpoint>& endpoint);
  void pause(const std::shared_ptr<Listener>& listener);
  void shed(Acceptor& acceptor);
  void await_drained();
  void check_drained();

  std::shared_ptr<StreamHub> hub_;
  SteadyTimer ticker_;
  SteadyTimer drain_timer_;
  std::vector<std::shared_ptr<Listener>> listeners_;
  std::function<void()> drained_;
  SteadyTime drain_until_{};
  int spare_descriptor_;
};

base::Result<std::string> Server::Impl::listen(std::string_view address, HttpHandler& http,
                                               WebSocketGate* gate) {
  const auto endpoint = parse_address(address);
  if (!endpoint) return endpoint.error();
  const auto& options = hub_->options;
  auto served = std::make_shared<const Endpoint>(
      Endpoint{http,
               gate,
               {options.max_head_bytes, options.max_target_bytes, options.max_headers},
               {options.max_message_bytes, options.max_frames_per_message}});
  auto listener = std::make_shared<Listener>(hub_->io, std::move(served));
  auto& acceptor = listener->acceptor;
  boost::system::error_code error;
  acceptor.open(endpoint->protocol(), error);
  if (!error) acceptor.set_option(Acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(*endpoint, error);
  if (!error) acceptor.listen(kBacklog, error);
  if (!error) acceptor.non_blocking(true, error);
  if (error) {
    return base::Error{base::Code::unavailable, "cannot_listen",
                       "Cannot listen on " + std::string(address) + ": " + error.message()};
  }
  listeners_.push_back(listener);
  await_connection(listener);
  return to_text(acceptor.local_endpoint(error));
}

void Server::Impl::await_connection(const std::shared_ptr<Listener>& listener) {
  listener->acceptor.async_wait(
      Acceptor::wait_read, [self = weak_from_this(), listener](boost::system::error_code error) {
        const auto server = self.lock();
        if (!error && server && listener->acceptor.is_open()) server->accept(listener);
      });
}

void Server::Impl::accept(const std::shared_ptr<Listener>& listener) {
  for (std::size_t i = 0; i < kAcceptsARound; ++i) {
    tcp::endpoint peer;
    auto peer_size = static_cast<socklen_t>(peer.capacity());
    const int socket = ::accept4(listener->acceptor.native_handle(), peer.data(), &peer_size,
                                 SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (socket >= 0) {
      peer.resize(peer_size);
      adopt(socket, peer, listener->endpoint);
      continue;
    }
    if (errno == EMFILE || errno == ENFILE) {
      shed(listener->acceptor);
      pause(listener);
      return;
    }
    if (errno != EINTR && errno != ECONNABORTED) break;
  }
  await_connection(listener);
}

void Server::Impl::pause(const std::shared_ptr<Listener>& listener) {
  listener->pause.expires_after(hub_->options.emfile_pause);
  listener->pause.async_wait([self = weak_from_this(), listener](boost::system::error_code error) {
    const auto server = self.lock();
    if (!error && server) server->await_connection(listener);
  });
}

// Without descriptors the waiting connection would wake the loop for ever: take it with the spare
// one, and close it.
void Server::Impl::shed(Acceptor& acceptor) {
  base::log::warn("net.no_descriptors", {{"connections", hub_->counters.connections}});
  ++hub_->counters.refused;
  if (spare_descriptor_ >= 0) ::close(spare_descriptor_);
  const int refused = ::accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC);
  if (refused >= 0) ::close(refused);
  spare_descriptor_ = open_spare();
}

void Server::Impl::adopt(int socket, const tcp::endpoint& peer,
                         const std::shared_ptr<const Endpoint>& endpoint) {
  ++hub_->counters.accepted;
  if (hub_->slots.size() >= hub_->options.max_connections) {
    ++hub_->counters.refused;
    ::close(socket);
    return;
  }
  const int one = 1;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  auto stream = std::make_shared<Stream>(hub_, socket, peer.address().to_string());
  hub_->add(stream);
  stream->start(std::make_unique<HttpSession>(*stream, endpoint));
}

void Server::Impl::await_tick() {
  ticker_.expires_after(hub_->options.tick);
  ticker_.async_wait([self = weak_from_this()](boost::system::error_code error) {
    const auto server = self.lock();
    if (error || !server) return;
    server->hub_->tick();
    server->await_tick();
  });
}

void Server::Impl::stop_accepting() {
  for (const auto& listener : listeners_) {
    boost::system::error_code ignored;
    listener->acceptor.close(ignored);
    listener->pause.cancel();
  }
  listeners_.clear();
}

void Server::Impl::drain(CloseCode code, const std::string& reason, base::Duration time,
                         std::function<void()> done) {
  stop_accepting();
  hub_->is_draining = true;
  drained_ = std::move(done);
  drain_until_ = std::chrono::steady_clock::now() + time;
  for (std::size_t i = 0; i < hub_->slots.size(); ++i) {
    hub_->slots[i].stream->on_drain(code, reason);
  }
  await_drained();
}

void Server::Impl::await_drained() {
  drain_timer_.expires_after(kDrainCheck);
  drain_timer_.async_wait([self = weak_from_this()](boost::system::error_code error) {
    const auto server = self.lock();
    if (!error && server) server->check_drained();
  });
}

void Server::Impl::check_drained() {
  if (!hub_->slots.empty() && std::chrono::steady_clock::now() < drain_until_) {
    await_drained();
    return;
  }
  for (std::size_t i = 0; i < hub_->slots.size(); ++i) hub_->slots[i].stream->drop();
  const auto done = std::exchange(drained_, nullptr);
  if (done) done();
}

void Server::Impl::shut_down() {
  stop_accepting();
  ticker_.cancel();
  drain_timer_.cancel();
  while (!hub_->slots.empty()) hub_->slots.back().stream->end_now();
  hub_->poller->stop();
}

Server::Server(AsioLoop& loop, ServerOptions options)
    : impl_(std::make_shared<Impl>(loop, options)) {
  impl_->start();
}

Server::~Server() {
  impl_->shut_down();
}

base::Result<std::string> Server::listen(std::string_view address, HttpHandler& http,
                                         WebSocketGate* gate) {
  return impl_->listen(address, http, gate);
}

void Server::stop_accepting() {
  impl_->stop_accepting();
}

void Server::drain(CloseCode code, std::string reason, base::Duration time,
                   std::function<void()> done) {
  impl_->drain(code, reason, time, std::move(done));
}

const ServerCounters& Server::counters() const {
  return impl_->counters();
}

}  // namespace bot
