// The answers to look-ups and actions of flows, and the case events they make. Loop thread only.
#pragma once

#include <string>

#include "bot/turns/turn.hpp"
#include "dialogs/event.hpp"
#include "dialogs/request.hpp"
#include "workflow/case.hpp"

namespace bot {

dialogs::ActionResult done(const dialogs::ActionRequest& request, base::Record fields);
// `name`: one of the refusals of the action's contract, with the fields it promises.
dialogs::ActionResult refused(const dialogs::ActionRequest& request, std::string name,
                              base::Record fields);
// It may work later: the flow's `trouble` says what then.
dialogs::ActionResult trouble(const dialogs::ActionRequest& request);

// An event that the customer of this turn causes; `key` is the action's.
workflow::CaseEvent customer_event(const Turn& turn, std::string name, const std::string& key,
                                   base::Record fields);

// "Kettle, Lamp": the titles of the products of a case.
std::string product_titles(const workflow::Case& subject);

}  // namespace bot
