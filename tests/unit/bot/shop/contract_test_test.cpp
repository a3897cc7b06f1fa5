// The contract test itself: it passes an honest shop and names the rule that each dishonest one
// breaks.
#include "bot/shop/contract_test.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "bot/shop/demo_shop_api.hpp"

using bot::ShopAccess;
using bot::ShopReply;
using bot::ShopRequest;

namespace {

const std::string kKey = "a-key-that-is-long-enough-for-a-test";

bot::DemoShop demo() {
  std::ifstream file(BOOMERANG_SOURCE_DIR "/config/demo/shop.yaml");
  base::Faults faults;
  return bot::DemoShop(std::string(std::istreambuf_iterator<char>(file), {}), "shop.yaml",
                       *base::from_iso("2026-03-02T10:00:00Z"), faults);
}

base::Result<ShopReply> honest(const ShopAccess& access, const ShopRequest& request) {
  static const bot::DemoShop kShop = demo();
  return bot::answer_as_shop(kShop, kKey, "Bearer " + std::string(access.key.reveal()), request);
}

// The names of the rules that this shop breaks, in order.
std::string broken(const bot::AskShop& ask) {
  ShopAccess access;
  access.key = bot::Secret(kKey);
  std::string names;
  for (const auto& one : bot::test_contract(access, {"anna", "1042", "anna@example.org"}, ask)) {
    if (!one.is_kept && !one.is_skipped) names += (names.empty() ? "" : " ") + one.rule;
  }
  return names;
}

// An honest shop but for one address, whose answer is changed.
bot::AskShop lying_at(std::string method, std::string start, ShopReply lie) {
  return [=](const ShopAccess& access, const ShopRequest& request) -> base::Result<ShopReply> {
    if (request.method == method && request.path.starts_with(start)) return lie;
    return honest(access, request);
  };
}

}  // namespace

TEST_CASE("contract: the demo shop keeps every rule", "[bot][shop]") {
  CHECK(broken(honest) == "");
  ShopAccess access;
  access.key = bot::Secret(kKey);
  const auto results = bot::test_contract(access, {"anna", "1042", "anna@example.org"}, honest);
  CHECK(
      std::none_of(results.begin(), results.end(), [](const auto& one) { return one.is_skipped; }));
  CHECK(results.size() == 11);
}

TEST_CASE("contract: each broken rule is named", "[bot][shop]") {
  CHECK(broken(lying_at("GET", "/v1/shop", {200, R"({"name":"x","currency":"?"})"})) ==
        "shop.fields key.needed");
  CHECK(broken(lying_at("GET", "/v1/customers/no-such", {200, "{}"})) == "customer.unknown");
  CHECK(broken(lying_at("GET", "/v1/customers/anna", {200, "{}"})) == "customer.fields");
  CHECK(broken(lying_at("POST", "/v1/orders/find",
                        {200, R"({"number":"1042","placed_on":"2026-02-20"})"})) ==
        "order.unknown order.wrong_contact");
  CHECK(broken([](const ShopAccess&, const ShopRequest&) -> base::Result<ShopReply> {
          return base::Error{base::Code::unavailable, "shop_unavailable", "nobody there", ""};
        }).starts_with("shop.answers customer.fields customer.unknown key.needed"));
  const auto without_key = [](const ShopAccess& access, const ShopRequest& request) {
    ShopAccess known = access;
    known.key = bot::Secret(kKey);
    return honest(known, request);
  };
  CHECK(broken(without_key) == "key.needed");
  int calls = 0;
  CHECK(broken([&](const ShopAccess& access, const ShopRequest& request) {
          auto reply = honest(access, request);
          if (request.path == "/v1/customers/anna" && ++calls > 1) reply->body += " ";
          return reply;
        }) == "customer.repeats");
}

TEST_CASE("contract: what the subject does not say is skipped, not passed", "[bot][shop]") {
  ShopAccess access;
  access.key = bot::Secret(kKey);
  const std::string text = bot::to_string(bot::test_contract(access, {}, honest));
  CHECK(text.find("skipped customer.fields: name a customer") != std::string::npos);
  CHECK(text.find("skipped order.found") != std::string::npos);
  CHECK(text.find("ok      shop.fields") != std::string::npos);
}
