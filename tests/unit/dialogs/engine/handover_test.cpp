// A person takes the dialog and gives it back with an outcome (dialogs.md 1.5, R8); hours of
// queues.
#include <catch2/catch.hpp>

#include "dialogs/engine/handover.hpp"
#include "dialogs/shop_time.hpp"
#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

constexpr const char* kStepFlow = R"(
flow: complaint
title: complaint
starts:
  button: start_complaint
  label: Complain
  phrases: [complain]
outcomes: [done]
steps:
  - ask: word
    as: text
    length: 1..50
    text: What happened?
    label: Complaint
  - handover: finance
  - ask: fine
    as: yes_no
    text: Settled?
  - end: done
)";

constexpr const char* kOutcomeFlow = R"(
flow: advice
title: advice
starts:
  phrases: [advice]
outcomes: [helped, not_helped]
steps:
  - handover: finance
    save: talk
  - if: talk == resolved
    then:
      - say: Glad that it is settled.
      - end: helped
  - if: talk == continue
    then:
      - say: Then let me try.
      - end: not_helped
)";

}  // namespace

TEST_CASE("handover: how it ended is a value that the flow branches on", "[dialogs]") {
  const auto after = [](const char* given_back) {
    Chat chat(program_of({kOutcomeFlow}));
    replay(chat, "> advice\n");
    return replay(chat, given_back);
  };
  CHECK(after("~ resolved\n") ==
        "~ resolved\n"
        "repair.returned: returned\n"
        "advice.say: Glad that it is settled.\n"
        "-> finished advice helped\n");
  CHECK(after("~ proceed\n") ==
        "~ proceed\n"
        "repair.returned: returned\n"
        "advice.say_2: Then let me try.\n"
        "-> finished advice not_helped\n");
  CHECK(after("~ take_over\n") == "~ take_over\n-> finished advice handed_over\n");
}

TEST_CASE("handover: a closed queue says so, and when it opens", "[dialogs]") {
  Chat chat(program_of({kStepFlow}));
  const std::string expected = R"(
> human
repair.handover: handover
-> handover support asked
~ proceed
repair.returned: returned
~ minutes 720
> human
repair.handover: handover/closed_message Saturday 28 November 2026, 09:00 (Unknown City time)
-> handover support asked
~ proceed
repair.returned: returned
> complain
complaint.word: What happened?
> it leaks
repair.handover: handover/closed_queue Monday 30 November 2026, 10:00 (Unknown City time)
-> handover finance flow
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("handover: the task goes on behind the step when it is resolved", "[dialogs]") {
  Chat chat(program_of({kStepFlow, kNameFlow}));
  const std::string expected = R"(
> complain
complaint.word: What happened?
> it leaks
repair.handover: handover
-> handover finance flow
> are you there
~ open
~ start name
~ minutes 600
~ resolved
repair.returned: returned
complaint.fine: Settled? [Yes | No]
> yes
repair.closed: closed [Complain | Change my name]
-> finished complaint done
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("handover: a person who was not called takes the dialog without a word of the bot",
          "[dialogs]") {
  Chat chat(program_of({kStepFlow, kNameFlow}));
  const std::string expected = R"(
> complain
complaint.word: What happened?
~ taken
> hello
> cancel
> human
~ open
~ start name
~ minutes 600
~ taken
~ proceed
repair.returned: returned
complaint.word: What happened?
> it leaks
repair.handover: handover/closed_queue Monday 30 November 2026, 10:00 (Unknown City time)
-> handover finance flow
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("handover: continue asks again with fresh look-ups (R8)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, "> return\n> human\n");
  chat.lookups["shop.orders"] = base::Value::List{
      base::Record{{"number", "1099"}, {"currency", "EUR"}, {"lines", base::Value::List{}}}};
  const std::string expected = R"(
~ proceed
repair.returned: returned
ret.order: Which order? [Order 1099]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("handover: what wakes meanwhile waits until the person is gone (R9)", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n> yes\n> human\n");
  REQUIRE(chat.state.is_mute());
  const std::string expected = R"(
~ signal claim.decided {"approved":false}
-> timer off wait:1:claim_decided
~ resolved
repair.returned: returned
repair.resume: resume claim [Yes | No]
> yes
claim.appeal: Declined. Appeal? [Yes | No]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("handover: hours by the shop's own clock", "[dialogs]") {
  // Three hours east of UTC, closed on Fridays.
  class East final : public ShopTime {
   public:
    LocalTime local(base::Instant instant) const override {
      return ShopTime::local(instant + std::chrono::hours(3));
    }
    base::Instant at(std::chrono::sys_days date, int minute) const override {
      return ShopTime::at(date, minute) - std::chrono::hours(3);
    }
    bool is_working_day(std::chrono::sys_days date) const override {
      return std::chrono::weekday(date) != std::chrono::Friday;
    }
  };
  const East shop;
  const auto program = program_of({kNameFlow});
  const Formatter formatter("en", "UTC", program->texts.formats("en"));
  const base::Value nothing;
  const auto opening = [&](std::string_view now, const QueueSettings& queue) -> std::string {
    const Context context{*base::from_iso(now), "", "en", formatter, nothing, nothing, &shop};
    const auto opens = next_opening(context, queue);
    return opens ? base::to_iso(*opens) : "open";
  };
  QueueSettings daily;
  daily.hours = {{9 * 60, 21 * 60}};
  QueueSettings working = daily;
  working.is_closed_on_days_off = true;
  CHECK(opening("2026-11-26T05:59:59Z", daily) == "2026-11-26T06:00:00.000Z");
  CHECK(opening("2026-11-26T06:00:00Z", daily) == "open");
  CHECK(opening("2026-11-26T17:59:00Z", daily) == "open");
  CHECK(opening("2026-11-26T18:00:00Z", daily) == "2026-11-27T06:00:00.000Z");
  CHECK(opening("2026-11-26T18:00:00Z", working) == "2026-11-28T06:00:00.000Z");
  CHECK(opening("2026-11-27T08:00:00Z", working) == "2026-11-28T06:00:00.000Z");
  // Closed over lunch, and all day on a holiday.
  QueueSettings twice = daily;
  twice.hours = {{9 * 60, 13 * 60}, {14 * 60, 21 * 60}};
  CHECK(opening("2026-11-26T09:59:00Z", twice) == "open");
  CHECK(opening("2026-11-26T10:00:00Z", twice) == "2026-11-26T11:00:00.000Z");
  CHECK(opening("2026-11-26T11:00:00Z", twice) == "open");
  twice.holidays = {std::chrono::year(2026) / 11 / 26};
  CHECK(opening("2026-11-26T11:00:00Z", twice) == "2026-11-27T06:00:00.000Z");
  // A queue without hours never closes.
  CHECK(opening("2026-11-26T03:00:00Z", QueueSettings()) == "open");
}

TEST_CASE("shop time: working days end with the day, in the shop's zone", "[dialogs]") {
  const ShopTime utc;
  const auto after = [&](std::string_view start, int days) {
    return base::to_iso(after_working_days(utc, *base::from_iso(start), days));
  };
  CHECK(after("2026-11-26T10:00:00Z", 1) == "2026-11-27T23:59:59.999Z");
  CHECK(after("2026-11-27T10:00:00Z", 1) == "2026-11-30T23:59:59.999Z");
  CHECK(after("2026-11-28T10:00:00Z", 3) == "2026-12-02T23:59:59.999Z");
}
