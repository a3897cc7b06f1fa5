#include "bot/net/request_head.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "bot/net/body_reader.hpp"
#include "bot/net/handshake.hpp"

namespace {

// "ok", "more", or the status of the fault.
std::string outcome(const std::string& bytes, const bot::HeadLimits& limits = {}) {
  // Piece by piece the answer must be the same.
  bot::HeadReader reader(limits);
  for (std::size_t size = 1; size <= bytes.size(); ++size) {
    const auto end = reader.find_end(std::string_view(bytes).substr(0, size));
    if (const auto* fault = std::get_if<bot::HeadFault>(&end)) return std::to_string(fault->status);
    if (const auto* head_size = std::get_if<std::size_t>(&end)) {
      bot::HeadReader at_once(limits);
      const auto whole = at_once.find_end(bytes);
      REQUIRE(std::get<std::size_t>(whole) == *head_size);
      const auto head = bot::parse_head(std::string_view(bytes).substr(0, *head_size), limits);
      if (const auto* fault = std::get_if<bot::HeadFault>(&head)) {
        return std::to_string(fault->status);
      }
      return "ok";
    }
  }
  return "more";
}

bot::RequestHead parsed(const std::string& bytes) {
  return std::get<bot::RequestHead>(bot::parse_head(bytes, {}));
}

const std::string kHost = "Host: shop.example\r\n";

}  // namespace

