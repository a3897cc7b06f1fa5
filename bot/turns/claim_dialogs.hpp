// What flows do with claims for the cost of sending a return back. Loop thread only.
#pragma once

#include <string_view>

#include "bot/turns/case_desk.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

class ClaimDialogs {
 public:
  explicit ClaimDialogs(World& world, CaseDesk& desk) : world_(world), desk_(desk) {}

  // `cost_claim` records, newest first: one for each open claim, and one in state `early` for each
  // return that may bring a claim once its money has been sent (facts 72-75).
  base::Value all_of(std::string_view customer);

  // The receipt and what it cost. Refusals: `wrong_state` {state}.
  dialogs::ActionResult file(Turn& turn, const dialogs::ActionRequest& request);

 private:
  bool may_bring_claim(const workflow::Case& subject) const;

  World& world_;
  CaseDesk& desk_;
};

}  // namespace bot
