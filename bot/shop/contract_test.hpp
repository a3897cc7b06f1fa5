// The rules that a shop's interface must keep (docs/shop.openapi.yaml), tried against a real one:
// what `boomerang connector test` runs. Asks only what the assistant asks; changes nothing there.
// Any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "bot/shop/shop_fetch.hpp"

namespace bot {

// What the shop's people say of their own test data.
struct ContractSubject {
  std::string customer;  // an id that exists, with an order
  std::string order;     // one of its orders, to be found without signing in; may be empty
  std::string email;     // that customer's; may be empty
};

struct RuleResult {
  std::string rule;  // stable name: "customer.unknown"
  bool is_kept = false;
  bool is_skipped = false;  // the subject does not say what it needs
  std::string why;          // what was wrong, or what is missing
};

// One request with that access; blocks.
using AskShop =
    std::function<base::Result<ShopReply>(const ShopAccess& access, const ShopRequest& request)>;

// Every rule, in order.
std::vector<RuleResult> test_contract(const ShopAccess& access, const ContractSubject& subject,
                                      const AskShop& ask);
// "ok    customer.fields" and so on, one a line, with what to do about the others.
std::string to_string(const std::vector<RuleResult>& results);

}  // namespace bot
