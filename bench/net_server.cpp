// The house's own transport with nothing behind it: echoes each text frame. Shows what bot/net
// costs beside the bare Beast echo. Prints {"listen":"127.0.0.1:PORT"}, ends on SIGTERM.
#include <cstdio>

#include "bot/net/asio_loop.hpp"
#include "bot/net/server.hpp"

namespace {

class EchoHandler : public bot::ConnectionHandler {
 public:
  explicit EchoHandler(bot::Connection& connection) : connection_(connection) {}
  void on_frame(std::string_view text) override { connection_.send(text); }
  void on_closed() override {}

 private:
  bot::Connection& connection_;
};

class EchoGate : public bot::WebSocketGate {
 public:
  bool serves(std::string_view path) const override { return path == "/v1/chat"; }
  std::variant<Accepted, bot::HttpResponse> decide(const bot::HttpRequest&) override {
    return Accepted{"boomerang.v1", [](bot::Connection& connection) {
                      return std::make_unique<EchoHandler>(connection);
                    }};
  }
};

class NoPages : public bot::HttpHandler {
 public:
  void serve(bot::HttpRequest&, bot::HttpReply reply) override {
    reply(bot::problem_response(404, "not_found"));
  }
};

}  // namespace

int main() {
  bot::AsioLoop loop;
  EchoGate gate;
  NoPages pages;
  bot::ServerOptions options;
  options.first_frame_timeout = base::Duration(600'000);  // the idle benchmark says nothing
  bot::Server server(loop, options);
  const auto bound = server.listen("127.0.0.1:0", pages, &gate);
  if (!bound) {
    std::fprintf(stderr, "%s\n", bound.error().detail.c_str());
    return 1;
  }
  std::printf("{\"listen\":\"%s\"}\n", bound->c_str());
  std::fflush(stdout);
  loop.on_signal([&](int) { loop.stop(); });
  loop.run();
}
