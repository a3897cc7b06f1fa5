#include <algorithm>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/shop/contract_test.hpp"

namespace bot {

int connector_command(const ConnectorOptions& options) {
  ShopAccess access;
  access.url = options.url;
  access.timeout = options.timeout;
  access.key = Secret(options.key.empty() ? environment_variable("BOOMERANG_SHOP_KEY").value_or("")
                                          : options.key);
  const auto results =
      test_contract(access, {options.customer, options.order, options.email}, ask_shop_now);
  std::cout << to_string(results);
  const auto broken = std::count_if(results.begin(), results.end(), [](const RuleResult& one) {
    return !one.is_kept && !one.is_skipped;
  });
  std::cout << (broken == 0 ? "The shop keeps the contract.\n"
                            : std::to_string(broken) + " rules are broken.\n");
  return broken == 0 ? 0 : 1;
}

}  // namespace bot
