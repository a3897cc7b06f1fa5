// What flows do with returns that exist: tell how they stand, take them back, correct the track
// number, answer support, show that an overdue one was sent in time. Loop thread only.
#pragma once

#include <string_view>

#include "bot/turns/case_desk.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"

namespace bot {

class ReturnDialogs {
 public:
  explicit ReturnDialogs(CaseDesk& desk) : desk_(desk) {}

  // `known_return` records of the customer's returns in any state, newest first.
  base::Value all_of(std::string_view customer);

  // Refusals: `wrong_state` {state} when it is too late for that.
  dialogs::ActionResult cancel(Turn& turn, const dialogs::ActionRequest& request);
  // Refusals: `wrong_state` {state}, `track_used`.
  dialogs::ActionResult fix_track(Turn& turn, const dialogs::ActionRequest& request);
  // What support asked for. Refusals: `wrong_state` {state}.
  dialogs::ActionResult answer(Turn& turn, const dialogs::ActionRequest& request);
  // A receipt from before the deadline. Refusals: `wrong_state` {state}, `proof_too_late`
  // {ship_by}.
  dialogs::ActionResult show_late_proof(Turn& turn, const dialogs::ActionRequest& request);

 private:
  // The customer's own return that the action names; nothing when it is not theirs.
  std::optional<workflow::Case> named(const Turn& turn, const dialogs::ActionRequest& request);

  CaseDesk& desk_;
};

}  // namespace bot
