#include "bot/turns/dialog_port.hpp"

#include <algorithm>
#include <map>

#include "base/log.hpp"
#include "bot/turns/action_answer.hpp"
#include "carriers/track.hpp"
#include "dialogs/on_its_way.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

std::int64_t integer_at(const Value& value, std::string_view path) {
  const Value& found = value.at(path);
  return found.is_integer() ? found.integer() : 0;
}

// Pieces of each line ("order/line") that cases of this customer hold already.
std::map<std::string, std::int64_t> held_pieces(const CaseDesk& desk,
                                                const std::vector<workflow::Case>& cases) {
  std::map<std::string, std::int64_t> held;
  for (const auto& subject : cases) {
    const auto* machine = desk.machine(subject.type);
    const auto* state = machine == nullptr ? nullptr : machine->find_state(subject.state);
    // A settled return keeps its products for ever; one that was cancelled or refused gives them
    // back to the customer's choice.
    const bool holds =
        state == nullptr || state->holds_items || subject.fields.find("refunded_at") != nullptr;
    const Value* order = subject.fields.find("order");
    const Value* lines = subject.fields.find("lines");
    if (!holds || order == nullptr || lines == nullptr || !lines->is_list()) continue;
    for (const Value& line : lines->list()) {
      const std::string item(line.text_at("item"));
      held[order->text() + "/" + item] += integer_at(line, "quantity");
    }
  }
  return held;
}

}  // namespace

DialogPort::DialogPort(World& world, CaseDesk& desk)
    : world_(world),
      desk_(desk),
      returns_(desk),
      claims_(world, desk),
      rewards_(world, desk),
      decisions_(desk) {}

struct DialogPort::Lookup {
  const char* name;
  base::Result<Value> (*find)(DialogPort& port, std::string_view customer);
};

std::span<const DialogPort::Lookup> DialogPort::all_lookups() {
  using Port = DialogPort;
  using Who = std::string_view;
  static constexpr Lookup kLookups[] = {
      {"shop.returnable_orders", [](Port& port, Who who) { return port.returnable_orders(who); }},
      {"returns.awaiting_shipment",
       [](Port& port, Who who) -> base::Result<Value> { return port.awaiting_shipment(who); }},
      {"returns.of_customer",
       [](Port& port, Who who) -> base::Result<Value> { return port.returns_.all_of(who); }},
      {"decisions.refused",
       [](Port& port, Who who) -> base::Result<Value> { return port.decisions_.refusals_of(who); }},
      {"wishes.withdrawable",
       [](Port& port, Who who) -> base::Result<Value> {
         return port.decisions_.withdrawable(who);
       }},
      {"claims.of_customer",
       [](Port& port, Who who) -> base::Result<Value> { return port.claims_.all_of(who); }},
      {"rewards.not_reported", [](Port& port, Who who) { return port.rewards_.not_reported(who); }},
      {"rewards.awaiting_papers",
       [](Port& port, Who who) -> base::Result<Value> {
         return port.rewards_.awaiting_papers(who);
       }},
  };
  return kLookups;
}

struct DialogPort::Action {
  const char* name;
  bool is_for_guests;
  dialogs::ActionResult (*act)(DialogPort& port, Turn& turn, const dialogs::ActionRequest& request);
};

std::span<const DialogPort::Action> DialogPort::all_actions() {
  using Port = DialogPort;
  using Asked = dialogs::ActionRequest;
  static constexpr Action kActions[] = {
      {"returns.create", false,
       [](Port& port, Turn& turn, const Asked& asked) { return port.create_return(turn, asked); }},
      {"returns.note_evidence", false,
       [](Port& port, Turn& turn, const Asked& asked) { return port.note_evidence(turn, asked); }},
      {"returns.confirm_shipment", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.confirm_shipment(turn, asked);
       }},
      {"returns.cancel", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.returns_.cancel(turn, asked);
       }},
      {"returns.fix_track", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.returns_.fix_track(turn, asked);
       }},
      {"returns.answer", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.returns_.answer(turn, asked);
       }},
      {"returns.show_late_proof", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.returns_.show_late_proof(turn, asked);
       }},
      {"decisions.appeal", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.decisions_.appeal(turn, asked);
       }},
      {"wishes.withdraw", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.decisions_.withdraw(turn, asked);
       }},
      {"claims.file", false,
       [](Port& port, Turn& turn, const Asked& asked) { return port.claims_.file(turn, asked); }},
      {"rewards.report", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.rewards_.report(turn, asked);
       }},
      {"rewards.add_papers", false,
       [](Port& port, Turn& turn, const Asked& asked) {
         return port.rewards_.add_papers(turn, asked);
       }},
      {"orders.find", true,
       [](Port& port, Turn&, const Asked& asked) { return port.find_order(asked); }},
  };
  return kActions;
}

