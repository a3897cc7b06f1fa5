// Greeting, coming back, one task over another.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

TEST_CASE("start: coming back to an open task", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
~ open
greeting.hello: hello [Return a product | Change my name]
> return
ret.order: Which order? [Order 1042 | Order 1057]
~ open
greeting.back: back return [Yes | No]
> yes
repair.resumed: resumed return
ret.order: Which order? [Order 1042 | Order 1057]
~ open
greeting.back: back return [Yes | No]
> 1042
ret.lines: Which items? [kettle | lamp]
~ open
greeting.back: back return [Yes | No]
> no
repair.parked: parked return
~ open
greeting.unfinished: unfinished 1 return [continue return | Change my name]
* continue return
repair.resumed: resumed return
ret.lines: Which items? [kettle | lamp]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: another task interrupts, and gives the place back (R1, R6)", "[dialogs]") {
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
> yes
ret.lines: Which items? [kettle | lamp]
> kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: the interrupted task can be put aside and taken up again", "[dialogs]") {
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
> no
repair.resume: resume return [Yes | No]
-> finished name done
> no
repair.parked: parked return
> return
repair.resumed: resumed return
ret.lines: Which items? [kettle | lamp]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: the same task twice asks to go on or begin anew (R3)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> another return
repair.continue_or_new: continue_or_new return [continue return | new return]
> new
ret.order: Which order? [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
~ start ret
repair.continue_or_new: continue_or_new return [continue return | new return]
* continue return
ret.lines: Which items? [boots]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: a task further down is raised, not doubled (R2)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> change my name
name.first: First name?
> please send back these
repair.noted_start: noted_start return [Return a product]
name.sure: Sure? [Yes | No]
> send back
repair.resumed: resumed return
ret.lines: Which items? [kettle | lamp]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.stack() == "name:interrupted ret:active");
}

TEST_CASE("start: a word of another task inside an answer is only offered", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow, kClaimFlow, kHelpFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> some claim I heard of
ret.order: not_an_option/Which order? [Order 1042 | Order 1057 | Claim costs]
> change my name
name.first: First name?
> a claim
repair.noted_start: noted_start claim [Claim costs]
name.sure: Sure? [Yes | No]
> yes
repair.resume: resume return [Yes | No]
-> finished name done
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: free text that could be a command is kept, and the command offered",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> change my name
name.first: First name?
> please cancel
repair.noted_cancel: noted_cancel [cancel]
name.sure: Sure? [Yes | No]
* cancel
repair.cancelled: cancelled name change [Return a product | Change my name]
-> finished name cancelled
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: an answer and a command in one message", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042, and change my name
name.first: First name?
> Anna
name.sure: Sure? [Yes | No]
> yes, and human
repair.handover: handover
-> handover support asked
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: too many tasks put the oldest aside (R5)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> another return
repair.continue_or_new: continue_or_new return [continue return | new return]
> new
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> another return
repair.continue_or_new: continue_or_new return [continue return | new return]
> new
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> another return
repair.continue_or_new: continue_or_new return [continue return | new return]
> new
repair.too_many_tasks: too_many_tasks return
ret.order: Which order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("start: another one instead of a task in which nothing was said keeps no empty task (R3)",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> another return
repair.continue_or_new: continue_or_new return [continue return | new return]
> new
-> finished ret cancelled
ret.order: Which order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.stack() == "ret:active");
}
