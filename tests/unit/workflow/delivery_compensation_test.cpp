// The claim for the cost of sending: its paths and refusals, named by the facts they rest on.
#include <catch2/catch.hpp>

#include "case_steps.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using namespace workflow_test;
using namespace std::chrono_literals;

namespace {

const base::Instant kStart = *base::from_iso("2027-03-01T09:00:00Z");

const workflow::Machine& claim_machine() {
  return machine("delivery_compensation");
}

// What the return gives its claim.
Record copied() {
  return {{"zone", "Asia/Almaty"}, {"linked_from", "R-TEST-0001"},
          {"order", "7001"},       {"reason", "defective"},
          {"currency", "RUB"},     {"refunded_at", "2027-03-01T08:59:00.000Z"}};
}

base::Result<workflow::Transition> open_claim(Record fields = copied()) {
  auto fresh = new_case();
  fresh.fields = std::move(fields);
  return open_case(claim_machine(), policy(), fresh, event("start", Actor::clock, {}), kStart);
}

base::Result<workflow::Transition> send(const workflow::Case& subject, std::string_view name,
                                        Actor actor, Record data, base::Instant now) {
  return decide(claim_machine(), policy(), subject, event(name, actor, std::move(data)), now);
}

Record receipt() {
  return {{"receipts", Value::List{"receipt-1"}},
          {"amount", 54050},
          {"currency", "RUB"},
          {"payout", "original"}};
}

workflow::Case filed() {
  const auto open = must(open_claim());
  return must(send(open.after, "evidence", Actor::customer, receipt(), kStart + 1h)).after;
}

std::string refusal_of(const base::Result<workflow::Transition>& result) {
  return result ? "" : std::string(result.error().name);
}

}  // namespace

TEST_CASE("claim, facts 72, 73: the receipt and its amount lead to a person", "[workflow]") {
  const auto open = must(open_claim());
  CHECK(open.to == "invited");
  CHECK(due_rows(open) == std::set<std::string>{"first 2027-03-04T21:00:00.000Z remind_first",
                                                "second 2027-03-15T21:00:00.000Z remind_second",
                                                "keep 2027-03-31T21:00:00.000Z close"});
  const auto sent = must(send(open.after, "evidence", Actor::customer, receipt(), kStart + 1h));
  CHECK(sent.to == "under_review");
  CHECK(texts(sent) == std::set<std::string>{"case.delivery_compensation.received"});
  REQUIRE(sent.tasks.size() == 1);
  CHECK(sent.tasks[0].queue == "finance");
}

TEST_CASE("claim, fact 72: without a receipt or an amount nothing is filed", "[workflow]") {
  const auto open = must(open_claim()).after;
  const auto try_with = [&](Record data) {
    return refusal_of(send(open, "evidence", Actor::customer, std::move(data), kStart + 1h));
  };
  Record none = receipt();
  none["receipts"] = Value::List{};
  CHECK(try_with(none) == "receipt_missing");
  Record free = receipt();
  free["amount"] = 0;
  CHECK(try_with(free) == "amount_missing");
  Record foreign = receipt();
  foreign["currency"] = "KZT";
  CHECK(try_with(foreign) == "other_currency");
  Record bank = receipt();
  bank["payout"] = "bank";
  CHECK(try_with(bank) == "account_missing");
  bank["account"] = "DE89370400440532013000";
  CHECK(try_with(bank) == "");
}

TEST_CASE("claim, fact 74: only after the money of the return", "[workflow]") {
  Record early = copied();
  early.erase("refunded_at");
  const auto open = must(open_claim(early)).after;
  const auto result = send(open, "evidence", Actor::customer, receipt(), kStart + 1h);
  CHECK(refusal_of(result) == "not_refunded");
  CHECK(result.error().detail.find("(fact 74)") != std::string::npos);
}

TEST_CASE("claim, facts 28, 29, 75: only for a defect or a wrong product", "[workflow]") {
  for (const auto& [reason, refusal] : {std::pair{"defective", ""}, std::pair{"wrong_item", ""},
                                        std::pair{"not_fit", "reason_not_compensated"},
                                        std::pair{"changed_mind", "reason_not_compensated"},
                                        std::pair{"other", "reason_not_compensated"}}) {
    INFO(reason);
    Record fields = copied();
    fields["reason"] = reason;
    const auto open = must(open_claim(fields)).after;
    CHECK(refusal_of(send(open, "evidence", Actor::customer, receipt(), kStart + 1h)) == refusal);
  }
}

