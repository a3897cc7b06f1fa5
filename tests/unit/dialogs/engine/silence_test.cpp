// Silence (dialogs.md 1.5): nudge, park, close; and coming back to what was left (feature 52).
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

TEST_CASE("silence: a reminder, put aside, and back with every answer (1.5)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
~ minutes 4
~ minutes 1
ret.lines: nudge/Which items? [kettle | lamp]
~ minutes 24
~ minutes 1
repair.set_aside: set_aside return Friday 4 December 2026 [continue return]
~ minutes 600
~ open
greeting.unfinished: unfinished 1 return [continue return | Change my name]
* continue return
repair.resumed: resumed return
ret.lines: Which items? [kettle | lamp]
> kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("order") != "-");
}

TEST_CASE("silence: one timer, which looks again instead of being moved", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  chat.shows_silence = true;
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
-> timer silence +5min
~ minutes 3
> 1042
ret.lines: Which items? [kettle | lamp]
~ minutes 1
> kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
~ minutes 1
-> timer silence +4min
~ minutes 4
ret.reason: nudge/Why kettle? [Arrived damaged | Does not fit]
-> timer silence +25min
> cancel
repair.cancelled: cancelled return [Return a product]
-> finished ret cancelled
~ minutes 600
)";
  CHECK(replay(chat, expected) == expected);
  // Nobody is waited for: nothing of it is left in the store.
  CHECK(chat.due.empty());
}

TEST_CASE("silence: after long without a server nobody is reminded of yesterday", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
~ days 1
~ timer silence
repair.set_aside: set_aside return Saturday 5 December 2026 [continue return]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("silence: one moment uses up no try and gives twice the time (1.5 hold)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> one moment
repair.hold: hold
~ minutes 59
> 1042
ret.lines: Which items? [kettle | lamp]
> one moment
repair.hold: hold
~ minutes 60
repair.set_aside: set_aside return Friday 4 December 2026 [continue return]
)";
  CHECK(replay(chat, expected) == expected);
  Chat other(program_of({kReturnFlow}));
  replay(other, "> return\n> blue\n> one moment\n");
  REQUIRE(other.state.pending);
  CHECK(other.state.pending->tries == 1);
}

TEST_CASE("silence: the engine's own question is put aside with its task", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> change my name
name.first: First name?
> Anna
name.sure: Sure? [Yes | No]
> yes
repair.resume: resume return [Yes | No]
-> finished name done
~ minutes 5
repair.nudge: nudge
repair.resume: resume return [Yes | No]
~ minutes 25
repair.set_aside: set_aside return Friday 4 December 2026 [continue return]
> yes
repair.not_understood: not_understood [Return a product | Change my name]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.unfinished() == "return");
}

TEST_CASE("silence: all tasks are put aside, each with a button", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> change my name
name.first: First name?
> Anna
name.sure: Sure? [Yes | No]
~ minutes 30
name.sure: nudge/Sure? [Yes | No]
repair.set_aside: set_aside name change, return Friday 4 December 2026 [continue name change)"
                               R"( | continue return]
* continue return
repair.resumed: resumed return
ret.lines: Which items? [kettle | lamp]
* continue name change
repair.resumed: resumed name change
name.sure: Sure? [Yes | No]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("silence: a button from before goes on with the task that was put aside", "[dialogs]") {
  Chat chat(program_of({kNameFlow, kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
~ minutes 30
ret.lines: nudge/Which items? [kettle | lamp]
repair.set_aside: set_aside return Friday 4 December 2026 [continue return]
* lamp
repair.resumed: resumed return
ret.quantity: How many of lamp?
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("silence: a task is kept as long as its flow says, and no longer", "[dialogs]") {
  std::string flow = kNameFlow;
  flow.insert(flow.find("outcomes:"), "unfinished: keep 14 days\n");
  Chat chat(program_of({flow, kReturnFlow}));
  replay(chat, "> change my name\n> Anna\n~ minutes 30\n");
  CHECK(chat.pass(std::chrono::days(13)).empty());
  CHECK(chat.unfinished() == "name change");
  CHECK(chat.pass(std::chrono::days(1)) == "-> finished name cancelled\n");
  CHECK(chat.unfinished().empty());
  CHECK(chat.due.empty());
}

TEST_CASE("silence: closing lets go of a task that holds nothing of the customer's", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
~ minutes 30
ret.order: nudge/Which order? [Order 1042 | Order 1057]
~ open
greeting.hello: hello [Return a product]
~ minutes 10080
-> finished ret cancelled
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.state.silence.stage == dialogs::Silence::Stage::closed);
  CHECK(chat.due.empty());
}

TEST_CASE("silence: a person who has the dialog is not hurried, nor is the customer", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> human
repair.handover: handover
-> handover support asked
~ minutes 6000
~ proceed
repair.returned: returned
ret.order: Which order? [Order 1042 | Order 1057]
~ minutes 5
ret.order: nudge/Which order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("silence: a page that connects again is greeted once, until the conversation closes",
          "[dialogs]") {
  Chat chat(program_of({kNameFlow}));
  const std::string expected = R"(
~ open
greeting.hello: hello [Change my name]
~ minutes 6000
~ open
~ minutes 6000
~ open
greeting.hello: hello [Change my name]
)";
  CHECK(replay(chat, expected) == expected);
}
