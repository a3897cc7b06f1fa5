#include "bot/shop/shop_answer.hpp"

#include <catch2/catch.hpp>
#include <string>

namespace {

const std::string kAnna =
    R"({"id":"anna","name":"Anna","locale":"en","time_zone":"Asia/Almaty","orders":[)"
    R"({"number":"1042","placed_on":"2026-02-20","delivered_on":"2026-02-25","lines":[)"
    R"({"id":"KTL-17","title":"Kettle","quantity":1,"price":{"amount":349000,"currency":"RUB"}},)"
    R"({"id":"LMP-02","title":"Lamp","quantity":2}]}],)"
    R"("rewards":[{"number":"RW-1","title":"Headphones","miles":18000,"delivered_on":null}]})";

std::string with(std::string text, const std::string& old_text, const std::string& new_text) {
  const auto at = text.find(old_text);
  REQUIRE(at != std::string::npos);
  return text.replace(at, old_text.size(), new_text);
}

// "orders[0].number must be ..." of an answer that is wrong in one place.
std::string fault(const std::string& body) {
  const auto answer = bot::read_customer(body, "anna");
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().name == "bad_answer");
  CHECK(answer.error().code == base::Code::unavailable);
  return answer.error().field + " " + answer.error().detail;
}

}  // namespace

TEST_CASE("shop answer: a customer as the contract has it", "[bot][shop]") {
  const auto answer = bot::read_customer(kAnna, "anna");
  REQUIRE(answer.has_value());
  CHECK(answer->customer.name == "Anna");
  CHECK(answer->customer.time_zone == "Asia/Almaty");
  REQUIRE(answer->orders.size() == 1);
  CHECK(answer->orders[0].at("lines").list()[0].at("price.amount").integer() == 349000);
  CHECK(answer->orders[0].at("lines").list()[1].at("price").is_nothing());
  CHECK(answer->rewards[0].at("delivered_on").is_nothing());
  // What the contract does not know is left alone.
  CHECK(bot::read_customer(with(kAnna, "\"id\":\"anna\"", "\"id\":\"anna\",\"vip\":true"), "anna")
            .has_value());
}

TEST_CASE("shop answer: each lie is refused by the path of its field", "[bot][shop]") {
  CHECK(fault("").starts_with(" must be JSON"));
  CHECK(fault("[]") == " must be an object");
  CHECK(fault(with(kAnna, "\"id\":\"anna\"", "\"id\":\"ben\"")) ==
        "id must be the customer that was asked for");
  CHECK(fault(with(kAnna, "Asia/Almaty", "Almaty")).starts_with("time_zone must be an IANA name"));
  CHECK(fault(with(kAnna, "\"1042\"", "1042")).starts_with("orders[0].number must be a text"));
  CHECK(fault(with(kAnna, "2026-02-20", "20.02.2026")).starts_with("orders[0].placed_on"));
  CHECK(fault(with(kAnna, "2026-02-25", "2026-02-19")) ==
        "orders[0].delivered_on must not be before placed_on");
  CHECK(fault(with(kAnna, "\"quantity\":2", "\"quantity\":-2"))
            .starts_with("orders[0].lines[1].quantity must be a whole number from 1"));
  CHECK(fault(with(kAnna, "\"quantity\":2", "\"quantity\":1e30")).find("quantity") !=
        std::string::npos);
  CHECK(fault(with(kAnna, "LMP-02", "KTL-17")) == "orders[0].lines must have ids that occur once");
  CHECK(fault(with(kAnna, "\"RUB\"", "\"roubles\""))
            .starts_with("orders[0].lines[0].price.currency"));
  CHECK(fault(with(kAnna, "349000", "-1")).starts_with("orders[0].lines[0].price.amount"));
  CHECK(fault(with(kAnna, "18000", "\"many\"")).starts_with("rewards[0].miles"));
  CHECK(fault(with(kAnna, "\"name\":\"Anna\"", "\"name\":\"  \"")).starts_with("name must be"));
  std::string many = "[";
  for (int at = 0; at < 501; ++at) many += at == 0 ? "{}" : ",{}";
  CHECK(fault(R"({"id":"anna","name":"A","locale":"en","time_zone":"UTC","rewards":[],"orders":)" +
              many + "]}") == "orders must be a list of at most 500");
}

TEST_CASE("shop answer: an order's state and the shop itself", "[bot][shop]") {
  const std::string order = R"({"number":"1042","placed_on":"2026-02-20"})";
  REQUIRE(bot::read_order_status(order, "1042").has_value());
  CHECK(bot::read_order_status(order, "1043").error().field == "number");
  CHECK(bot::read_order_status("{}", "1042").error().field == "number");
  CHECK(*bot::read_shop(R"({"name":"Shop","currency":"EUR"})") == "EUR");
  CHECK(bot::read_shop(R"({"name":"Shop","currency":"euro"})").error().field == "currency");
}
