#include "bot/shop/demo_shop_api.hpp"

#include "base/json.hpp"
#include "bot/access/secret.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr std::string_view kCustomers = "/v1/customers/";

ShopReply problem(int status, std::string_view title) {
  return {status, base::to_json(Record{{"title", title}, {"status", status}})};
}

ShopReply customer(const DemoShop& shop, std::string_view id) {
  const auto known = shop.find_customer(id);
  if (!known) return problem(404, "no such customer");
  const auto orders = shop.orders_of(id);
  const auto rewards = shop.rewards_of(id);
  return {200, base::to_json(Record{{"id", known->id},
                                    {"name", known->name},
                                    {"locale", known->locale},
                                    {"time_zone", known->time_zone},
                                    {"email", known->email},
                                    {"orders", Value::List(orders->begin(), orders->end())},
                                    {"rewards", Value::List(rewards->begin(), rewards->end())}})};
}

ShopReply find_order(const DemoShop& shop, const std::string& body) {
  const auto asked = base::parse_json(body);
  if (!asked || !asked->is_record()) return problem(400, "the body must be a JSON object");
  const std::string_view number = asked->text_at("number");
  const ShopDirectory::Contact contact{asked->text_at("email"), asked->text_at("phone")};
  if (number.empty() || (contact.email.empty() && contact.phone.empty())) {
    return problem(400, "number, and email or phone, are needed");
  }
  const auto found = shop.find_order(number, contact);
  if (!found) return problem(404, "no such order of such a customer");
  return {200, base::to_json(*found)};
}

}  // namespace

ShopReply answer_as_shop(const DemoShop& shop, std::string_view key, std::string_view authorization,
                         const ShopRequest& request) {
  if (!key.empty() && !equal_in_constant_time(authorization, "Bearer " + std::string(key))) {
    return problem(401, "the key is not accepted");
  }
  const bool is_get = request.method == "GET";
  const std::string_view path = request.path;
  if (path == "/v1/shop" && is_get) {
    const Value& about = shop.storefront().at("shop");
    return {200, base::to_json(Record{{"name", about.at("name")},
                                      {"currency", about.at("currency")},
                                      {"time_zone", about.at("time_zone")}})};
  }
  if (path.starts_with(kCustomers) && is_get) return customer(shop, path.substr(kCustomers.size()));
  if (path == "/v1/orders/find" && request.method == "POST") return find_order(shop, request.body);
  return problem(404, "no such address");
}

}  // namespace bot
