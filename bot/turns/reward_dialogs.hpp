// What flows do with Rewards, which were bought with loyalty miles and have rules of their own.
// Loop thread only.
#pragma once

#include <string_view>

#include "bot/turns/case_desk.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

class RewardDialogs {
 public:
  RewardDialogs(World& world, CaseDesk& desk) : world_(world), desk_(desk) {}

  // `reward` records of what the customer has and has not reported yet. Errors: the shop's.
  base::Result<base::Value> not_reported(std::string_view customer);
  // `reward_case` records of reports that wait for papers from the customer.
  base::Value awaiting_papers(std::string_view customer);

  // Opens the case, which decides by itself where it goes. Refusals: `already_reported` {number}.
  dialogs::ActionResult report(Turn& turn, const dialogs::ActionRequest& request);
  // The papers of the state it is in. Refusals: `wrong_state` {state}.
  dialogs::ActionResult add_papers(Turn& turn, const dialogs::ActionRequest& request);

 private:
  // The newest report about a Reward that still counts; nothing when there is none.
  std::optional<workflow::Case> report_of(std::string_view customer, std::string_view reward);

  World& world_;
  CaseDesk& desk_;
};

}  // namespace bot
