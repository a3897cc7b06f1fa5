// The invariants of the domain, D1 to D7, and the messages that the source promises.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "case_steps.hpp"

using base::Value;
using workflow::Actor;
using namespace workflow_test;
using namespace std::chrono_literals;

namespace {

// Not at(): assertions need a running test.
const base::Instant kStart = *base::from_iso("2027-03-01T09:00:00Z");

}  // namespace

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
  for (const char* field :
       {"approved_at", "ship_by", "ship_by_zone", "ship_by_date", "closed_as"}) {
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
  here.last = ring(here.subject, "compensation").due;
  const auto opened = apply(here.subject, claim, here.last);
  CHECK(texts(opened) == std::set<std::string>{"case.product_return.compensation"});
  // The claim is a case of its own, with what it needs of the return.
  REQUIRE(opened.follow_up.has_value());
  CHECK(opened.follow_up->type == "delivery_compensation");
  CHECK(opened.follow_up->fields.find("refunded_at") != nullptr);
  CHECK(refusal(opened.after, claim, here.last) == "timer_stale");
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
  const auto result =
      decide(machine(), *newer.policy, here.subject, event("approve", Actor::support), here.last);
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
