// Stands between the flows and the shop of a scenario: answers the look-ups and actions that the
// file scripts, passes the rest on, and counts every call. Like a shop outside of the process it
// remembers over a crash what it did. One thread.
#pragma once

#include <map>
#include <set>
#include <string>

#include "bot/turns/flow_port.hpp"
#include "tests/scenarios/scenario.hpp"

namespace tests {

class ScriptedShop final : public bot::FlowPort {
 public:
  explicit ScriptedShop(const ScriptedWorld& script) : script_(script) {}

  // The shop of the server that runs now.
  void stand_before(bot::FlowPort& shop) { shop_ = &shop; }

  dialogs::LookupResult look_up(const bot::Turn& turn,
                                const dialogs::LookupRequest& request) override;
  dialogs::ActionResult act(bot::Turn& turn, const dialogs::ActionRequest& request) override;

  struct Calls {
    std::int64_t attempts = 0;
    std::set<std::string> keys;
  };
  Calls calls_of(const std::string& action) const;

 private:
  const ScriptedWorld& script_;
  bot::FlowPort* shop_ = nullptr;
  std::map<std::string, Calls> calls_;
  std::map<std::string, std::size_t> next_;              // answer of each scripted action
  std::map<std::string, dialogs::ActionResult> by_key_;  // what was done stays done
};

}  // namespace tests
