// HTTP over real sockets: what is refused, the limits, uploads, pipelining.
#include <catch2/catch.hpp>
#include <cstdio>
#include <filesystem>

#include "bot/net/client.hpp"
#include "raw_client.hpp"
#include "test_server.hpp"

using net_test::eventually;
using net_test::quick_options;
using net_test::RawClient;
using net_test::TestServer;

namespace {

const std::string kHost = "Host: shop.example\r\n";

std::string get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\n" + kHost + "\r\n";
}
std::string post(const std::string& target, const std::string& body) {
  return "POST " + target + " HTTP/1.1\r\n" + kHost +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("http: an independent client gets its answers", "[net]") {
  TestServer server;
  bot::HttpCall call;
  call.address = server.address;
  call.target = "/hello";
  auto answer = bot::http_call(call);
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->body == "GET");
  CHECK(answer->header("content-type") == "text/plain");
  CHECK(answer->header("X-Content-Type-Options") == "nosniff");
  CHECK(answer->header("Date"));
  call.method = "POST";
  call.body = "body";
  CHECK(bot::http_call(call)->body == "POSTbody");
  call.method = "HEAD";
  call.body = "";
  answer = bot::http_call(call);
  CHECK(answer->body.empty());
  CHECK(answer->header("Content-Length") == "4");
  call.method = "GET";
  call.target = "/late";
  CHECK(bot::http_call(call)->body == "late");
  call.address = "127.0.0.1:1";
  CHECK(bot::http_call(call).has_error());
}

