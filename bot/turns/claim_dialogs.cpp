#include "bot/turns/claim_dialogs.hpp"

#include <algorithm>
#include <set>

#include "base/log.hpp"
#include "bot/turns/action_answer.hpp"

namespace bot {
namespace {

using base::Record;
using base::Value;

constexpr std::string_view kType = "delivery_compensation";

}  // namespace

std::string claim_with_receipt(const std::vector<workflow::Case>& cases,
                               const workflow::Case& claim, const Value& receipts,
                               const std::function<std::string(std::string_view upload)>& hash_of) {
  std::set<std::string> hashes;
  const auto visit = [&](const Value& uploads, const auto& use) {
    if (!uploads.is_list()) return;
    for (const Value& upload : uploads.list()) {
      if (upload.is_text()) use(hash_of(upload.text()));
    }
  };
  visit(receipts, [&](std::string hash) { hashes.insert(std::move(hash)); });
  hashes.erase("");
  for (const auto& other : cases) {
    if (other.type != kType || other.id == claim.id) continue;
    bool is_same = false;
    visit(Value(other.fields).at("receipts"),
          [&](const std::string& hash) { is_same = is_same || hashes.contains(hash); });
    if (is_same) return other.number;
  }
  return {};
}

bool ClaimDialogs::may_bring_claim(const workflow::Case& subject) const {
  constexpr std::array kSent = {"in_transit", "held_no_number", "inspecting", "extended_check",
                                "refund_pending"};
  if (subject.type != "product_return") return false;
  if (std::find(kSent.begin(), kSent.end(), subject.state) == kSent.end()) return false;
  const Value* reason = subject.fields.find("reason");
  const Value* contradicted = subject.fields.find("reason_contradicted");
  if (contradicted != nullptr && contradicted->is_boolean() && contradicted->boolean())
    return false;
  const Value& reasons = world_.profile.policy->figures().at("compensated_reasons");
  if (reason == nullptr || !reasons.is_list()) return false;
  return std::find(reasons.list().begin(), reasons.list().end(), *reason) != reasons.list().end();
}

Value ClaimDialogs::all_of(std::string_view customer) {
  Value::List claims;
  const std::string currency = world_.shop.currency();
  for (const auto& subject : desk_.of_customer(customer)) {
    const bool is_claim = subject.type == kType;
    if (!is_claim && !may_bring_claim(subject)) continue;
    const Value fields(subject.fields);
    Record claim{{"number", subject.number},
                 {"ret", is_claim ? std::string(fields.text_at("linked_from")) : subject.number},
                 {"lines", product_titles(subject)},
                 {"state", is_claim ? subject.state : "early"},
                 {"currency", std::string(fields.text_at("currency", currency))}};
    if (fields.at("question").is_text()) claim["question"] = fields.at("question");
    claims.push_back(std::move(claim));
  }
  return Value(std::move(claims));
}

dialogs::ActionResult ClaimDialogs::file(Turn& turn, const dialogs::ActionRequest& request) {
  const Value asked(request.arguments);
  const auto subject = desk_.find_by_number(asked.text_at("claim.number"));
  const bool is_theirs = subject.has_value() && subject->type == kType &&
                         subject->customer == turn.conversation->customer;
  if (!is_theirs) return trouble(request);
  Record fields{{"amount", asked.at("paid.amount")},
                {"currency", asked.at("paid.currency")},
                {"payout", asked.at("payout")}};
  if (asked.at("iban").is_text()) fields["account"] = asked.at("iban");
  const Value& receipts = asked.at("receipt");
  if (receipts.is_list()) fields["receipts"] = receipts;
  const auto hash_of = [&](std::string_view upload) {
    const auto stored = world_.store.find_upload(upload);
    return stored ? stored->row.hash : std::string();
  };
  const auto same =
      claim_with_receipt(desk_.of_customer(subject->customer), *subject, receipts, hash_of);
  if (!same.empty()) fields["receipt_seen_in"] = same;
  const auto filed =
      desk_.apply(turn, *subject, customer_event(turn, "evidence", request.key, fields));
  if (filed) return done(request, {{"number", subject->number}});
  if (filed.error().name == "wrong_state") {
    return refused(request, "wrong_state", {{"state", subject->state}});
  }
  base::log::warn("dialog.refused", {{"action", request.name}, {"why", filed.error().name}});
  return trouble(request);
}

}  // namespace bot
