// Paths, promises and refusals of the product return. D1 to D7: the invariants of the domain.
#include "workflow/decide.hpp"

#include <catch2/catch.hpp>
#include <algorithm>
#include <set>

#include "profile.hpp"

using base::Record;
using base::Value;
using workflow::Actor;
using namespace workflow_test;
using namespace std::chrono_literals;

namespace {

// Not at(): assertions need a running test.
const base::Instant kStart = *base::from_iso("2027-03-01T09:00:00Z");

std::string text(const workflow::Case& subject, std::string_view path) {
  return std::string(Value(subject.fields).text_at(path));
}

// "start case:..:ship 2027-.. ship_deadline" without the case's id, sorted.
std::set<std::string> due_rows(const workflow::Transition& transition) {
  std::set<std::string> out;
  for (const auto& change : transition.due) {
    const auto name = workflow::parse_due_id(change.id);
    REQUIRE(name.has_value());
    REQUIRE(name->case_id == transition.after.id);
    out.insert(change.start ? name->timer + " " + base::to_iso(*change.start) + " " + change.event
                            : "cancel " + name->timer);
  }
  return out;
}

std::set<std::string> texts(const workflow::Transition& transition) {
  std::set<std::string> out;
  for (const auto& notice : transition.notices) out.insert(notice.text);
  return out;
}

base::Error refused(const workflow::Case& subject, const workflow::CaseEvent& sent,
                    base::Instant now) {
  const auto result = decide(machine(), policy(), subject, sent, now);
  REQUIRE(!result);
  return result.error();
}

workflow::CaseEvent with(workflow::CaseEvent sent, std::string_view field, Value value) {
  sent.data[field] = std::move(value);
  return sent;
}

workflow::CaseEvent without(workflow::CaseEvent sent, std::string_view field) {
  REQUIRE(sent.data.erase(field));
  return sent;
}

}  // namespace

