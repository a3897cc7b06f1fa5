// What flows do with decisions and wishes of every type of case: disagree with a refusal, take back
// a claim or report that nobody has decided. Loop thread only.
#pragma once

#include <optional>
#include <string_view>

#include "bot/turns/case_desk.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

class DecisionDialogs {
 public:
  explicit DecisionDialogs(CaseDesk& desk) : desk_(desk) {}

  // `decision` records of refusals that a person may look at once more, newest first.
  base::Value refusals_of(std::string_view customer);
  // `open_wish` records of claims and reports that can still be taken back, newest first.
  base::Value withdrawable(std::string_view customer);

  // The customer disagrees, and says why. Refusals: `wrong_state` {state}.
  dialogs::ActionResult appeal(Turn& turn, const dialogs::ActionRequest& request);
  // Takes it back. Refusals: `wrong_state` {state}.
  dialogs::ActionResult withdraw(Turn& turn, const dialogs::ActionRequest& request);

 private:
  // One event of the case that `record` of the arguments names, if it is the customer's own.
  dialogs::ActionResult apply(Turn& turn, const dialogs::ActionRequest& request,
                              std::string_view record, std::string event, base::Record fields);

  CaseDesk& desk_;
};

}  // namespace bot
