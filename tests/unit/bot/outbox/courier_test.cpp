// libcurl as the house uses it, against a web server that fails, hangs and lies.

#include <catch2/catch.hpp>
#include <functional>
#include <mutex>

#include "bot/net/curl_courier.hpp"
#include "tests/support/raw_receiver.hpp"
#include "waiting_loop.hpp"

using namespace bot;  // NOLINT: a test file

namespace {

class Route {
 public:
  Receipt send(Parcel parcel) {
    std::optional<Receipt> receipt;
    courier_.send(std::move(parcel), [&](Receipt got) { receipt = std::move(got); });
    REQUIRE_FALSE(receipt);
    REQUIRE(loop.run_until([&] { return receipt.has_value(); }));
    return *receipt;
  }
  Receipt post(const std::string& url, bool allows_inside = true,
               base::Duration timeout = std::chrono::seconds(20)) {
    Parcel parcel;
    parcel.content = HttpParcel{url, {{"webhook-id", "msg_1"}}, R"({"a":1})"};
    parcel.allows_inside = allows_inside;
    parcel.timeout = timeout;
    return send(std::move(parcel));
  }

  tests::WaitingLoop loop;

 private:
  CurlCourier courier_{loop};
};

// What the receiver does next and what it has seen; its threads and the test share it.
class Script {
 public:
  void answer_with(tests::RawAnswer answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
    calls_ = 0;
  }
  tests::RawAnswer operator()(const tests::RawRequest& request) {
    const std::lock_guard lock(mutex_);
    seen_ = request;
    ++calls_;
    return answer_;
  }
  tests::RawRequest seen() {
    const std::lock_guard lock(mutex_);
    return seen_;
  }
  int calls() {
    const std::lock_guard lock(mutex_);
    return calls_;
  }

 private:
  std::mutex mutex_;
  tests::RawAnswer answer_;
  tests::RawRequest seen_;
  int calls_ = 0;
};

tests::RawAnswer plain(const std::string& status, const std::string& body = "") {
  return {"HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
              "\r\nConnection: close\r\n\r\n" + body,
          false};
}

}  // namespace

TEST_CASE("courier: a request arrives as it was given", "[net]") {
  Script script;
  script.answer_with(plain("204 No Content"));
  tests::RawReceiver receiver(std::ref(script));
  Route route;
  const auto receipt = route.post(receiver.url("/hooks?a=1"));
  INFO(receipt.problem);
  CHECK(receipt.has_arrived);
  CHECK(receipt.status == 204);
  const auto seen = script.seen();
  CHECK(seen.head.starts_with("POST /hooks?a=1 HTTP/1.1\r\n"));
  CHECK(seen.header("webhook-id") == "msg_1");
  CHECK(seen.header("Expect").empty());
  CHECK(seen.body == R"({"a":1})");
}

TEST_CASE("courier: what is no 2xx has not arrived, and redirects are not followed", "[net]") {
  Script script;
  tests::RawReceiver receiver(std::ref(script));
  Route route;
  for (const char* status : {"500 No", "404 No", "301 Moved", "302 Found", "307 Go", "304 Same"}) {
    script.answer_with({"HTTP/1.1 " + std::string(status) + "\r\nLocation: " +
                            receiver.url("/else") + "\r\nContent-Length: 0\r\n\r\n",
                        false});
    const auto receipt = route.post(receiver.url());
    INFO(status);
    CHECK_FALSE(receipt.has_arrived);
    CHECK(receipt.status == std::stoi(status));
    CHECK(script.calls() == 1);
  }
  script.answer_with({"HTTP/1.1 429 No\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n", false});
  CHECK(route.post(receiver.url()).retry_after == std::chrono::seconds(120));
  script.answer_with(
      {"HTTP/1.1 503 No\r\nRetry-After: 999999999\r\nContent-Length: 0\r\n\r\n", false});
  CHECK(route.post(receiver.url()).retry_after == std::chrono::hours(1));
}

TEST_CASE("courier: an answer that is cut off, endless or none has not arrived", "[net]") {
  Script script;
  tests::RawReceiver receiver(std::ref(script));
  Route route;
  for (const std::string& bytes :
       {std::string(), std::string("nonsense\r\n\r\n"),
        std::string("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"),
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + std::string(200'000, 'x')}) {
    script.answer_with({bytes, false});
    const auto receipt = route.post(receiver.url());
    INFO(bytes.substr(0, 60));
    CHECK_FALSE(receipt.has_arrived);
    CHECK_FALSE(receipt.problem.empty());
  }
}

TEST_CASE("courier: one that hangs ends at its time and delays nobody", "[net]") {
  tests::RawReceiver receiver([&](const tests::RawRequest& request) {
    const bool hangs = request.head.starts_with("POST /hang");
    return hangs ? tests::RawAnswer{"HTTP/1.1 200 OK\r\n", true} : plain("200 OK");
  });
  tests::WaitingLoop loop;
  CurlCourier courier(loop);
  int hung = 0;
  int arrived = 0;
  for (int i = 0; i < 6; ++i) {
    Parcel parcel;
    parcel.content = HttpParcel{receiver.url("/hang"), {}, "{}"};
    parcel.allows_inside = true;
    parcel.timeout = std::chrono::milliseconds(1'500);
    courier.send(parcel, [&](const Receipt& receipt) {
      CHECK_FALSE(receipt.has_arrived);
      ++hung;
    });
    parcel.content = HttpParcel{receiver.url("/well"), {}, "{}"};
    parcel.timeout = std::chrono::seconds(20);
    courier.send(parcel, [&](const Receipt& receipt) {
      CHECK(receipt.has_arrived);
      ++arrived;
    });
  }
  REQUIRE(loop.run_until([&] { return arrived == 6; }));
  REQUIRE(loop.run_until([&] { return hung == 6; }));
}

// reliability.md, "Outgoing webhooks": the address is looked at when the connection is made.
TEST_CASE("courier: the inside is reached only where the settings allow it", "[net]") {
  Script script;
  script.answer_with(plain("200 OK"));
  tests::RawReceiver receiver(std::ref(script));
  Route route;
  const std::string port = ":" + std::to_string(receiver.port()) + "/";
  for (const char* host :
       {"https://127.0.0.1", "https://localhost", "https://2130706433", "https://0x7f.1",
        "https://127.1", "https://[::ffff:127.0.0.1]", "https://0.0.0.0"}) {
    const auto receipt = route.post(host + port, false);
    INFO(host << ": " << receipt.problem);
    CHECK_FALSE(receipt.has_arrived);
    CHECK(receipt.problem.find("of this machine or its network") != std::string::npos);
  }
  for (const char* url :
       {"http://1.1.1.1/", "file:///etc/passwd", "gopher://1.1.1.1/", "ftp://x/"}) {
    const auto receipt = route.post(url, false);
    INFO(url);
    CHECK_FALSE(receipt.has_arrived);
    CHECK(receipt.status == 0);
  }
  CHECK(script.calls() == 0);
  CHECK(route.post(receiver.url()).has_arrived);
}

TEST_CASE("courier: nobody listens", "[net]") {
  std::uint16_t port = 0;
  {
    tests::RawReceiver gone([](const tests::RawRequest&) { return plain("200 OK"); });
    port = gone.port();
  }
  Route route;
  const auto receipt = route.post("http://127.0.0.1:" + std::to_string(port) + "/");
  CHECK_FALSE(receipt.has_arrived);
  CHECK_FALSE(receipt.problem.empty());
}
