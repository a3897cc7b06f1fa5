#include "bot/turns/return_dialogs.hpp"

#include "base/log.hpp"
#include "bot/turns/action_answer.hpp"
#include "carriers/track.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

Value known_return(const workflow::Case& subject) {
  const Value fields(subject.fields);
  Record out{{"number", subject.number},
             {"order", fields.at("order")},
             {"lines", product_titles(subject)},
             {"state", subject.state}};
  for (const char* name : {"ship_by", "check_by", "carrier", "track", "question"}) {
    if (!fields.at(name).is_nothing()) out[name] = fields.at(name);
  }
  if (fields.at("reject_reason").is_text()) out["reason"] = fields.at("reject_reason");
  if (fields.at("non_returnable_reason").is_text()) {
    out["reason"] = fields.at("non_returnable_reason");
  }
  if (fields.at("amount").is_integer() && fields.at("currency").is_text()) {
    out["paid"] = Record{{"amount", fields.at("amount")}, {"currency", fields.at("currency")}};
  }
  return out;
}

}  // namespace

Value ReturnDialogs::all_of(std::string_view customer) {
  Value::List returns;
  for (const auto& subject : desk_.of_customer(customer)) {
    if (subject.type == "product_return") returns.push_back(known_return(subject));
  }
  return Value(std::move(returns));
}

std::optional<workflow::Case> ReturnDialogs::named(const Turn& turn,
                                                   const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  auto subject = desk_.find_by_number(asked.text_at("ret.number"));
  if (!subject || subject->customer != turn.conversation->customer) return std::nullopt;
  return std::move(*subject);
}

dialogs::ActionResult ReturnDialogs::cancel(Turn& turn, const dialogs::ActionRequest& request) {
  const auto subject = named(turn, request);
  if (!subject) return trouble(request);
  // While support waits for an answer, taking it back has a name of its own.
  const char* event = subject->state == "info_requested" ? "withdraw" : "cancel";
  const auto cancelled = desk_.apply(turn, *subject, customer_event(turn, event, request.key, {}));
  if (cancelled) return done(request, {{"number", subject->number}});
  return refused(request, "wrong_state", {{"state", subject->state}});
}

dialogs::ActionResult ReturnDialogs::fix_track(Turn& turn, const dialogs::ActionRequest& request) {
  const auto subject = named(turn, request);
  if (!subject) return trouble(request);
  const Value asked(request.arguments);
  const std::string track = carriers::normalise_track(asked.text_at("track.number"));
  Record fields{{"track", track},
                {"track_confirmed", asked.at("track.confirmed")},
                {"track_in_use", desk_.is_track_in_use(track, subject->id)}};
  const auto fixed =
      desk_.apply(turn, *subject, customer_event(turn, "track_fix", request.key, fields));
  if (fixed) return done(request, {{"number", subject->number}});
  if (fixed.error().name == "track_in_use") return refused(request, "track_used", {});
  if (fixed.error().name == "wrong_state") {
    return refused(request, "wrong_state", {{"state", subject->state}});
  }
  // The flow asked for everything else the rule wants: what is missing is a fault of the flow.
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", fixed.error().name}});
  return trouble(request);
}

dialogs::ActionResult ReturnDialogs::answer(Turn& turn, const dialogs::ActionRequest& request) {
  const auto subject = named(turn, request);
  if (!subject) return trouble(request);
  const Value asked(request.arguments);
  Record fields{{"answer", asked.at("answer")}};
  if (asked.at("photos").is_list()) fields["photos"] = asked.at("photos");
  const auto told =
      desk_.apply(turn, *subject, customer_event(turn, "customer_info", request.key, fields));
  if (told) return done(request, {{"number", subject->number}});
  if (told.error().name == "wrong_state") {
    return refused(request, "wrong_state", {{"state", subject->state}});
  }
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", told.error().name}});
  return trouble(request);
}

dialogs::ActionResult ReturnDialogs::show_late_proof(Turn& turn,
                                                     const dialogs::ActionRequest& request) {
  const auto subject = named(turn, request);
  if (!subject) return trouble(request);
  const Value asked(request.arguments);
  Record fields{{"receipt_date", asked.at("posted_on")}};
  const Value& receipts = asked.at("receipt");
  if (receipts.is_list() && !receipts.list().empty()) fields["receipt"] = receipts.list().front();
  const auto shown =
      desk_.apply(turn, *subject, customer_event(turn, "late_proof", request.key, fields));
  if (shown) return done(request, {{"number", subject->number}});
  const std::string_view why = shown.error().name;
  if (why == "proof_too_late") {
    return refused(request, "proof_too_late", {{"ship_by", Value(subject->fields).at("ship_by")}});
  }
  if (why == "wrong_state") return refused(request, "wrong_state", {{"state", subject->state}});
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", why}});
  return trouble(request);
}

}  // namespace bot
