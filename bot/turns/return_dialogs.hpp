// What flows do with returns that exist: tell how they stand, take them back, correct the track
// number. Loop thread only.
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

 private:
  // The customer's own return that the action names; nothing when it is not theirs.
  std::optional<workflow::Case> named(const Turn& turn, const dialogs::ActionRequest& request);

  CaseDesk& desk_;
};

}  // namespace bot
