#include "bot/understanding/speaker.hpp"

namespace bot {

SpeakerOf::SpeakerOf(const ShopDirectory* shop, std::string_view customer, std::string_view locale,
                     base::Instant now)
    : locale_(locale), today_(base::to_iso(now).substr(0, 10)) {
  if (shop == nullptr || customer.empty()) return;
  const auto orders = shop->orders_of(customer);
  if (!orders.has_value()) return;
  for (const base::Value& order : *orders) {
    const std::string number(order.text_at("number"));
    const base::Value& lines = order.at("lines");
    if (!lines.is_list()) continue;
    for (const base::Value& line : lines.list()) {
      items_.push_back({number, std::string(line.text_at("title"))});
    }
  }
}

}  // namespace bot
