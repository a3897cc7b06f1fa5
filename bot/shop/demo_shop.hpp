// The demo shop: customers and orders from config/demo/shop.yaml, held in memory. Dates are counted
// back from the moment it was loaded. Immutable; any thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "bot/shop/shop_directory.hpp"

namespace bot {

class DemoShop final : public ShopDirectory {
 public:
  // Reads the whole file; every fault goes to `faults`, and what could be read is kept. `file` is
  // its name in faults.
  DemoShop(std::string_view text, const std::string& file, base::Instant start,
           base::Faults& faults);

  std::string currency() const override {
    return std::string(storefront_.text_at("shop.currency"));
  }
  std::optional<ShopCustomer> find_customer(std::string_view id) const override;
  base::Result<std::vector<base::Value>> orders_of(std::string_view customer) const override;

  base::Result<std::vector<base::Value>> rewards_of(std::string_view customer) const override;
  base::Result<base::Value> find_order(std::string_view number,
                                       const Contact& contact) const override;

  // What the shop's page shows: {shop, customers: [{id, name, orders, rewards}]}.
  const base::Value& storefront() const { return storefront_; }

 private:
  struct Entry {
    ShopCustomer customer;
    std::vector<base::Value> orders;
    std::vector<base::Value> rewards;
    std::string email;
    std::string phone;
  };
  friend class DemoShopReader;

  std::map<std::string, Entry, std::less<>> customers_;
  base::Value storefront_;
};

// "6 days ago", "today" or "2026-11-20" as an ISO date counted back from `start`; nothing when it
// is none of these.
std::optional<std::string> read_relative_date(std::string_view text, base::Instant start);
// "3490.00" as minor units (two decimals); nothing when it is no amount.
std::optional<std::int64_t> read_amount(std::string_view text);

}  // namespace bot