const std::vector<std::string>& DialogPort::lookup_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Lookup& one : all_lookups()) names.emplace_back(one.name);
    return names;
  }();
  return kNames;
}

const std::vector<std::string>& DialogPort::action_names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> names;
    for (const Action& one : all_actions()) names.emplace_back(one.name);
    return names;
  }();
  return kNames;
}

dialogs::LookupResult DialogPort::look_up(const Turn& turn, const dialogs::LookupRequest& request) {
  dialogs::LookupResult result;
  result.request = request.id;
  result.failed = true;  // load_profile refuses contracts with any other name
  for (const Lookup& one : all_lookups()) {
    if (request.name != one.name) continue;
    auto found = one.find(*this, turn.conversation->customer);
    result.failed = !found.has_value();
    if (found) result.value = std::move(*found);
  }
  return result;
}

dialogs::ActionResult DialogPort::act(Turn& turn, const dialogs::ActionRequest& request) {
  for (const Action& one : all_actions()) {
    if (request.name != one.name) continue;
    if (turn.conversation->customer.empty() && !one.is_for_guests) break;
    return one.act(*this, turn, request);
  }
  return trouble(request);
}

base::Result<Value> DialogPort::returnable_orders(std::string_view customer) {
  if (customer.empty()) return Value(Value::List{});
  auto orders = world_.shop.orders_of(customer);
  if (!orders) return orders.error();
  const auto held = held_pieces(desk_, desk_.of_customer(customer));
  Value::List returnable;
  for (Value& order : *orders) {
    // What has not arrived cannot be sent back.
    if (!order.at("delivered_on").is_text()) continue;
    const std::string number(order.text_at("number"));
    Value::List lines;
    for (const Value& line : order.at("lines").list()) {
      const auto known = held.find(number + "/" + std::string(line.text_at("id")));
      const std::int64_t left =
          integer_at(line, "quantity") - (known == held.end() ? 0 : known->second);
      if (left < 1) continue;
      lines.push_back(Record{{"id", line.at("id")},
                             {"title", line.at("title")},
                             {"quantity", left},
                             {"price", line.at("price")}});
    }
    if (lines.empty()) continue;
    returnable.push_back(Record{{"number", number},
                                {"placed_on", order.at("placed_on")},
                                {"delivered_on", order.at("delivered_on")},
                                {"lines", std::move(lines)}});
  }
  return Value(std::move(returnable));
}

Value DialogPort::awaiting_shipment(std::string_view customer) {
  Value::List returns;
  for (const auto& subject : desk_.of_customer(customer)) {
    if (subject.type != "product_return" || subject.state != "approved") continue;
    const Value fields(subject.fields);
    returns.push_back(Record{{"number", subject.number},
                             {"order", fields.at("order")},
                             {"ship_by", fields.at("ship_by")},
                             {"lines", product_titles(subject)}});
  }
  return Value(std::move(returns));
}

