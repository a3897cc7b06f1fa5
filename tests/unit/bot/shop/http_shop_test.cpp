// A shop that is down, slow or lies: nobody waits longer than one timeout, nobody gets nonsense,
// and the assistant says so and goes on.
#include "bot/shop/http_shop.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "base/json.hpp"
#include "bot/shop/demo_shop_api.hpp"

using bot::HttpShop;
using bot::ShopReply;
using bot::ShopRequest;

namespace {

class TestClock final : public base::Clock {
 public:
  base::Instant now() const override { return now_; }
  base::Instant now_ = *base::from_iso("2026-03-02T10:00:00Z");
};

const bot::DemoShop& demo() {
  static const bot::DemoShop kShop = [] {
    std::ifstream file(BOOMERANG_SOURCE_DIR "/config/demo/shop.yaml");
    base::Faults faults;
    bot::DemoShop shop(std::string(std::istreambuf_iterator<char>(file), {}), "shop.yaml",
                       *base::from_iso("2026-03-02T10:00:00Z"), faults);
    REQUIRE(faults.to_string() == "");
    return shop;
  }();
  return kShop;
}

base::Error down() {
  return {base::Code::unavailable, "shop_unavailable", "no answer in time", ""};
}

// A shop whose answers the test decides, and when they come.
struct Harness {
  enum class Mood { honest, down, broken, lying, silent };

  Harness() : shop(access(), fetch(), clock) {}

  static bot::ShopAccess access() {
    bot::ShopAccess made;
    made.url = "http://shop.test";
    return made;
  }
  bot::ShopFetch fetch() {
    return [this](const ShopRequest& request, const bot::ShopDone& done) {
      ++asked;
      switch (mood) {
        case Mood::honest:
          return done(bot::answer_as_shop(demo(), "", "", request));
        case Mood::down:
          return done(down());
        case Mood::broken:
          return done(ShopReply{500, "<html>oops</html>"});
        case Mood::lying:
          return done(ShopReply{200, R"({"id":"somebody-else","orders":"none"})"});
        case Mood::silent:
          waiting.push_back(
              [request, done] { done(bot::answer_as_shop(demo(), "", "", request)); });
          return;
      }
    };
  }
  // Whether prepare() called back at once.
  bool prepare(std::string_view customer = "anna") {
    bool is_ready = false;
    shop.prepare(customer, [&] { is_ready = true; });
    return is_ready;
  }
  void pass(base::Duration time) { clock.now_ += time; }

  TestClock clock;
  Mood mood = Mood::honest;
  int asked = 0;
  std::vector<std::function<void()>> waiting;
  HttpShop shop;
};

}  // namespace

TEST_CASE("http shop: asked once, answers from memory for a minute", "[bot][shop]") {
  Harness test;
  CHECK(test.asked == 1);  // the shop itself
  CHECK(test.shop.currency() == "RUB");
  CHECK_FALSE(test.shop.is_prepared("anna"));
  CHECK(test.shop.orders_of("anna").error().name == "shop_unavailable");
  CHECK(test.prepare());
  CHECK(test.asked == 2);
  REQUIRE(test.shop.orders_of("anna").has_value());
  CHECK(test.shop.orders_of("anna")->size() == demo().orders_of("anna")->size());
  CHECK(base::to_json(base::Value(test.shop.orders_of("anna")->front())) ==
        base::to_json(base::Value(demo().orders_of("anna")->front())));
  CHECK(test.shop.find_customer("anna")->time_zone == "Asia/Almaty");
  CHECK(test.prepare());
  CHECK(test.asked == 2);
  test.pass(std::chrono::seconds(61));
  CHECK_FALSE(test.shop.is_prepared("anna"));
  CHECK(test.prepare());
  CHECK(test.asked == 3);
}

TEST_CASE("http shop: whom the shop does not know has no orders", "[bot][shop]") {
  Harness test;
  CHECK(test.prepare("nobody"));
  CHECK_FALSE(test.shop.find_customer("nobody").has_value());
  CHECK(test.shop.orders_of("nobody")->empty());
}

TEST_CASE("http shop: what fails is an error, and what was known is used meanwhile",
          "[bot][shop]") {
  for (const auto mood : {Harness::Mood::down, Harness::Mood::broken, Harness::Mood::lying}) {
    Harness test;
    REQUIRE(test.prepare("anna"));
    test.mood = mood;
    test.pass(std::chrono::minutes(2));
    CHECK(test.prepare("anna"));
    CHECK(test.shop.orders_of("anna").has_value());  // two minutes old
    CHECK(test.prepare("boris"));
    CHECK(test.shop.orders_of("boris").error().name == "shop_unavailable");
    CHECK_FALSE(test.shop.find_customer("boris").has_value());
    test.pass(std::chrono::minutes(14));
    CHECK(test.shop.orders_of("anna").error().name == "shop_unavailable");  // too old by now
  }
}

