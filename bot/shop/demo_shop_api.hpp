// The demo shop's side of the contract (docs/shop.openapi.yaml): answers one request from the
// customers and orders of demo/shop.yaml, as a real shop would. Pure; any thread.
#pragma once

#include <string_view>

#include "bot/shop/demo_shop.hpp"
#include "bot/shop/shop_fetch.hpp"

namespace bot {

// `authorization`: the header of that name. With an empty `key` every caller may ask.
ShopReply answer_as_shop(const DemoShop& shop, std::string_view key, std::string_view authorization,
                         const ShopRequest& request);

}  // namespace bot
