// A real server on a port of its own and a thread of its own, with handlers that do what the
// client's words say.
#pragma once

#include <atomic>
#include <fstream>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bot/net/asio_loop.hpp"
#include "bot/net/server.hpp"

namespace net_test {

// Counters that several threads look at.
struct Seen {
  std::atomic<int> opened{0};
  std::atomic<int> closed{0};
  std::atomic<int> sinks_finished{0};
  std::atomic<int> sinks_aborted{0};
  std::atomic<std::uint64_t> sink_bytes{0};
};

class EchoHandler : public bot::ConnectionHandler {
 public:
  EchoHandler(bot::Connection& connection, Seen& seen) : connection_(connection), seen_(seen) {
    ++seen_.opened;
  }
  void on_frame(std::string_view text) override {
    if (text == "three") {
      for (const char* part : {"one", "two", "three"}) connection_.send(part);
    } else if (text.starts_with("flood ")) {
      for (int i = std::stoi(std::string(text.substr(6))); i > 0; --i) {
        connection_.send(std::string(1024, 'f'));
      }
    } else if (text.starts_with("small flood ")) {
      for (int i = std::stoi(std::string(text.substr(12))); i > 0; --i) connection_.send("s");
    } else if (text == "close") {
      connection_.send("last words");
      connection_.close(bot::CloseCode::not_authenticated, "who are you");
      connection_.send("never sent");
    } else if (text == "throw") {
      throw std::runtime_error("a fault of ours");
    } else {
      connection_.send(text);
    }
  }
  void on_closed() override { ++seen_.closed; }

 private:
  bot::Connection& connection_;
  Seen& seen_;
};

class EchoGate : public bot::WebSocketGate {
 public:
  explicit EchoGate(Seen& seen) : seen_(seen) {}
  bool serves(std::string_view path) const override { return path == "/v1/chat"; }
  std::variant<Accepted, bot::HttpResponse> decide(const bot::HttpRequest& upgrade) override {
    if (const auto origin = upgrade.header("Origin"); origin && origin != "https://shop.example") {
      return bot::problem_response(403, "bad_origin");
    }
    for (const auto offered : bot::offered_subprotocols(upgrade)) {
      if (offered != "boomerang.v1") continue;
      return Accepted{"boomerang.v1", [this](bot::Connection& connection) {
                        return std::make_unique<EchoHandler>(connection, seen_);
                      }};
    }
    return bot::problem_response(400, "bad_subprotocol");
  }

 private:
  Seen& seen_;
};

class CountingSink : public bot::BodySink {
 public:
  explicit CountingSink(Seen& seen) : seen_(seen) {}
  base::Result<> write(std::span<const char> bytes) override {
    seen_.sink_bytes += bytes.size();
    if (bytes.front() == '!') return base::Error{base::Code::invalid_argument, "bad_file", "No."};
    return {};
  }
  void finish(bot::HttpReply reply) override {
    ++seen_.sinks_finished;
    reply(bot::text_response(201, "text/plain", "kept"));
  }
  void abort() override { ++seen_.sinks_aborted; }

 private:
  Seen& seen_;
};

class EchoHttp : public bot::HttpHandler {
 public:
  EchoHttp(bot::Loop& loop, Seen& seen) : loop_(loop), seen_(seen) {}
  bot::BodyPlan plan(const bot::HttpRequest& head) override {
    if (head.path == "/upload") {
      return bot::StreamedBody{1'000'000, std::make_unique<CountingSink>(seen_)};
    }
    if (head.path == "/refused") return bot::problem_response(401, "who_are_you");
    return bot::InMemoryBody{1024};
  }
  void serve(bot::HttpRequest& request, bot::HttpReply reply) override {
    if (request.path == "/late") {
      loop_.call_after(base::Duration(20), [reply = std::move(reply)] {
        reply(bot::text_response(200, "text/plain", "late"));
        reply(bot::text_response(200, "text/plain", "twice"));
      });
    } else if (request.path == "/never") {
      never_ = std::move(reply);
    } else if (request.path == "/throw") {
      throw std::runtime_error("a fault of ours");
    } else if (request.path == "/file") {
      bot::HttpResponse response;
      response.body = bot::HttpFile{file, std::stoull(request.query)};
      reply(std::move(response));
    } else if (request.path == "/split") {
      auto response = bot::text_response(200, "text/plain", "x");
      response.headers.push_back({"X-Name", "a\r\nSet-Cookie: b"});
      reply(std::move(response));
    } else {
      reply(bot::text_response(200, "text/plain", request.method + request.body));
    }
  }
  std::string file;

 private:
  bot::Loop& loop_;
  Seen& seen_;
  bot::HttpReply never_;
};

// Deadlines are looked at often, and are longer than a busy machine makes a test wait; a test of
// one of them shortens that one.
inline bot::ServerOptions quick_options() {
  bot::ServerOptions options;
  options.tick = base::Duration(5);
  options.head_timeout = base::Duration(60'000);
  options.keep_alive = base::Duration(60'000);
  options.body_grace = base::Duration(60'000);
  options.first_frame_timeout = base::Duration(60'000);
  options.close_timeout = base::Duration(200);
  return options;
}

class TestServer {
 public:
  explicit TestServer(const bot::ServerOptions& options = quick_options())
      : gate_(seen), http(loop, seen), server_(std::make_unique<bot::Server>(loop, options)) {
    const auto bound = server_->listen("127.0.0.1:0", http, &gate_);
    if (!bound) throw std::runtime_error(bound.error().detail);
    address = *bound;
    thread_ = std::thread([this] { loop.run(); });
  }
  ~TestServer() {
    on_loop([this] { server_.reset(); });
    loop.stop();
    thread_.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  // Runs the task on the loop and waits for it.
  void on_loop(const std::function<void()>& task) {
    std::promise<void> done;
    loop.post([&] {
      task();
      done.set_value();
    });
    done.get_future().wait();
  }
  bot::ServerCounters counters() {
    bot::ServerCounters copy;
    on_loop([&] { copy = server_->counters(); });
    return copy;
  }
  bot::Server& server() { return *server_; }

  Seen seen;
  bot::AsioLoop loop;
  std::string address;

 private:
  EchoGate gate_;

 public:
  EchoHttp http;

 private:
  std::unique_ptr<bot::Server> server_;
  std::thread thread_;
};

// Waits until the condition holds, at most ten seconds.
template <class Condition>
bool eventually(Condition condition) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::yield();
  }
  return true;
}

}  // namespace net_test
