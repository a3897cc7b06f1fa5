// What the assistant may ask of the shop: who its customers are and what they ordered. The truth
// lives in the shop; this is the edge of the network, hence an interface. Loop thread only.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/value.hpp"

namespace bot {

struct ShopCustomer {
  std::string id;
  std::string name;
  std::string locale;      // "en", "ru"
  std::string time_zone;   // IANA name, "Europe/Minsk"
  std::string email = {};  // may be empty
};

class ShopDirectory {
 public:
  virtual ~ShopDirectory() = default;

  // Calls `ready` once what is known of this customer is as new as it will get: at once, or when
  // the shop has answered or failed to in time. Everything below then answers without waiting.
  // Always on the loop; `ready` may run before this returns.
  // NOLINTNEXTLINE(performance-unnecessary-value-param): other shops keep it
  virtual void prepare(std::string_view customer, std::function<void()> ready) const {
    static_cast<void>(customer);
    ready();
  }

  // Whether prepare() would call back at once.
  virtual bool is_prepared(std::string_view customer) const {
    static_cast<void>(customer);
    return true;
  }

  // Currency of the shop's prices: ISO 4217, "RUB".
  virtual std::string currency() const = 0;

  // Nothing when the shop knows no such customer.
  virtual std::optional<ShopCustomer> find_customer(std::string_view id) const = 0;

  // The customer's orders, in the shop's order, each a record of the contract type `order`
  // (config/contracts.yaml) with every line ever bought; what was returned already is not
  // subtracted here. Errors: `shop_unavailable`.
  virtual base::Result<std::vector<base::Value>> orders_of(std::string_view customer) const = 0;

  // What the customer bought with loyalty miles, each a record {number, title, miles, category,
  // delivered_on}. Errors: `shop_unavailable`.
  virtual base::Result<std::vector<base::Value>> rewards_of(std::string_view customer) const = 0;

  // One order for somebody who is not signed in: only when the e-mail address or the phone number
  // (one of them, as the other is empty) is that of its customer. A record {number, placed_on,
  // delivered_on}; `not_found` says the same for a wrong number and a wrong contact, so that nobody
  // learns which orders exist. Errors: `not_found`, `shop_unavailable`, `shop_asked` (not yet).
  struct Contact {
    std::string_view email;
    std::string_view phone;
  };
  virtual base::Result<base::Value> find_order(std::string_view number,
                                               const Contact& contact) const = 0;
};

}  // namespace bot
