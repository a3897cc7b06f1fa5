// Which flow the phrases of each intent wish for, of the folders of tests/understanding/held_out
// and tests/understanding/development.
#pragma once

#include <utility>

namespace tests {

inline constexpr std::pair<const char*, const char*> kFlowsOfIntents[] = {
    {"return_goods", "create_return"},
    {"item_damaged", "create_return"},
    {"wrong_item", "create_return"},
    {"confirm_shipment", "confirm_shipment"},
    {"change_shipment", "change_shipment"},
    {"claim_delivery_compensation", "claim_delivery_compensation"},
    {"return_reward", "return_reward"},
    {"return_status", "return_status"},
    {"cancel_return", "cancel_return"},
    {"find_order", "find_order"}};

}  // namespace tests