dialogs::ActionResult DialogPort::create_return(Turn& turn, const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  const std::string number(asked.text_at("order.number"));
  // What the customer saw may be old: what counts is what can be returned now.
  auto orders = returnable_orders(turn.conversation->customer);
  if (!orders) return trouble(request);
  const auto& known = orders->list();
  const auto order = std::find_if(known.begin(), known.end(), [&](const Value& one) {
    return one.text_at("number") == number;
  });
  Value::List lines;
  Value::List photos;
  std::string description;
  std::string reason;
  for (const Value& line : asked.at("lines").is_list() ? asked.at("lines").list() : Value::List{}) {
    std::int64_t returnable = -1;  // not in the order, or not any more
    if (order != known.end()) {
      for (const Value& candidate : order->at("lines").list()) {
        if (candidate.at("id") == line.at("id")) returnable = integer_at(candidate, "quantity");
      }
    }
    if (returnable < integer_at(line, "quantity")) {
      return refused(request, "already_returned", {{"title", line.at("title")}});
    }
    lines.push_back(Record{{"item", line.at("id")},
                           {"title", line.at("title")},
                           {"quantity", integer_at(line, "quantity")},
                           {"returnable", returnable},
                           {"reason", line.at("reason")},
                           {"description", line.at("description")}});
    if (!description.empty()) description += '\n';
    description += line.text_at("description");
    // A return counts as one for a defect or wrong product when any of its products is (fact 28).
    const auto why = line.text_at("reason");
    if (reason.empty() || why == "defective" || why == "wrong_item") reason = why;
    if (line.at("photos").is_list()) {
      for (const Value& photo : line.at("photos").list()) photos.push_back(photo);
    }
  }
  CaseOpening opening;
  opening.type = "product_return";
  opening.customer = turn.conversation->customer;
  opening.time_zone = turn.conversation->time_zone;
  opening.first = customer_event(turn, "submit", request.key,
                                 {{"order", number},
                                  {"lines", std::move(lines)},
                                  {"reason", reason},
                                  {"description", description},
                                  {"photos", std::move(photos)},
                                  {"owns_order", order != known.end()}});
  auto opened = desk_.open(turn, opening);
  if (!opened) return trouble(request);
  Record given{{"number", opened->number}};
  if (const Value* due = opened->fields.find("due")) given["approval_by"] = due->at("approval");
  return done(request, std::move(given));
}

dialogs::ActionResult DialogPort::note_evidence(Turn& turn, const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  const auto subject = desk_.find_by_number(asked.text_at("ret.number"));
  if (!subject || subject->customer != turn.conversation->customer) return trouble(request);
  Record fields;
  if (asked.at("track.number").is_text()) {
    fields["track"] = carriers::normalise_track(asked.text_at("track.number"));
  }
  const Value& receipts = asked.at("receipt");
  if (receipts.is_list() && !receipts.list().empty()) fields["receipt"] = receipts.list().front();
  // Too late, or not waiting to be sent: the confirmation itself will say so.
  if (auto noted =
          desk_.apply(turn, *subject, customer_event(turn, "evidence", request.key, fields));
      !noted) {
    base::log::info("evidence.not_noted", {{"why", noted.error().name}});
  }
  return done(request, {});
}

dialogs::ActionResult DialogPort::confirm_shipment(Turn& turn,
                                                   const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  auto subject = desk_.find_by_number(asked.text_at("ret.number"));
  if (!subject || subject->customer != turn.conversation->customer) return trouble(request);
  const std::string track = carriers::normalise_track(asked.text_at("track.number"));
  Record fields{{"method", asked.at("method")},
                {"carrier", asked.at("carrier")},
                {"track", track},
                {"track_confirmed", asked.at("track.confirmed")},
                {"track_in_use", desk_.is_track_in_use(track, subject->id)}};
  const Value& receipts = asked.at("receipt");
  if (receipts.is_list() && !receipts.list().empty()) fields["receipt"] = receipts.list().front();
  auto sent =
      desk_.apply(turn, *subject, customer_event(turn, "ship_confirm", request.key, fields));
  if (sent) return done(request, {{"number", subject->number}});
  const std::string_view why = sent.error().name;
  const Value ship_by = Value(subject->fields).at("ship_by");
  if (why == "too_late") return refused(request, "too_late", {{"ship_by", ship_by}});
  if (why == "track_in_use") return refused(request, "track_used", {});
  if (why == "wrong_state" || why == "not_approved") {
    return refused(request, "wrong_state", {{"state", subject->state}});
  }
  // The flow asked for everything else the rule wants: what is missing is a fault of the flow.
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", why}});
  return trouble(request);
}

dialogs::ActionResult DialogPort::find_order(const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  auto found = world_.shop.find_order(asked.text_at("number"),
                                      {asked.text_at("email"), asked.text_at("phone")});
  if (!found && found.error().name == "not_found") return refused(request, "not_found", {});
  if (!found) {
    auto later = trouble(request);
    if (found.error().name == "shop_asked") later.refusal = dialogs::kOnItsWay;
    return later;
  }
  return done(request, std::move(found->record()));
}

}  // namespace bot
