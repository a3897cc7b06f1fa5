// What a shop answers (docs/shop.openapi.yaml), read strictly: a shop that is broken or lies must
// not put nonsense into a return. Fields that the contract does not know are left alone. Any
// thread.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"
#include "bot/shop/shop_directory.hpp"

namespace bot {

// Larger answers are not read.
inline constexpr std::size_t kMaxShopAnswer = 1024 * 1024;
inline constexpr std::size_t kMaxShopOrders = 500;
inline constexpr std::size_t kMaxOrderLines = 200;

// GET /v1/customers/{id}
struct CustomerAnswer {
  ShopCustomer customer;
  std::vector<base::Value> orders;   // records as ShopDirectory::orders_of gives them
  std::vector<base::Value> rewards;  // as rewards_of gives them
};

// All give the error `bad_answer` (unavailable), whose `field` is the path of what is wrong
// ("orders[0].lines[1].quantity") and whose detail says what must stand there.
base::Result<CustomerAnswer> read_customer(std::string_view body, std::string_view id);
// POST /v1/orders/find: a record {number, placed_on, delivered_on}; it must be the order asked for.
base::Result<base::Value> read_order_status(std::string_view body, std::string_view number);
// GET /v1/shop: the currency.
base::Result<std::string> read_shop(std::string_view body);

}  // namespace bot
