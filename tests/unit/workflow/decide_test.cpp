// Paths and refusals of the product return.
#include "workflow/decide.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "case_steps.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using namespace workflow_test;
using namespace std::chrono_literals;

namespace {

// Not at(): assertions need a running test.
const base::Instant kStart = *base::from_iso("2027-03-01T09:00:00Z");

}  // namespace

TEST_CASE("product_return: the whole way from the request to the money", "[workflow]") {
  auto step = must(open_case(machine(), policy(), new_case("Asia/Almaty"),
                             event("submit", Actor::customer), kStart));
  CHECK(step.from == "new");
  CHECK(step.after.version == 1);
  CHECK(step.after.policy_version == policy().version());
  CHECK(texts(step) == std::set<std::string>{"case.product_return.submitted"});
  CHECK(due_rows(step) == std::set<std::string>{"approval 2027-03-04T21:00:00.000Z approval_late"});

  step = apply(step.after, event("approve", Actor::support), at("2027-03-02T10:00:00Z"));
  CHECK(text(step.after, "ship_by") == "2027-03-07T20:59:59.999Z");
  CHECK(text(step.after, "ship_by_date") == "2027-03-07");
  CHECK(text(step.after, "ship_by_zone") == "Europe/Moscow");
  CHECK(due_rows(step) ==
        std::set<std::string>{"cancel approval",
                              "remind_first 2027-03-04T20:59:59.999Z remind_first",
                              "remind_second 2027-03-06T20:59:59.999Z remind_second",
                              "remind_last 2027-03-07T17:59:59.999Z remind_last",
                              "ship 2027-03-07T21:00:00.000Z ship_deadline"});
  CHECK(texts(step) == std::set<std::string>{"case.product_return.approved"});

  const auto reminder = ring(step.after, "remind_first");
  step = apply(step.after, reminder.event, reminder.due);
  CHECK(due_rows(step).empty());
  CHECK(texts(step) == std::set<std::string>{"case.product_return.ship_reminder"});

  step = apply(step.after, event("ship_confirm", Actor::customer), at("2027-03-05T10:00:00Z"));
  CHECK(text(step.after, "track") == "RB473124829US");
  CHECK(due_rows(step) == std::set<std::string>{"cancel remind_second", "cancel remind_last",
                                                "cancel ship",
                                                "stall 2027-04-04T21:00:00.000Z stalled"});
  step = apply(step.after, event("arrived", Actor::carrier), at("2027-03-15T10:00:00Z"));
  CHECK(text(step.after, "check_by") == "2027-03-25T20:59:59.999Z");
  step = apply(step.after, event("accept", Actor::warehouse), at("2027-03-16T10:00:00Z"));
  step = apply(step.after, event("refund_posted", Actor::finance), at("2027-03-18T10:00:00Z"));
  CHECK(step.after.fields.find("amount")->integer() == 129900);
  CHECK(step.after.version == 7);
  // Defective, money sent, receipt there: the cost of sending can be claimed.
  const auto opening = ring(step.after, "compensation");
  step = apply(step.after, opening.event, opening.due);
  CHECK(text(step.after, "compensation") == "opened");
  const auto close = ring(step.after, "keep");
  step = apply(step.after, close.event, close.due);
  CHECK(step.to == "closed");
  CHECK(step.after.fields.find("due") == nullptr);
}

TEST_CASE("product_return: a reminder that fires after the last moment says nothing",
          "[workflow]") {
  // The clock jumps, or the server was off: the rows fire one after the other, all late.
  auto step =
      must(open_case(machine(), policy(), new_case(), event("submit", Actor::customer), kStart));
  step = apply(step.after, event("approve", Actor::support), kStart + 1h);
  const auto late = at(text(step.after, "ship_by")) + 24h;
  for (const char* timer : {"remind_first", "remind_second", "remind_last"}) {
    step = apply(step.after, ring(step.after, timer).event, late);
    CHECK(texts(step).empty());
  }
  step = apply(step.after, ring(step.after, "ship").event, late);
  CHECK(texts(step) == std::set<std::string>{"case.product_return.overdue"});
}

TEST_CASE("product_return: the message about the money says amount, method and points",
          "[workflow]") {
  const Arrived here = arrive("refund_pending", kStart);
  const auto paid = [&](Record more) {
    Record data{{"amount", 129900}, {"currency", "RUB"}};
    for (const auto& field : more) data[field.name] = field.value;
    return apply(here.subject, event("refund_posted", Actor::finance, data), here.last);
  };
  const auto plain = paid({});
  CHECK(texts(plain) == std::set<std::string>{"case.product_return.refunded"});
  CHECK(plain.notices[0].values.find("paid")->at("amount").integer() == 129900);
  const auto with_points = paid({{"method", "card"}, {"points", 21}});
  CHECK(texts(with_points) == std::set<std::string>{"case.product_return.refunded_by",
                                                    "case.product_return.refund_points"});
}