TEST_CASE("http shop: after five failures it is left alone, then tried once", "[bot][shop]") {
  Harness test;
  test.mood = Harness::Mood::down;
  const int before = test.asked;
  for (int at = 0; at < 20; ++at) CHECK(test.prepare("c" + std::to_string(at)));
  CHECK(test.asked - before == HttpShop::kMostFailures);
  CHECK(test.shop.is_resting());
  test.pass(HttpShop::kRest + std::chrono::milliseconds(1));
  CHECK(test.prepare("anna"));
  CHECK(test.prepare("boris"));
  CHECK(test.asked - before == HttpShop::kMostFailures + 1);  // one question tried it
  test.mood = Harness::Mood::honest;
  test.pass(HttpShop::kRest + std::chrono::milliseconds(1));
  CHECK(test.prepare("anna"));
  CHECK_FALSE(test.shop.is_resting());
  CHECK(test.shop.orders_of("anna").has_value());
}

TEST_CASE("http shop: many who wait for one customer ask once", "[bot][shop]") {
  Harness test;
  test.mood = Harness::Mood::silent;
  const int before = test.asked;
  int ready = 0;
  for (int at = 0; at < 10; ++at) test.shop.prepare("anna", [&] { ++ready; });
  CHECK(test.asked - before == 1);
  CHECK(ready == 0);
  CHECK_FALSE(test.shop.is_prepared("anna"));
  test.waiting.front()();
  CHECK(ready == 10);
  CHECK(test.shop.orders_of("anna").has_value());
}

TEST_CASE("http shop: an answer after its end is dropped", "[bot][shop]") {
  TestClock clock;
  std::vector<bot::ShopDone> late;
  {
    HttpShop shop(
        Harness::access(),
        [&](const ShopRequest&, const bot::ShopDone& done) { late.push_back(done); }, clock);
    shop.prepare("anna", [] { FAIL("nobody is there any more"); });
  }
  for (const auto& done : late) done(ShopReply{200, "{}"});
  CHECK(late.size() == 2);
}

TEST_CASE("http shop: memory is bounded", "[bot][shop]") {
  Harness test;
  for (std::size_t at = 0; at < HttpShop::kMaxKnown + 10; ++at) {
    test.prepare("c" + std::to_string(at));
    test.pass(base::Duration(1));
  }
  CHECK(test.shop.is_prepared("c" + std::to_string(HttpShop::kMaxKnown + 9)));
  CHECK(test.shop.orders_of("c0").error().name == "shop_unavailable");  // the oldest went
}

TEST_CASE("http shop: the state of an order comes with the second question", "[bot][shop]") {
  Harness test;
  const HttpShop::Contact anna{"anna@example.org", ""};
  CHECK(test.shop.find_order("1042", anna).error().name == "shop_asked");
  const auto found = test.shop.find_order("1042", anna);
  REQUIRE(found.has_value());
  CHECK(found->text_at("number") == "1042");
  CHECK(test.shop.find_order("1042", {"ben@example.org", ""}).error().name == "shop_asked");
  CHECK(test.shop.find_order("1042", {"ben@example.org", ""}).error().name == "not_found");
}

TEST_CASE("http shop: while an order is asked for it says so, and that it failed afterwards",
          "[bot][shop]") {
  Harness test;
  test.mood = Harness::Mood::silent;
  const HttpShop::Contact anna{"anna@example.org", ""};
  const int before = test.asked;
  CHECK(test.shop.find_order("1042", anna).error().name == "shop_asked");
  CHECK(test.shop.find_order("1042", anna).error().name == "shop_asked");
  CHECK(test.asked == before + 1);  // by one question
  for (const auto& answer : test.waiting) answer();
  CHECK(test.shop.find_order("1042", anna).has_value());
  // That it failed is told once; then it is asked again.
  test.mood = Harness::Mood::down;
  CHECK(test.shop.find_order("1043", anna).error().name == "shop_asked");
  CHECK(test.shop.find_order("1043", anna).error().name == "shop_unavailable");
  CHECK(test.shop.find_order("1043", anna).error().name == "shop_asked");
  // A shop that is left alone is not asked, and nobody waits for it.
  for (int i = 0; i < 5; ++i) static_cast<void>(test.shop.find_order(std::to_string(i), anna));
  CHECK(test.shop.find_order("2000", anna).error().name == "shop_unavailable");
}
