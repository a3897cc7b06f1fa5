// WebSocket over real sockets: the handshake, faults and limits, closing.
#include <catch2/catch.hpp>

#include "bot/net/client.hpp"
#include "raw_client.hpp"
#include "test_server.hpp"

using net_test::client_frame;
using net_test::close_frame;
using net_test::eventually;
using net_test::quick_options;
using net_test::RawClient;
using net_test::TestServer;
using net_test::text_frame;

TEST_CASE("websocket: an independent client speaks with the server", "[net]") {
  TestServer server;
  bot::WebSocketTarget target;
  target.address = server.address;
  target.origin = "https://shop.example";
  auto client = bot::WebSocketClient::connect(target);
  REQUIRE(client.has_value());
  for (const std::size_t size : {0U, 1U, 125U, 126U, 65535U, 65536U}) {
    const std::string text(size, 'x');
    REQUIRE(client->send(text).has_value());
    const auto answer = client->receive(base::Duration(10'000));
    REQUIRE(answer.has_value());
    CHECK(*answer == text);
  }
  CHECK_FALSE(client->receive(base::Duration(1)).value().has_value());
  REQUIRE(client->send("close").has_value());
  CHECK(*client->receive(base::Duration(10'000)) == "last words");
  CHECK(client->receive(base::Duration(10'000)).has_error());
  REQUIRE(client->closed());
  CHECK(client->closed()->code == 4401);
  CHECK(client->closed()->reason == "who are you");
  CHECK(eventually([&] { return server.seen.closed == 1; }));
}

TEST_CASE("websocket: a client that closes gets its code back", "[net]") {
  TestServer server;
  bot::WebSocketTarget target;
  target.address = server.address;
  auto client = bot::WebSocketClient::connect(target);
  REQUIRE(client.has_value());
  client->close(1000);
  CHECK(client->closed()->code == 1000);
  RawClient raw(server.address);
  REQUIRE(raw.open_websocket() == 101);
  raw.send(close_frame(3001, "done"));
  CHECK(raw.read_close() == "close 3001");
  CHECK(eventually([&] { return server.seen.closed == 2; }));
  CHECK(eventually([&] { return server.counters().connections == 0; }));
}

TEST_CASE("websocket: the handshake refuses what is not allowed", "[net]") {
  TestServer server;
  const auto answer = [&](const std::string& request) {
    RawClient client(server.address);
    client.send(request);
    return client.read_response();
  };
  const std::string start = "GET /v1/chat HTTP/1.1\r\nHost: a\r\n";
  const std::string upgrade = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const std::string version = "Sec-WebSocket-Version: 13\r\n";
  const std::string protocol = "Sec-WebSocket-Protocol: other, boomerang.v1\r\n";
  CHECK(answer(start + upgrade + key + version + protocol + "\r\n") == 101);
  CHECK(answer(start + key + version + protocol + "\r\n") == 426);
  CHECK(answer(start + upgrade + version + protocol + "\r\n") == 400);
  CHECK(answer(start + upgrade + key + key + version + protocol + "\r\n") == 400);
  CHECK(answer(start + upgrade + key + "Sec-WebSocket-Version: 8\r\n" + protocol + "\r\n") == 426);
  CHECK(answer(start + upgrade + key + version + "\r\n") == 400);
  CHECK(answer(start + upgrade + key + version + "Sec-WebSocket-Protocol: other\r\n\r\n") == 400);
  CHECK(answer(start + upgrade + key + version + protocol +
               "Origin: https://evil.example\r\n\r\n") == 403);
  CHECK(answer("GET /other HTTP/1.1\r\nHost: a\r\n" + upgrade + key + version + "\r\n") == 200);

  RawClient client(server.address);
  REQUIRE(client.open_websocket("Sec-WebSocket-Extensions: permessage-deflate\r\n") == 101);
  CHECK(client.last_head.find("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n") !=
        std::string::npos);
  CHECK(client.last_head.find("Sec-WebSocket-Protocol: boomerang.v1\r\n") != std::string::npos);
  CHECK(client.last_head.find("xtensions") == std::string::npos);
}

TEST_CASE("websocket: frames sent without waiting for the answer are read", "[net]") {
  TestServer server;
  RawClient client(server.address);
  client.send(
      "GET /v1/chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
      "Sec-WebSocket-Protocol: boomerang.v1\r\n\r\n" +
      text_frame("early") + text_frame("bird").substr(0, 3));
  CHECK(client.read_response() == 101);
  CHECK(client.read_frame() == "text early");
  client.send(text_frame("bird").substr(3));
  CHECK(client.read_frame() == "text bird");
}

TEST_CASE("websocket: each fault closes with its code, and others do not notice", "[net]") {
  TestServer server;
  RawClient bystander(server.address);
  REQUIRE(bystander.open_websocket() == 101);
  struct Row {
    std::string bytes;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {std::string("\x81\x01x", 3), "close 1002"},
      {client_frame(0xC1, "x"), "close 1002"},
      {client_frame(0x83, "x"), "close 1002"},
      {client_frame(0x81, "", 1ULL << 63U), "close 1002"},
      {client_frame(0x89, std::string(126, 'p')), "close 1002"},
      {client_frame(0x09, "p"), "close 1002"},
      {client_frame(0x80, "x"), "close 1002"},
      {client_frame(0x01, "x") + text_frame("x"), "close 1002"},
      {text_frame("\xED\xA0\x80"), "close 1007"},
      {client_frame(0x01, "\xED\xA0"), "close 1007"},
      {client_frame(0x88, "\x03"), "close 1002"},
      {close_frame(1005), "close 1002"},
      {text_frame(std::string(65537, 'x')), "close 1009"},
      {client_frame(0x81, "0123456789", 1ULL << 40U), "close 1009"},
      {client_frame(0x82, "x"), "close 1003"},
      {text_frame("throw"), "close 1011"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.expected);
    RawClient client(server.address);
    REQUIRE(client.open_websocket() == 101);
    client.send(row.bytes);
    CHECK(client.read_close() == row.expected);
    bystander.send_text("still here");
    CHECK(bystander.read_frame() == "text still here");
  }
  RawClient endless(server.address);
  REQUIRE(endless.open_websocket() == 101);
  endless.send(client_frame(0x01, ""));
  std::string continuations;
  for (int i = 0; i < 1000; ++i) continuations += client_frame(0x00, "");
  while (endless.send(continuations)) {
    if (server.counters().protocol_faults >= rows.size()) break;
  }
  CHECK(endless.read_close() == "close 1008");
  CHECK(eventually([&] { return server.seen.closed == static_cast<int>(rows.size()) + 1; }));
}

TEST_CASE("websocket: frames of one task leave in one write", "[net]") {
  TestServer server;
  RawClient client(server.address);
  REQUIRE(client.open_websocket() == 101);
  const auto before = server.counters().socket_writes;
  client.send_text("three");
  CHECK(client.read_frame() == "text one");
  CHECK(client.read_frame() == "text two");
  CHECK(client.read_frame() == "text three");
  CHECK(server.counters().socket_writes == before + 1);
}

TEST_CASE("websocket: a slow reader is closed 4408, the others are served", "[net]") {
  auto options = quick_options();
  options.close_timeout = base::Duration(60'000);
  TestServer server(options);
  RawClient slow(server.address, 4096);
  RawClient quick(server.address);
  REQUIRE(slow.open_websocket() == 101);
  REQUIRE(quick.open_websocket() == 101);
  while (server.counters().closed_too_slow == 0) {
    REQUIRE(slow.send(text_frame("flood 250")));
    quick.send_text("ping pong");
    REQUIRE(quick.read_frame() == "text ping pong");
  }
  // It still learns why, once it reads.
  CHECK(slow.read_close() == "close 4408");
  CHECK(eventually([&] { return server.seen.closed == 1; }));
  quick.send_text("done");
  CHECK(quick.read_frame() == "text done");
}

TEST_CASE("websocket: many frames at once are no fault of a client that reads", "[net]") {
  TestServer server;
  RawClient client(server.address);
  REQUIRE(client.open_websocket() == 101);
  client.send_text("small flood 5000");
  for (int i = 0; i < 5000; ++i) REQUIRE(client.read_frame() == "text s");
  CHECK(server.counters().closed_too_slow == 0);
}

TEST_CASE("websocket: a slow reader is closed for few large frames and for many small ones",
          "[net]") {
  auto options = quick_options();
  options.max_queue_frames = 10;
  options.close_timeout = base::Duration(60'000);
  TestServer server(options);
  RawClient few(server.address, 4096);
  RawClient many(server.address, 4096);
  REQUIRE(few.open_websocket() == 101);
  REQUIRE(many.open_websocket() == 101);
  while (server.counters().closed_too_slow == 0) REQUIRE(few.send(text_frame("flood 10")));
  CHECK(few.read_close() == "close 4408");
  while (server.counters().closed_too_slow == 1) REQUIRE(many.send(text_frame("small flood 500")));
  CHECK(many.read_close() == "close 4408");
}

TEST_CASE("websocket: pings are answered, a flood of them is not", "[net]") {
  TestServer server;
  RawClient client(server.address);
  REQUIRE(client.open_websocket() == 101);
  client.send(client_frame(0x89, "are you there"));
  CHECK(client.read_frame() == "pong are you there");
  std::string flood;
  for (int i = 0; i < 10'000; ++i) flood += client_frame(0x89, "x");
  client.send(flood);
  CHECK(client.read_close() == "close 1008");
}

TEST_CASE("websocket: a client that says nothing is closed 4400", "[net]") {
  auto options = quick_options();
  options.first_frame_timeout = base::Duration(50);
  TestServer server(options);
  RawClient silent(server.address);
  REQUIRE(silent.open_websocket() == 101);
  CHECK(silent.read_close() == "close 4400");
}

TEST_CASE("websocket: a message that does not end is closed 1008", "[net]") {
  auto options = quick_options();
  options.message_timeout = base::Duration(50);
  TestServer server(options);
  RawClient dribbling(server.address);
  REQUIRE(dribbling.open_websocket() == 101);
  dribbling.send_text("hello");
  CHECK(dribbling.read_frame() == "text hello");
  dribbling.send(client_frame(0x01, "begun"));
  CHECK(dribbling.read_close() == "close 1008");
}

TEST_CASE("websocket: a dead client is let go, a silent one that answers pings is kept", "[net]") {
  auto options = quick_options();
  options.ping_after = base::Duration(500);
  TestServer server(options);
  RawClient dead(server.address);
  RawClient alive(server.address);
  REQUIRE(dead.open_websocket() == 101);
  REQUIRE(alive.open_websocket() == 101);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(alive.read_frame() == "ping");
    alive.send(client_frame(0x8A, ""));
  }
  CHECK(dead.read_frame() == "ping");
  CHECK(dead.read_frame() == "end");
}

TEST_CASE("websocket: a lost client is told to its handler", "[net]") {
  TestServer server;
  {
    RawClient client(server.address);
    REQUIRE(client.open_websocket() == 101);
  }
  CHECK(eventually([&] { return server.seen.closed == 1; }));
  CHECK(eventually([&] { return server.counters().connections == 0; }));
  CHECK(server.counters().websockets == 0);
}

TEST_CASE("websocket: a handler may close and send in any order", "[net]") {
  TestServer server;
  RawClient client(server.address);
  REQUIRE(client.open_websocket() == 101);
  client.send(text_frame("close") + text_frame("close"));
  CHECK(client.read_frame() == "text last words");
  CHECK(client.read_frame() == "close 4401");
  CHECK(client.read_frame() == "end");
  CHECK(eventually([&] { return server.seen.closed == 1; }));
}

TEST_CASE("websocket: a draining server closes 1012 and takes nobody new", "[net]") {
  TestServer server;
  RawClient client(server.address);
  RawClient late(server.address);
  REQUIRE(client.open_websocket() == 101);
  std::promise<void> drained;
  server.on_loop([&] {
    server.server().drain(bot::CloseCode::restarting, R"({"retry_after_ms":1000})",
                          base::Duration(10'000), [&] { drained.set_value(); });
  });
  CHECK(client.read_frame() == "close 1012");
  client.send(close_frame(1012));
  CHECK(client.read_frame() == "end");
  client.end_sending();
  CHECK_THROWS(RawClient(server.address));
  late.end_sending();
  drained.get_future().wait();
  CHECK(server.counters().connections == 0);
  CHECK(server.seen.closed == 1);
}

TEST_CASE("websocket: the end of the server tells every handler", "[net]") {
  auto server = std::make_unique<TestServer>();
  RawClient client(server->address);
  REQUIRE(client.open_websocket() == 101);
  auto& seen = server->seen;
  server->on_loop([&] {});
  REQUIRE(seen.opened == 1);
  server.reset();
  CHECK(client.read_frame() == "end");
}