TEST_CASE("request head: what could be read in two ways is refused", "[net]") {
  struct Row {
    std::string bytes;
    std::string expected;
  };
  const std::string get = "GET / HTTP/1.1\r\n";
  const std::string post = "POST / HTTP/1.1\r\n" + kHost;
  const std::vector<Row> rows = {
      {get + kHost + "\r\n", "ok"},
      {get + kHost, "more"},
      {get + kHost + "\r", "more"},
      {"", "more"},
      // Framing
      {post + "Content-Length: 5\r\n\r\n", "ok"},
      {post + "Transfer-Encoding: chunked\r\n\r\n", "ok"},
      {post + "Transfer-Encoding: Chunked\r\n\r\n", "ok"},
      {post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", "400"},
      {post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n", "400"},
      {post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\n", "400"},
      {post + "Content-Length: 5, 5\r\n\r\n", "400"},
      {post + "Content-Length: +5\r\n\r\n", "400"},
      {post + "Content-Length: -5\r\n\r\n", "400"},
      {post + "Content-Length: 5 5\r\n\r\n", "400"},
      {post + "Content-Length: 0x5\r\n\r\n", "400"},
      {post + "Content-Length: \r\n\r\n", "400"},
      {post + "Content-Length: 18446744073709551616\r\n\r\n", "400"},
      {post + "Content-Length: 9223372036854775808\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked,identity\r\n\r\n", "400"},
      {post + "Transfer-Encoding: identity\r\n\r\n", "400"},
      {post + "Transfer-Encoding: gzip, chunked\r\n\r\n", "400"},
      {post + "Transfer-Encoding: xchunked\r\n\r\n", "400"},
      {post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "400"},
      {"POST / HTTP/1.0\r\n" + kHost + "Transfer-Encoding: chunked\r\n\r\n", "400"},
      // Lines
      {"GET / HTTP/1.1\n" + kHost + "\r\n", "400"},
      {get + "Host: a\n\r\n", "400"},
      {get + kHost + "\n", "400"},
      {"\r\n" + get + kHost + "\r\n", "400"},
      {get + kHost + "X: a\rb\r\n\r\n", "400"},
      {get + kHost + "X: a\r\n folded\r\n\r\n", "400"},
      {get + " X: a\r\n" + kHost + "\r\n", "400"},
      {get + kHost + "X : a\r\n\r\n", "400"},
      {get + kHost + "X\r\n\r\n", "400"},
      {get + kHost + ": a\r\n\r\n", "400"},
      {get + kHost + "X(: a\r\n\r\n", "400"},
      {get + kHost + std::string("X: a\0b\r\n\r\n", 10), "400"},
      {get + kHost + "X: a\x7F\r\n\r\n", "400"},
      {get + kHost + "X: \xC3\xA9\r\n\r\n", "ok"},
      // Request line
      {"GET /\r\n" + kHost + "\r\n", "400"},
      {"GET  / HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET / HTTP/1.1 \r\n" + kHost + "\r\n", "400"},
      {" GET / HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"G(T / HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET http://shop.example/ HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET * HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET /a\x01 HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET /\xC3\xA9 HTTP/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET / HTTP/2.0\r\n" + kHost + "\r\n", "505"},
      {"GET / HTTP/1.1x\r\n" + kHost + "\r\n", "400"},
      {"GET / http/1.1\r\n" + kHost + "\r\n", "400"},
      {"GET / HTTP/1.0\r\n\r\n", "ok"},
      // Host
      {get + "\r\n", "400"},
      {get + kHost + kHost + "\r\n", "400"},
      {get + kHost + "Expect: 100-continue\r\n\r\n", "ok"},
      {get + kHost + "Expect: coffee\r\n\r\n", "417"},
      {get + kHost + "Sec-WebSocket-Key: a\r\nSec-WebSocket-Key: b\r\n\r\n", "400"},
      {get + kHost + "Origin: a\r\nOrigin: b\r\n\r\n", "400"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.bytes);
    CHECK(outcome(row.bytes) == row.expected);
  }
}

TEST_CASE("request head: sizes hold exactly at their limits", "[net]") {
  const std::string start = "GET / HTTP/1.1\r\n" + kHost;
  const auto head_of = [&](std::size_t bytes) {
    return start + "X: " + std::string(bytes - start.size() - 7, 'x') + "\r\n\r\n";
  };
  REQUIRE(head_of(8192).size() == 8192);
  CHECK(outcome(head_of(8191)) == "ok");
  CHECK(outcome(head_of(8192)) == "ok");
  CHECK(outcome(head_of(8193)) == "431");

  const auto with_target = [](std::size_t bytes) {
    return "GET /" + std::string(bytes - 1, 'a') + " HTTP/1.1\r\n" + kHost + "\r\n";
  };
  CHECK(outcome(with_target(4095)) == "ok");
  CHECK(outcome(with_target(4096)) == "ok");
  CHECK(outcome(with_target(4097)) == "414");
  CHECK(outcome("GET /" + std::string(1'000'000, 'a')) == "414");

  const auto with_headers = [](std::size_t count) {
    std::string head = "GET / HTTP/1.1\r\n" + kHost;
    for (std::size_t i = 1; i < count; ++i) head += "A: b\r\n";
    return head + "\r\n";
  };
  CHECK(outcome(with_headers(63)) == "ok");
  CHECK(outcome(with_headers(64)) == "ok");
  CHECK(outcome(with_headers(65)) == "431");
  CHECK(outcome(with_headers(10'000)) == "431");
}

TEST_CASE("request head: target, headers and connection are read", "[net]") {
  const auto head = parsed(
      "GET /v1/cases?after=10&state=a%20b&bad=%zz&flag HTTP/1.1\r\nHost: a\r\nX-One:  two \t\r\n"
      "\r\n");
  CHECK(head.request.path == "/v1/cases");
  CHECK(head.request.header("x-one") == "two");
  CHECK_FALSE(head.request.header("x-two"));
  CHECK(head.request.query_parameter("after") == "10");
  CHECK(head.request.query_parameter("state") == "a b");
  CHECK_FALSE(head.request.query_parameter("bad"));
  CHECK(head.request.query_parameter("flag") == "");
  CHECK_FALSE(head.request.query_parameter("none"));
  CHECK(head.keep_alive);
  CHECK_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n").keep_alive);
  CHECK_FALSE(parsed("GET / HTTP/1.0\r\n\r\n").keep_alive);
  CHECK(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

TEST_CASE("handshake: key, version and method are checked", "[net]") {
  const auto answer = [](const std::string& head) {
    const auto result = bot::check_handshake(parsed(head));
    if (const auto* accept = std::get_if<std::string>(&result)) return *accept;
    return std::to_string(std::get<bot::HttpResponse>(result).status);
  };
  const std::string start =
      " / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  const std::string key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  const std::string version = "Sec-WebSocket-Version: 13\r\n";
  // The example of RFC 6455, section 1.3.
  CHECK(answer("GET" + start + key + version + "\r\n") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(answer("POST" + start + key + version + "\r\n") == "400");
  CHECK(answer("GET" + start + key + version + "Content-Length: 1\r\n\r\n") == "400");
  CHECK(answer("GET" + start + key + "\r\n") == "426");
  CHECK(answer("GET" + start + key + "Sec-WebSocket-Version: 8\r\n\r\n") == "426");
  CHECK(answer("GET" + start + version + "\r\n") == "400");
  CHECK(answer("GET" + start + version + "Sec-WebSocket-Key: c2hvcnQ=\r\n\r\n") == "400");
  CHECK(answer("GET" + start + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZ!==\r\n\r\n") ==
        "400");
}

namespace {

// The body that the bytes hold, "more" when it is not all there, or the status of the fault.
std::string read_body(const std::string& head, const std::string& bytes, std::size_t piece_size,
                      std::uint64_t max_bytes = 100) {
  bot::BodyReader reader(parsed("POST / HTTP/1.1\r\nHost: a\r\n" + head + "\r\n"), max_bytes);
  std::string received;
  std::string body;
  std::size_t at = 0;
  while (!reader.is_complete()) {
    const auto read = reader.read(received);
    if (const auto* fault = std::get_if<bot::HeadFault>(&read)) {
      return std::to_string(fault->status);
    }
    const auto& piece = std::get<bot::BodyReader::Piece>(read);
    body += piece.body;
    const bool is_stuck = piece.consumed == 0;
    received.erase(0, piece.consumed);
    if (!is_stuck) continue;
    if (at == bytes.size()) return "more";
    received += bytes.substr(at, piece_size);
    at = std::min(bytes.size(), at + piece_size);
  }
  return body + "|" + received + bytes.substr(at);
}

}  // namespace

TEST_CASE("body: sizes and chunks are read strictly, in pieces of any size", "[net]") {
  const std::string chunked = "Transfer-Encoding: chunked\r\n";
  struct Row {
    std::string head;
    std::string bytes;
    std::string expected;
  };
  const std::vector<Row> rows = {
      {"Content-Length: 5\r\n", "helloGET", "hello|GET"},
      {"Content-Length: 5\r\n", "hell", "more"},
      {"Content-Length: 0\r\n", "GET", "|GET"},
      {chunked, "5\r\nhello\r\n0\r\n\r\nGET", "hello|GET"},
      {chunked, "2\r\nhe\r\n3;name=value\r\nllo\r\n0\r\n\r\n", "hello|"},
      {chunked, "A\r\n0123456789\r\n0\r\n\r\n", "0123456789|"},
      {chunked, "0\r\nTrailer: x\r\n\r\n", "|"},
      {chunked, "0\r\n\r", "more"},
      {chunked, "5\nhello\r\n0\r\n\r\n", "400"},
      {chunked, "5\r\nhelloX\r\n0\r\n\r\n", "400"},
      {chunked, "5\r\nhello\n0\r\n\r\n", "400"},
      {chunked, "5;a=\rb\r\nhello\r\n0\r\n\r\n", "400"},
      {chunked, "\r\nhello", "400"},
      {chunked, "0x5\r\nhello", "400"},
      {chunked, "+5\r\nhello", "400"},
      {chunked, "-1\r\nhello", "400"},
      {chunked, " 5\r\nhello", "400"},
      {chunked, "5 \r\nhello", "400"},
      {chunked, "10000000000000000\r\nhello", "400"},
      {chunked, std::string(300, '0'), "400"},
      {chunked, "64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n", std::string(100, 'x') + "|"},
      {chunked, "65\r\n", "413"},
      {chunked, "64\r\n" + std::string(100, 'x') + "\r\n1\r\n", "413"},
      {chunked, "0\r\n" + std::string(2000, 'x') + "\r\n\r\n", "400"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.bytes);
    // A fault may show before the rest has come, never something else.
    CHECK(read_body(row.head, row.bytes, 1) == row.expected);
    CHECK(read_body(row.head, row.bytes, 7) == row.expected);
    CHECK(read_body(row.head, row.bytes, 100'000) == row.expected);
  }
}