TEST_CASE("product_return: the whole way from the request to the money", "[workflow]") {
  auto step = must(open_case(machine(), policy(), new_case("Asia/Almaty"),
                             event("submit", Actor::customer), kStart));
  CHECK(step.from == "new");
  CHECK(step.after.version == 1);
  CHECK(step.after.policy_version == policy().version());
  CHECK(texts(step) == std::set<std::string>{"case.product_return.submitted"});
  CHECK(due_rows(step) ==
        std::set<std::string>{"approval 2027-03-04T21:00:00.000Z approval_late"});

  step = apply(step.after, event("approve", Actor::support), at("2027-03-02T10:00:00Z"));
  CHECK(text(step.after, "ship_by") == "2027-03-07T20:59:59.999Z");
  CHECK(text(step.after, "ship_by_date") == "2027-03-07");
  CHECK(text(step.after, "ship_by_zone") == "Europe/Moscow");
  CHECK(due_rows(step) == std::set<std::string>{
                              "cancel approval",
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
  step = apply(step.after, event("open_compensation", Actor::clock), at("2027-03-18T10:00:01Z"));
  CHECK(text(step.after, "compensation") == "opened");
  const auto close = ring(step.after, "keep");
  step = apply(step.after, close.event, close.due);
  CHECK(step.to == "closed");
  CHECK(step.after.fields.find("due") == nullptr);
}

TEST_CASE("D1: without an approval nothing is shipped, paid or compensated", "[workflow]") {
  for (const char* state : {"draft", "submitted", "info_requested", "rejected", "cancelled"}) {
    const Arrived here = arrive(state, kStart);
    for (const char* name : {"ship_confirm", "evidence", "arrived", "accept", "accept_partial",
                             "refund_posted", "open_compensation", "accept_late", "lost"}) {
      for (const Actor actor : workflow::kActors) {
        INFO(state << " " << name << " " << to_string(actor));
        CHECK(refusal(here.subject, event(name, actor), here.last + 1min) != "");
      }
    }
  }
  // Nor when somebody writes a state into the store by hand.
  Arrived here = arrive("submitted", kStart);
  here.subject.state = "refund_pending";
  CHECK(refusal(here.subject, event("refund_posted", Actor::finance), here.last) ==
        "never_approved");
}

TEST_CASE("D1: a rejected or overdue return needs a new decision by a person", "[workflow]") {
  const Arrived rejected = arrive("rejected", kStart);
  for (const Actor actor : workflow::kActors) {
    CHECK(refusal(rejected.subject, event("approve", actor), rejected.last) != "");
  }
  auto silent = event("overrule", Actor::support, {});
  CHECK(refusal(rejected.subject, silent, rejected.last) == "reason_missing");
  CHECK(apply(rejected.subject, event("overrule", Actor::support), rejected.last).to == "approved");

  const Arrived overdue = arrive("overdue", kStart);
  CHECK(refusal(overdue.subject, event("accept_late", Actor::support, {}), overdue.last) ==
        "reason_missing");
  CHECK(apply(overdue.subject, event("accept_late", Actor::support), overdue.last).to ==
        "in_transit");
  // And the file cannot be changed so that it is possible: the promises are proved at load.
  CHECK(machine().promises().size() >= 8);
}

TEST_CASE("D1: a reopened return starts again and needs a new approval", "[workflow]") {
  Arrived here = arrive("closed", kStart);
  const auto reopened = apply(here.subject, event("reopen", Actor::support), here.last + 1min);
  CHECK(reopened.to == "submitted");
  for (const char* field : {"approved_at", "ship_by", "ship_by_zone", "ship_by_date", "closed_as"}) {
    INFO(field);
    CHECK(reopened.after.fields.find(field) == nullptr);
  }
  Arrived paid = arrive("refunded", kStart);
  const auto close = ring(paid.subject, "keep");
  const auto closed = apply(paid.subject, close.event, close.due).after;
  CHECK(refusal(closed, event("reopen", Actor::support), close.due) == "already_refunded");
}

TEST_CASE("D2: the moment the server received the confirmation decides, to the millisecond",
          "[workflow]") {
  const Arrived here = arrive("approved", kStart);
  const base::Instant ship_by = at(text(here.subject, "ship_by"));
  const auto confirm = event("ship_confirm", Actor::customer);
  CHECK(apply(here.subject, confirm, ship_by).to == "in_transit");
  const auto late = refused(here.subject, confirm, ship_by + 1ms);
  CHECK(late.name == "too_late");
  CHECK(late.code == base::Code::conflict);
  CHECK(late.detail.find("(facts 11, 12)") != std::string::npos);
  CHECK(late.detail.find("show the receipt and a person decides") != std::string::npos);
  // The timer and the customer can never both be right at the same millisecond.
  const auto deadline = ring(here.subject, "ship");
  CHECK(deadline.due == ship_by + 1ms);
  CHECK(refusal(here.subject, deadline.event, ship_by) == "timer_early");
  const auto overdue = apply(here.subject, deadline.event, deadline.due);
  CHECK(overdue.to == "overdue");
  CHECK(refusal(overdue.after, confirm, deadline.due) == "too_late");
  CHECK(refusal(overdue.after, deadline.event, deadline.due) == "timer_stale");
}

TEST_CASE("D2: the clock starts at the approval, whenever it is told", "[workflow]") {
  const Arrived here = arrive("submitted", kStart);
  const auto now = at("2027-03-10T20:59:59.999Z");  // a millisecond before midnight in Moscow
  CHECK(text(apply(here.subject, event("approve", Actor::support), now).after, "ship_by_date") ==
        "2027-03-15");
  CHECK(text(apply(here.subject, event("approve", Actor::support), now + 1ms).after,
             "ship_by_date") == "2027-03-16");
}

TEST_CASE("D2: a receipt accepted in time keeps the return in time", "[workflow]") {
  const Arrived here = arrive("approved", kStart);
  const base::Instant ship_by = at(text(here.subject, "ship_by"));
  const auto kept = apply(here.subject, event("evidence", Actor::customer), ship_by);
  CHECK(refusal(here.subject, event("evidence", Actor::customer), ship_by + 1ms) == "too_late");
  const auto deadline = ring(kept.after, "ship");
  const auto graced = apply(kept.after, deadline.event, deadline.due);
  CHECK(graced.to == "approved");
  CHECK(texts(graced) == std::set<std::string>{"case.product_return.finish_confirmation"});
  const auto late = deadline.due + 1h;
  auto confirm = without(event("ship_confirm", Actor::customer), "receipt");
  const auto sent = apply(graced.after, confirm, late);
  CHECK(sent.to == "in_transit");
  CHECK(text(sent.after, "receipt") == "receipt-1");  // the one that came as evidence
  const auto over = ring(graced.after, "grace");
  CHECK(apply(graced.after, over.event, over.due).to == "overdue");
}

TEST_CASE("D3: the targets of 3 and 10 days raise alarms and decide nothing", "[workflow]") {
  const Arrived waiting = arrive("submitted", kStart);
  const auto late = ring(waiting.subject, "approval");
  auto step = apply(waiting.subject, late.event, late.due);
  CHECK(step.to == "submitted");
  CHECK(text(step.after, "priority") == "raised");
  CHECK(texts(step) == std::set<std::string>{"case.product_return.approval_late"});
  REQUIRE(step.tasks.size() == 1);
  CHECK(step.tasks[0].queue == "support");
  CHECK(step.tasks[0].priority == "raised");
  CHECK(refusal(step.after, late.event, late.due + 24h) == "timer_stale");  // once

  for (const char* state : {"inspecting", "extended_check"}) {
    const Arrived checking = arrive(state, kStart);
    const auto check = ring(checking.subject, "check");
    step = apply(checking.subject, check.event, check.due);
    CHECK(step.to == state);
    CHECK(texts(step) == std::set<std::string>{"case.product_return.inspection_late"});
    CHECK(step.tasks.size() == 1);
  }
  // A longer check keeps ringing until it is decided.
  CHECK(ring(step.after, "check").due > at("2030-05-01T00:00:00Z"));
}

TEST_CASE("D4: nobody touches a return of another customer", "[workflow]") {
  for (const char* state : {"draft", "submitted", "approved", "in_transit", "overdue"}) {
    const Arrived here = arrive(state, kStart);
    for (const auto& kind : machine().events()) {
      for (const Actor actor : {Actor::customer, Actor::bot}) {
        for (const char* who : {"", "boris", "anna "}) {
          auto sent = event(kind.name, actor);
          sent.actor_id = who;
          INFO(state << " " << kind.name << " '" << who << "'");
          CHECK(refusal(here.subject, sent, here.last) == "not_yours");
        }
      }
    }
  }
  auto guest = new_case();
  guest.customer = "";
  auto submit = event("submit", Actor::customer);
  submit.actor_id = "";
  const auto result = open_case(machine(), policy(), guest, submit, kStart);
  REQUIRE(!result);
  CHECK(result.error().name == "not_yours");
  CHECK(result.error().code == base::Code::forbidden);
}

TEST_CASE("D5: compensation needs a reason that counts, money sent, a receipt; and comes once",
          "[workflow]") {
  const auto claim = event("open_compensation", Actor::clock);
  Arrived here = arrive("refunded", kStart);
  const auto opened = apply(here.subject, claim, here.last);
  CHECK(texts(opened) == std::set<std::string>{"case.product_return.compensation"});
  CHECK(refusal(opened.after, claim, here.last) == "already_opened");
  auto other = here.subject;
  other.fields["reason"] = "changed_mind";
  const auto why = refused(other, claim, here.last);
  CHECK(why.name == "reason_not_compensated");
  CHECK(why.detail.find("(facts 28, 29, 75)") != std::string::npos);
  other.fields["reason"] = "wrong_item";
  CHECK(refusal(other, claim, here.last) == "");
  other.fields["reason_contradicted"] = true;
  CHECK(refusal(other, claim, here.last) == "reason_contradicted");
  other = here.subject;
  other.fields.erase("receipt");
  CHECK(refusal(other, claim, here.last) == "receipt_missing");
  const Arrived pending = arrive("refund_pending", kStart);
  CHECK(refusal(pending.subject, claim, pending.last) == "timer_stale");  // before the money
}

TEST_CASE("D6: a case is decided under the rules it was opened with", "[workflow]") {
  const Arrived here = arrive("submitted", kStart);
  std::string text_of = read_file("config/policy.yaml");
  const auto figure = text_of.find("value: 5 days");
  REQUIRE(figure != std::string::npos);
  text_of.replace(figure, 13, "value: 9 days");
  const auto newer = workflow::Policy::load({"policy.yaml", text_of});
  REQUIRE(newer.policy != nullptr);
  CHECK(newer.policy->version() != policy().version());
  const auto result = decide(machine(), *newer.policy, here.subject,
                             event("approve", Actor::support), here.last);
  REQUIRE(!result);
  CHECK(result.error().name == "policy_changed");
  // What a message names comes from that version, too.
  const auto approved = apply(here.subject, event("approve", Actor::support), here.last);
  CHECK(Value(approved.notices[0].values).text_at("policy.ship_within") == "5 days");
  CHECK(Value(approved.notices[0].values).text_at("policy.mail_address.index") == "140961");
}

TEST_CASE("D7: every message about a deadline carries the moment and the zone to name it in",
          "[workflow]") {
  auto opened = must(open_case(machine(), policy(), new_case("America/New_York"),
                               event("submit", Actor::customer), kStart));
  const auto approved = apply(opened.after, event("approve", Actor::support), kStart + 1h);
  REQUIRE(approved.notices.size() == 1);
  const auto& notice = approved.notices[0];
  CHECK(notice.zone == "America/New_York");
  CHECK(notice.values.find("ship_by")->text() == "2027-03-07T04:59:59.999Z");
  // Timer, message and case agree, because one function made the moment.
  CHECK(ring(approved.after, "ship").due == at("2027-03-07T04:59:59.999Z") + 1ms);
  CHECK(policy().deadline("ship_within", kStart + 1h, "America/New_York").at ==
        at(text(approved.after, "ship_by")));
  for (const char* timer : {"remind_first", "remind_second", "remind_last"}) {
    const auto due = ring(approved.after, timer);
    const auto reminded = apply(approved.after, due.event, due.due);
    CHECK(reminded.notices[0].values.find("ship_by") != nullptr);
    CHECK(reminded.notices[0].zone == "America/New_York");
  }
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
  CHECK(due_rows(moved) == std::set<std::string>{
                               "remind_first 2027-03-05T20:59:59.999Z remind_first",
                               "remind_second 2027-03-07T20:59:59.999Z remind_second",
                               "remind_last 2027-03-08T17:59:59.999Z remind_last",
                               "ship 2027-03-08T21:00:00.000Z ship_deadline"});
  // The old due row, should it still fire, is early now and changes nothing.
  CHECK(refusal(moved.after, event("ship_deadline", Actor::clock), at("2027-03-06T21:00:00Z")) ==
        "timer_early");
  // Reminders whose moment has passed are not started.
  const auto last_day = at("2027-03-06T12:00:00Z");
  const auto again = apply(moved.after, extend("2027-03-09"), last_day + 48h + 5h);
  CHECK(due_rows(again) == std::set<std::string>{
                               "cancel remind_first",
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
  const auto draft = must(open_case(machine(), policy(), linked,
                                    event("start", Actor::customer, {}), here.last));
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

TEST_CASE("facts 69 and 70: a longer check and a refused product are always told", "[workflow]") {
  for (const char* state : {"inspecting", "extended_check"}) {
    const Arrived here = arrive(state, kStart);
    for (const char* name : {"extend", "non_returnable"}) {
      const auto step = apply(here.subject, event(name, Actor::warehouse), here.last);
      REQUIRE(step.notices.size() == 1);
      CHECK(step.notices[0].is_mandatory);
      const std::string key = name == std::string("extend") ? "extended_check" : name;
      CHECK(step.notices[0].text == "case.product_return." + key);
      CHECK(!Value(step.notices[0].values).text_at("reason").empty());
      CHECK(refusal(here.subject, event(name, Actor::warehouse, {}), here.last) ==
            "reason_missing");
    }
  }
}

TEST_CASE("approved: the facts to state are given to the text", "[workflow]") {
  const auto step = apply(arrive("submitted", kStart).subject, event("approve", Actor::support),
                          kStart + 1h);
  const Value values(step.notices.at(0).values);
  for (const char* path : {"number", "ship_by", "policy.mail_address.text",
                           "policy.mail_address.recipient", "policy.courier_address.text",
                           "policy.courier_address.phone", "policy.courier_address.extension",
                           "policy.ship_within", "policy.account_returns"}) {
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
  for (const char* text : {"", "case:", "case:0198", "case::ship", "case:0198:", "turn:0198:ship"}) {
    CHECK_FALSE(workflow::parse_due_id(text));
  }
}
