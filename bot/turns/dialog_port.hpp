// What flows can reach: carries out the look-ups and actions of config/contracts.yaml. Look-ups
// read the shop and the cases; actions change cases through the case desk, inside the same turn and
// so the same transaction. Loop thread only.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "bot/turns/case_desk.hpp"
#include "bot/turns/claim_dialogs.hpp"
#include "bot/turns/decision_dialogs.hpp"
#include "bot/turns/flow_port.hpp"
#include "bot/turns/return_dialogs.hpp"
#include "bot/turns/reward_dialogs.hpp"
#include "bot/turns/turn.hpp"
#include "bot/turns/world.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

class DialogPort final : public FlowPort {
 public:
  DialogPort(World& world, CaseDesk& desk);

  dialogs::LookupResult look_up(const Turn& turn, const dialogs::LookupRequest& request) override;
  dialogs::ActionResult act(Turn& turn, const dialogs::ActionRequest& request) override;

  // Every look-up and action there is, to compare with the contracts of a profile.
  static const std::vector<std::string>& lookup_names();
  static const std::vector<std::string>& action_names();

 private:
  struct Lookup;
  struct Action;
  static std::span<const Lookup> all_lookups();
  static std::span<const Action> all_actions();

  base::Result<base::Value> returnable_orders(std::string_view customer);
  base::Value awaiting_shipment(std::string_view customer);
  dialogs::ActionResult create_return(Turn& turn, const dialogs::ActionRequest& request);
  dialogs::ActionResult note_evidence(Turn& turn, const dialogs::ActionRequest& request);
  dialogs::ActionResult confirm_shipment(Turn& turn, const dialogs::ActionRequest& request);
  // Also for guests: they learn the status of an order whose contact they know, and nothing else.
  dialogs::ActionResult find_order(const dialogs::ActionRequest& request);

  World& world_;
  CaseDesk& desk_;
  ReturnDialogs returns_;
  ClaimDialogs claims_;
  RewardDialogs rewards_;
  DecisionDialogs decisions_;
};

}  // namespace bot
