#include "bot/turns/decision_dialogs.hpp"

#include <array>
#include <string>

#include "base/log.hpp"
#include "bot/turns/action_answer.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

// A state of a type of case, what the flows call that type, and where its words lie.
struct Place {
  std::string_view type;
  std::string_view state;
  std::string_view about;
  std::string_view reason;  // the field that says why it was refused; empty: none
};

constexpr std::array kRefusals = {
    Place{"product_return", "rejected", "return", "reject_reason"},
    Place{"product_return", "non_returnable", "return", "non_returnable_reason"},
    Place{"delivery_compensation", "declined", "claim", "decision_reason"},
    Place{"reward_return", "no_refund", "reward", "refusal"},
};

constexpr std::array kWithdrawable = {
    Place{"delivery_compensation", "invited", "claim", {}},
    Place{"reward_return", "need_validation", "reward", {}},
    Place{"reward_return", "validation_open", "reward", {}},
    Place{"reward_return", "await_preauth", "reward", {}},
    Place{"reward_return", "ship_to_tver", "reward", {}},
};

template <std::size_t N>
const Place* place_of(const std::array<Place, N>& places, const workflow::Case& subject) {
  for (const Place& place : places) {
    if (place.type == subject.type && place.state == subject.state) return &place;
  }
  return nullptr;
}

// A Reward has a title of its own; anything else is known by its products.
std::string title_of(const workflow::Case& subject) {
  const std::string_view title = Value(subject.fields).text_at("title");
  return title.empty() ? product_titles(subject) : std::string(title);
}

template <std::size_t N>
Value list_of(CaseDesk& desk, std::string_view customer, const std::array<Place, N>& places) {
  Value::List found;
  for (const auto& subject : desk.of_customer(customer)) {
    const Place* place = place_of(places, subject);
    if (place == nullptr) continue;
    Record one{{"number", subject.number},
               {"about", std::string(place->about)},
               {"title", title_of(subject)}};
    const Value fields(subject.fields);
    if (!place->reason.empty() && fields.at(place->reason).is_text()) {
      one["reason"] = fields.at(place->reason);
    }
    found.push_back(std::move(one));
  }
  return Value(std::move(found));
}

}  // namespace

Value DecisionDialogs::refusals_of(std::string_view customer) {
  return list_of(desk_, customer, kRefusals);
}

Value DecisionDialogs::withdrawable(std::string_view customer) {
  return list_of(desk_, customer, kWithdrawable);
}

dialogs::ActionResult DecisionDialogs::appeal(Turn& turn, const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  return apply(turn, request, "decision", "appeal", {{"why", asked.at("why")}});
}

dialogs::ActionResult DecisionDialogs::withdraw(Turn& turn, const dialogs::ActionRequest& request) {
  return apply(turn, request, "wish", "withdraw", {});
}

dialogs::ActionResult DecisionDialogs::apply(Turn& turn, const dialogs::ActionRequest& request,
                                             std::string_view record, std::string event,
                                             Record fields) {
  const Value asked(request.arguments);
  const auto subject = desk_.find_by_number(asked.at(record).text_at("number"));
  if (!subject || subject->customer != turn.conversation->customer) return trouble(request);
  const auto changed = desk_.apply(
      turn, *subject, customer_event(turn, std::move(event), request.key, std::move(fields)));
  if (changed) return done(request, {{"number", subject->number}});
  if (changed.error().name == "wrong_state") {
    return refused(request, "wrong_state", {{"state", subject->state}});
  }
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", changed.error().name}});
  return trouble(request);
}

}  // namespace bot