TEST_CASE("submit: each guard refuses with its name and fact", "[workflow]") {
  const auto good = event("submit", Actor::customer);
  const Value::List none;
  const auto lines = [](int quantity, Value returnable) {
    return Value::List{
        Record{{"item", "mug-7"}, {"quantity", quantity}, {"returnable", returnable}}};
  };
  const std::tuple<workflow::CaseEvent, const char*, const char*> rows[] = {
      {with(good, "owns_order", false), "not_order_owner", "(fact 2)"},
      {without(good, "owns_order"), "not_order_owner", "(fact 2)"},
      {without(good, "order"), "order_missing", "(fact 2)"},
      {with(good, "lines", none), "products_missing", "(fact 3)"},
      {with(good, "lines", lines(1, {})), "product_not_in_order", "(fact 3)"},
      {with(good, "lines", lines(3, 2)), "quantity_too_high", "(fact 3)"},
      {with(good, "lines", lines(0, 2)), "quantity_too_high", "(fact 3)"},
      {without(good, "reason"), "reason_missing", "(fact 4)"},
      {with(good, "description", "  \xC2\xA0 "), "description_missing", "(fact 5)"},
      {with(good, "photos", none), "photo_missing", "(fact 6)"},
      {with(good, "photos", Value::List(201, Value("p"))), "too_many_photos", ""},
      {with(good, "lines", "mug"), "bad_data", "'lines' must be a list"},
      {with(good, "colour", "red"), "bad_data", "'colour' does not belong here"},
      {with(good, "description", std::string(32001, 'x')), "bad_data", "32000"},
      {with(good, "description", "\xff"), "bad_data", "UTF-8"}};
  for (const auto& [sent, name, words] : rows) {
    INFO(name);
    const auto result = open_case(machine(), policy(), new_case(), sent, kStart);
    REQUIRE(!result);
    CHECK(result.error().name == name);
    CHECK(result.error().detail.find(words) != std::string::npos);
    // A draft goes through the same guards.
    CHECK(refusal(arrive("draft", kStart).subject, sent, kStart) == name);
  }
  CHECK(apply(arrive("draft", kStart).subject, good, kStart).to == "submitted");
}

TEST_CASE("ship_confirm: each guard refuses with its name and fact", "[workflow]") {
  const Arrived here = arrive("approved", kStart);
  const auto good = event("ship_confirm", Actor::customer);
  const std::tuple<workflow::CaseEvent, const char*, const char*> rows[] = {
      {without(good, "receipt"), "receipt_missing", "(fact 31)"},
      {without(good, "carrier"), "carrier_missing", "(facts 24, 32)"},
      {without(good, "track"), "track_missing", "(facts 32, 33)"},
      {with(good, "track", "12"), "track_unusable", "(fact 32)"},
      {with(good, "track", "RB473124828US"), "track_unconfirmed", "(fact 32)"},
      {with(good, "track", "1234567890"), "track_unconfirmed", "(fact 32)"},
      {with(good, "track_in_use", true), "track_in_use", "(fact 33)"},
      {with(good, "method", "pigeon"), "bad_data", "must be one of: mail, courier"}};
  for (const auto& [sent, name, words] : rows) {
    INFO(name);
    const auto error = refused(here.subject, sent, here.last);
    CHECK(error.name == name);
    CHECK(error.detail.find(words) != std::string::npos);
  }
  // Looking again and saying so is enough for a number we cannot check.
  auto weak = with(with(good, "track", "1234567890"), "track_confirmed", true);
  const auto sent = apply(here.subject, weak, here.last);
  CHECK(text(sent.after, "track_strength") == "weak");
}