TEST_CASE("claim, D5: never above the receipt, less only with a reason, never by the assistant",
          "[workflow]") {
  const auto here = filed();
  const auto now = kStart + 2h;
  const auto approve = [&](Actor actor, Record data) {
    return send(here, "approve", actor, std::move(data), now);
  };
  CHECK(refusal_of(approve(Actor::finance, {{"amount", 54051}})) == "above_receipt");
  CHECK(refusal_of(approve(Actor::finance, {})) == "amount_missing");
  CHECK(refusal_of(approve(Actor::finance, {{"amount", 100}})) == "reason_missing");
  CHECK(refusal_of(approve(Actor::finance, {{"amount", 0}, {"reason", "No."}})) ==
        "amount_missing");
  for (const Actor actor : {Actor::customer, Actor::bot, Actor::clock, Actor::warehouse}) {
    CHECK(!approve(actor, {{"amount", 54050}}));
  }
  const auto full = must(approve(Actor::finance, {{"amount", 54050}}));
  CHECK(texts(full) == std::set<std::string>{"case.delivery_compensation.approved"});
  const auto part = must(approve(Actor::support, {{"amount", 40000}, {"reason", "Insurance."}}));
  CHECK(texts(part) == std::set<std::string>{"case.delivery_compensation.approved_partly"});
  CHECK(part.notices[0].values.find("paid")->at("amount").integer() == 40000);
  CHECK(part.notices[0].values.find("claimed")->at("amount").integer() == 54050);
}

TEST_CASE("claim: a refusal has a reason, and only a person may reverse it", "[workflow]") {
  const auto here = filed();
  CHECK(refusal_of(send(here, "reject", Actor::finance, {}, kStart + 2h)) == "reason_missing");
  const auto no =
      must(send(here, "reject", Actor::finance, {{"reason", "Another parcel."}}, kStart + 2h));
  CHECK(no.to == "declined");
  CHECK(!send(no.after, "payout_posted", Actor::finance, {}, kStart + 3h));
  CHECK(!send(no.after, "evidence", Actor::customer, receipt(), kStart + 3h));
  CHECK(must(send(no.after, "appeal", Actor::customer, {{"why", "It was mine."}}, kStart + 3h))
            .tasks.size() == 1);
  const auto yes = must(send(no.after, "approve", Actor::support,
                             {{"amount", 54050}, {"reason", "It was."}}, kStart + 4h));
  CHECK(yes.to == "accepted");
}

TEST_CASE("claim: the money is sent once, with a key, and a failure asks for help", "[workflow]") {
  auto step = must(send(filed(), "approve", Actor::finance, {{"amount", 54050}}, kStart + 2h));
  auto posted = event("payout_posted", Actor::finance, {});
  posted.key.clear();
  const auto bare = decide(claim_machine(), policy(), step.after, posted, kStart + 3h);
  CHECK(refusal_of(bare) == "key_missing");
  step =
      must(send(step.after, "payout_failed", Actor::finance, {{"problem", "closed"}}, kStart + 3h));
  CHECK(step.to == "accepted");
  CHECK(step.tasks.size() == 1);
  step = must(send(step.after, "payout_posted", Actor::finance, {}, kStart + 4h));
  CHECK(step.to == "paid");
  CHECK(!send(step.after, "payout_posted", Actor::finance, {}, kStart + 5h));
}

TEST_CASE("claim, fact 81: no limit is stated, so silence only ends the reminders", "[workflow]") {
  auto open = must(open_claim()).after;
  const auto after = [&](const char* name, base::Instant now) {
    const auto step = must(send(open, name, Actor::clock, {}, now));
    open = step.after;
    return texts(step);
  };
  const std::set<std::string> reminder{"case.delivery_compensation.reminder"};
  CHECK(after("remind_first", kStart + 24h * 4) == reminder);
  CHECK(after("remind_second", kStart + 24h * 15) == reminder);
  CHECK(after("close", kStart + 24h * 32).empty());
  CHECK(open.state == "closed");
}
