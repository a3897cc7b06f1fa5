// What flows do with claims for the cost of sending a return back. Loop thread only.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bot/turns/case_desk.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

// The number of another claim among `cases` that has one of these receipts, byte for byte; empty
// when there is none. `receipts`: a list of uploads; `hash_of`: of an upload, empty when it is
// gone.
std::string claim_with_receipt(const std::vector<workflow::Case>& cases,
                               const workflow::Case& claim, const base::Value& receipts,
                               const std::function<std::string(std::string_view upload)>& hash_of);

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
