// The shop behind an HTTP interface (docs/shop.openapi.yaml). What it said of a customer is kept
// for a minute; while it fails, for a while longer. A shop that is down, slow or lying costs nobody
// more than one timeout: after a few failures it is left alone and tried again now and then.
//
// prepare() asks; everything else answers at once from what is known, with `shop_unavailable` when
// nothing is. Loop thread only. Memory is bounded: at most kMaxKnown customers and orders.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "bot/shop/shop_answer.hpp"
#include "bot/shop/shop_directory.hpp"
#include "bot/shop/shop_fetch.hpp"

namespace bot {

class HttpShop final : public ShopDirectory {
 public:
  static constexpr std::size_t kMaxKnown = 5'000;
  // So many failures in a row leave the shop alone for kRest; then one question tries it again.
  static constexpr int kMostFailures = 5;
  static constexpr base::Duration kRest = std::chrono::seconds(15);

  // `clock` and what `fetch` needs outlive the object; answers that come after its end are dropped.
  HttpShop(const ShopAccess& access, ShopFetch fetch, const base::Clock& clock);
  ~HttpShop() override;

  void prepare(std::string_view customer, std::function<void()> ready) const override;
  bool is_prepared(std::string_view customer) const override;
  // Empty until the shop was asked once.
  std::string currency() const override;
  std::optional<ShopCustomer> find_customer(std::string_view id) const override;
  base::Result<std::vector<base::Value>> orders_of(std::string_view customer) const override;
  base::Result<std::vector<base::Value>> rewards_of(std::string_view customer) const override;
  // Asks the shop when the answer is not known yet: until it has answered or failed to,
  // `shop_asked`, and whoever tries again a little later (flows do) gets it.
  base::Result<base::Value> find_order(std::string_view number,
                                       const Contact& contact) const override;

  // Whether it is being left alone.
  bool is_resting() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace bot