TEST_CASE("deadlines: support may extend one, forwards only, and the timers move along",
          "[workflow]") {
  const Arrived here = arrive("approved", at("2027-03-01T09:00:00Z"));
  const auto extend = [&](std::string_view until) {
    return event("extend_deadline", Actor::support,
                 {{"until", until}, {"reason", "Strike at the post."}});
  };
  CHECK(refusal(here.subject, extend("2027-02-01"), here.last) == "date_not_later");
  CHECK(refusal(here.subject, extend("2027-03-06"), here.last) == "date_not_later");  // the same
  CHECK(refusal(here.subject, extend("soon"), here.last) == "bad_data");
  const auto moved = apply(here.subject, extend("2027-03-08"), here.last);
  CHECK(due_rows(moved) ==
        std::set<std::string>{"remind_first 2027-03-05T20:59:59.999Z remind_first",
                              "remind_second 2027-03-07T20:59:59.999Z remind_second",
                              "remind_last 2027-03-08T17:59:59.999Z remind_last",
                              "ship 2027-03-08T21:00:00.000Z ship_deadline"});
  // The old due row, should it still fire, is early now and changes nothing.
  CHECK(refusal(moved.after, event("ship_deadline", Actor::clock), at("2027-03-06T21:00:00Z")) ==
        "timer_early");
  // Reminders whose moment has passed are not started.
  const auto last_day = at("2027-03-06T12:00:00Z");
  const auto again = apply(moved.after, extend("2027-03-09"), last_day + 48h + 5h);
  CHECK(due_rows(again) ==
        std::set<std::string>{"cancel remind_first",
                              "remind_second 2027-03-08T20:59:59.999Z remind_second",
                              "remind_last 2027-03-09T17:59:59.999Z remind_last",
                              "ship 2027-03-09T21:00:00.000Z ship_deadline"});
}

TEST_CASE("overdue: proof of posting goes to a person, a new request opens a linked return",
          "[workflow]") {
  const Arrived here = arrive("overdue", kStart);
  auto proof = event("late_proof", Actor::customer);
  const auto last_day = text(here.subject, "ship_by_date");
  proof.data["receipt_date"] = last_day;
  const auto shown = apply(here.subject, proof, here.last + 1h);
  CHECK(shown.to == "overdue");
  REQUIRE(shown.tasks.size() == 1);
  CHECK(shown.tasks[0].reason == "late_proof");
  proof.data["receipt_date"] = "2030-01-01";
  CHECK(refusal(here.subject, proof, here.last) == "proof_too_late");
  const auto accepted = apply(shown.after, event("accept_late", Actor::support), here.last + 2h);
  CHECK(text(accepted.after, "receipt") == "receipt-2");

  const auto again = apply(here.subject, event("new_request", Actor::customer), here.last);
  REQUIRE(again.follow_up.has_value());
  CHECK(again.to == "overdue");
  CHECK(again.follow_up->type == "product_return");
  CHECK(Value(again.follow_up->fields).text_at("order") == "7001");
  CHECK(Value(again.follow_up->fields).text_at("linked_from") == "R-TEST-0000");
  auto linked = new_case();
  linked.fields = again.follow_up->fields;
  const auto draft =
      must(open_case(machine(), policy(), linked, event("start", Actor::customer, {}), here.last));
  CHECK(text(draft.after, "order") == "7001");
}

TEST_CASE("lost: a person decides between closing and paying", "[workflow]") {
  const Arrived here = arrive("in_transit", kStart);
  auto lost = event("lost", Actor::support);
  CHECK(apply(here.subject, lost, here.last).to == "closed");
  lost.data["decision"] = "refund";
  CHECK(apply(here.subject, lost, here.last).to == "refund_pending");
  lost.data.erase("decision");
  CHECK(refusal(here.subject, lost, here.last) == "decision_missing");
}

TEST_CASE("approved: the facts to state are given to the text", "[workflow]") {
  const auto step =
      apply(arrive("submitted", kStart).subject, event("approve", Actor::support), kStart + 1h);
  const Value values(step.notices.at(0).values);
  for (const char* path :
       {"number", "ship_by", "policy.mail_address.text", "policy.mail_address.recipient",
        "policy.courier_address.text", "policy.courier_address.phone",
        "policy.courier_address.extension", "policy.ship_within", "policy.account_returns"}) {
    INFO(path);
    CHECK(values.at(path).is_text());
  }
  CHECK(values.at("policy.couriers").list().size() == 8);
  CHECK(values.at("policy.mail_services").list().size() == 4);
  const auto type = machine().notice_type("approved", policy());
  REQUIRE(type.has_value());
  CHECK(type->field("ship_by")->kind == base::Type::Kind::instant);
  CHECK(type->field("policy")->field("mail_address")->field("text") != nullptr);
}

TEST_CASE("due ids: they carry the case and the timer, and nothing else is one", "[workflow]") {
  CHECK(workflow::due_id("0198", "ship") == "case:0198:ship");
  const auto name = workflow::parse_due_id("case:0198:ship");
  REQUIRE(name.has_value());
  CHECK(name->case_id == "0198");
  CHECK(name->timer == "ship");
  for (const char* text :
       {"", "case:", "case:0198", "case::ship", "case:0198:", "turn:0198:ship"}) {
    CHECK_FALSE(workflow::parse_due_id(text));
  }
}
