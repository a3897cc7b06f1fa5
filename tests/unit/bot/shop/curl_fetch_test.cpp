// The real client over a real socket: what is honest arrives, what is not costs at most the
// timeout.
#include <catch2/catch.hpp>
#include <thread>

#include "bot/net/server.hpp"
#include "bot/shop/shop_answer.hpp"
#include "bot/shop/shop_fetch.hpp"

namespace {

// A shop on a port of its own, in a thread of its own.
class Shop final : public bot::HttpHandler {
 public:
  Shop() : server_(loop_) {
    const auto bound = server_.listen("127.0.0.1:0", *this);
    if (!bound) throw std::runtime_error(bound.error().detail);
    access.url = "http://" + *bound + "/base/";
    access.key = bot::Secret(std::string("the-key"));
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~Shop() override {
    loop_.stop();
    thread_.join();
  }

  void serve(bot::HttpRequest& request, bot::HttpReply reply) override {
    if (request.path == "/base/slow") return late_.push_back(reply);  // never answered
    if (request.path == "/base/huge") {
      return reply(
          bot::text_response(200, "application/json", std::string(bot::kMaxShopAnswer + 1, ' ')));
    }
    if (request.path == "/base/elsewhere") {
      auto answer = bot::text_response(302, "text/plain", "");
      answer.headers.push_back({"Location", "/base/echo"});
      return reply(std::move(answer));
    }
    reply(bot::text_response(200, "application/json",
                             request.method + " " + request.path + " " +
                                 std::string(request.header("Authorization").value_or("")) + " " +
                                 request.body));
  }

  bot::ShopAccess access;

 private:
  bot::AsioLoop loop_;
  bot::Server server_;
  std::vector<bot::HttpReply> late_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("curl fetch: sends method, path, key and body", "[net][shop]") {
  Shop shop;
  const auto got = bot::ask_shop_now(shop.access, {"GET", "/echo", ""});
  REQUIRE(got.has_value());
  CHECK(got->status == 200);
  CHECK(got->body == "GET /base/echo Bearer the-key ");
  const auto posted = bot::ask_shop_now(shop.access, {"POST", "/echo", R"({"a":1})"});
  REQUIRE(posted.has_value());
  CHECK(posted->body == R"(POST /base/echo Bearer the-key {"a":1})");
}

TEST_CASE("curl fetch: slow, huge, elsewhere and down", "[net][shop]") {
  Shop shop;
  shop.access.timeout = base::Duration(200);
  CHECK(bot::ask_shop_now(shop.access, {"GET", "/slow", ""}).error().name == "shop_unavailable");
  shop.access.timeout = std::chrono::seconds(10);
  CHECK(bot::ask_shop_now(shop.access, {"GET", "/huge", ""}).error().name == "shop_unavailable");
  CHECK(bot::ask_shop_now(shop.access, {"GET", "/elsewhere", ""})->status == 302);
  bot::ShopAccess nobody = shop.access;
  nobody.url = "http://127.0.0.1:1";
  CHECK(bot::ask_shop_now(nobody, {"GET", "/echo", ""}).error().name == "shop_unavailable");
  nobody.url = "file:///etc";
  CHECK(bot::ask_shop_now(nobody, {"GET", "/passwd", ""}).error().name == "shop_unavailable");
}