TEST_CASE("http: malformed requests are answered and the connection closed", "[net]") {
  TestServer server;
  struct Row {
    std::string bytes;
    int status;
  };
  const std::string start = "POST /hello HTTP/1.1\r\n" + kHost;
  const std::string smuggled = get("/smuggled");
  const std::vector<Row> rows = {
      {start + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + smuggled, 400},
      {start + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nbody" + smuggled, 400},
      {start + "Transfer-Encoding: chunked,identity\r\n\r\n0\r\n\r\n" + smuggled, 400},
      {start + "Content-Length: +4\r\n\r\nbody" + smuggled, 400},
      {start + "Content-Length: -4\r\n\r\nbody" + smuggled, 400},
      {start + "Content-Length: 18446744073709551616\r\n\r\nbody" + smuggled, 400},
      {"GET / HTTP/1.1\n" + kHost + "\n" + smuggled, 400},
      {start + std::string("X: a\0b\r\n\r\n", 10) + smuggled, 400},
      {start + "X: a\r\n folded\r\n\r\n" + smuggled, 400},
      {start + "Content-Length : 4\r\n\r\nbody" + smuggled, 400},
      {start + "Transfer-Encoding: chunked\r\n\r\n4\nbody\r\n0\r\n\r\n" + smuggled, 400},
      {start + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + smuggled, 400},
      {"GET /" + std::string(1'000'000, 'a') + " HTTP/1.1\r\n", 414},
      {start + "X: " + std::string(9000, 'x') + "\r\n\r\n", 431},
      {"GET / HTTP/2.0\r\n\r\n", 505},
      {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03\r\n", 13), 400},
  };
  for (const auto& row : rows) {
    CAPTURE(row.bytes.substr(0, 200));
    RawClient client(server.address);
    client.send(row.bytes);
    CHECK(client.read_response() == row.status);
    CHECK(client.last_head.find("application/problem+json") != std::string::npos);
    CHECK(client.last_head.find("Connection: close") != std::string::npos);
    CHECK(client.read_to_end().empty());
  }
  CHECK(server.counters().protocol_faults == rows.size());
  CHECK(bot::http_call({server.address})->status == 200);
}

TEST_CASE("http: requests on one connection are answered in order", "[net]") {
  TestServer server;
  RawClient client(server.address);
  client.send(get("/late") + post("/hello", "1") + get("/hello") + post("/hello", "2"));
  for (const char* expected : {"late", "POST1", "GET", "POST2"}) {
    REQUIRE(client.read_response() == 200);
    CHECK(client.body == expected);
  }
  client.send("GET / HTTP/1.1\r\n" + kHost + "Connection: close\r\n\r\n" + get("/not-read"));
  CHECK(client.read_response() == 200);
  CHECK(client.read_to_end().empty());
  RawClient half_closed(server.address);
  half_closed.send(get("/late"));
  half_closed.end_sending();
  CHECK(half_closed.read_response() == 200);
}

TEST_CASE("http: a connection serves a bounded number of requests", "[net]") {
  auto options = quick_options();
  options.max_requests = 10;
  TestServer server(options);
  RawClient client(server.address);
  std::string requests;
  for (int i = 0; i < 1000; ++i) requests += get("/hello");
  client.send(requests);
  for (int i = 0; i < 10; ++i) REQUIRE(client.read_response() == 200);
  CHECK(client.last_head.find("Connection: close") != std::string::npos);
  CHECK(client.read_to_end().empty());
  CHECK(server.counters().requests == 10);
}

TEST_CASE("http: bodies hold exactly at their limit", "[net]") {
  TestServer server;
  const auto chunked = [](std::size_t size) {
    char length[20];
    std::snprintf(length, sizeof length, "%zx\r\n", size);
    return "POST /hello HTTP/1.1\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n" + length +
           std::string(size, 'x') + "\r\n0\r\n\r\n";
  };
  const auto status = [&](const std::string& request) {
    RawClient client(server.address);
    client.send(request);
    return client.read_response();
  };
  for (const std::size_t size : {1023U, 1024U}) {
    CHECK(status(post("/hello", std::string(size, 'x'))) == 200);
    CHECK(status(chunked(size)) == 200);
  }
  CHECK(status(post("/hello", std::string(1025, 'x'))) == 413);
  CHECK(status(chunked(1025)) == 413);
}

TEST_CASE("http: a head that does not end gets 408, silence gets nothing", "[net]") {
  auto options = quick_options();
  options.head_timeout = base::Duration(50);
  TestServer server(options);
  RawClient head(server.address);
  head.send("GET / HTTP/1.1\r\nHost:");
  CHECK(head.read_response() == 408);
  CHECK(head.read_to_end().empty());
  RawClient silent(server.address);
  CHECK(silent.read_to_end().empty());
}

TEST_CASE("http: a body that comes too slowly gets 408", "[net]") {
  auto options = quick_options();
  options.body_grace = base::Duration(50);
  TestServer server(options);
  RawClient body(server.address);
  body.send("POST /upload HTTP/1.1\r\n" + kHost + "Content-Length: 1000\r\n\r\n");
  CHECK(body.read_response() == 408);
  CHECK(server.seen.sinks_aborted == 1);
}

TEST_CASE("http: an idle connection is closed", "[net]") {
  auto options = quick_options();
  options.keep_alive = base::Duration(50);
  TestServer server(options);
  RawClient idle(server.address);
  idle.send(get("/hello"));
  CHECK(idle.read_response() == 200);
  CHECK(idle.read_to_end().empty());
}

TEST_CASE("http: a handler that does not answer gets its client 503", "[net]") {
  auto options = quick_options();
  options.reply_timeout = base::Duration(50);
  TestServer server(options);
  RawClient unanswered(server.address);
  unanswered.send(get("/never"));
  CHECK(unanswered.read_response() == 503);
}

TEST_CASE("http: an upload goes to its sink as it comes", "[net]") {
  TestServer server;
  RawClient client(server.address);
  client.send(post("/upload", std::string(999'999, 'u')));
  CHECK(client.read_response() == 201);
  CHECK(server.seen.sink_bytes == 999'999);
  client.send(post("/upload", std::string(1'000'000, 'u')));
  CHECK(client.read_response() == 201);
  CHECK(server.seen.sinks_finished == 2);
  client.send("POST /upload HTTP/1.1\r\n" + kHost + "Content-Length: 1000001\r\n\r\n");
  CHECK(client.read_response() == 413);
  CHECK(eventually([&] { return server.seen.sinks_aborted == 1; }));
  CHECK(server.seen.sink_bytes == 1'999'999);

  RawClient patient(server.address);
  patient.send("POST /upload HTTP/1.1\r\n" + kHost +
               "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  CHECK(patient.read_response() == 100);
  patient.send("12345");
  CHECK(patient.read_response() == 201);

  RawClient refused(server.address);
  refused.send(post("/upload", "!not allowed"));
  CHECK(refused.read_response() == 400);
  CHECK(refused.body.find("\"code\":\"bad_file\"") != std::string::npos);
  RawClient unknown(server.address);
  unknown.send(post("/refused", "body"));
  CHECK(unknown.read_response() == 401);
  CHECK(unknown.read_to_end().empty());
}

TEST_CASE("http: an upload that breaks off is aborted", "[net]") {
  TestServer server;
  {
    RawClient client(server.address);
    client.send("POST /upload HTTP/1.1\r\n" + kHost + "Content-Length: 1000\r\n\r\n" +
                std::string(990, 'u'));
    REQUIRE(eventually([&] { return server.seen.sink_bytes == 990; }));
  }
  CHECK(eventually([&] { return server.seen.sinks_aborted == 1; }));
  CHECK(server.seen.sinks_finished == 0);
}

TEST_CASE("http: a file is sent whole, a missing one is a fault", "[net]") {
  TestServer server;
  const auto path =
      std::filesystem::temp_directory_path() / ("net_test_" + std::to_string(::getpid()) + ".bin");
  std::string content;
  for (int i = 0; i < 3'000'000; ++i) content += static_cast<char>('a' + i % 26);
  std::ofstream(path) << content;
  server.http.file = path.string();
  RawClient client(server.address);
  client.send(get("/file?" + std::to_string(content.size())) + get("/hello"));
  REQUIRE(client.read_response() == 200);
  CHECK(client.body == content);
  CHECK(client.read_response() == 200);
  std::filesystem::remove(path);
  RawClient other(server.address);
  other.send(get("/file?10"));
  CHECK(other.read_response() == 500);
}

TEST_CASE("http: faults of a handler stay in their connection", "[net]") {
  TestServer server;
  RawClient client(server.address);
  client.send(get("/throw"));
  CHECK(client.read_response() == 500);
  CHECK(client.read_to_end().empty());
  RawClient other(server.address);
  other.send(get("/split"));
  CHECK(other.read_response() == 200);
  CHECK(other.last_head.find("\r\nSet-Cookie") == std::string::npos);
}

TEST_CASE("http: a client that resets while its answer is awaited is let go at once", "[net]") {
  TestServer server;
  RawClient client(server.address);
  client.send(get("/never"));
  REQUIRE(eventually([&] { return server.counters().requests == 1; }));
  client.reset();
  CHECK(eventually([&] { return server.counters().connections == 0; }));
}

TEST_CASE("http: connections over the bound are closed at once", "[net]") {
  auto options = quick_options();
  options.max_connections = 3;
  TestServer server(options);
  RawClient first(server.address);
  RawClient second(server.address);
  RawClient third(server.address);
  third.send(get("/hello"));
  CHECK(third.read_response() == 200);
  RawClient fourth(server.address);
  CHECK(fourth.read_to_end().empty());
  CHECK(server.counters().refused == 1);
}
