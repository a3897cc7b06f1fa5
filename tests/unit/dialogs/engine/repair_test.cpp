// Misunderstandings, cancel, back, repeat, why, skip, a person; rule numbers of dialogs.md 1.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

TEST_CASE("repair: the ladder of one question, and its reset on progress", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> blue
ret.order: not_an_option/Which order? [Order 1042 | Order 1057]
> green
ret.order: not_an_option/Which order?/pick_one [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
> what
ret.lines: not_an_option/Which items? [boots]
> which
ret.lines: not_an_option/Which items?/pick_many [boots]
> where
ret.lines: not_an_option/Which items?/buttons [boots | back | cancel | human]
> who
repair.handover: too_many_tries/handover
-> handover support tries
> hello
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: the ladder of a conversation without a question", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> purple
repair.not_understood: not_understood [Return a product]
> elephants
repair.not_understood_reworded: not_understood_reworded [Return a product]
> dance
repair.not_understood_buttons: not_understood_buttons [Return a product]
> again
repair.handover: handover
-> handover support not_understood
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: a check says why, and its offer is taken by a button or a yes", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> lamp
ret.quantity: How many of lamp?
> 7
ret.quantity: You bought 2./How many of lamp? [Take all]
* Take all
ret.reason: Why lamp? [Arrived damaged | Does not fit]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].quantity") == "2");
  Chat other(program_of({kReturnFlow}));
  const std::string by_word = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> lamp
ret.quantity: How many of lamp?
> 0
ret.quantity: You bought 2./How many of lamp? [Take all]
> yes
ret.reason: Why lamp? [Arrived damaged | Does not fit]
)";
  CHECK(replay(other, by_word) == by_word);
}

TEST_CASE("repair: cancel is immediate while little is lost (X1)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> cancel
repair.cancelled: cancelled return [Return a product]
-> finished ret cancelled
> cancel
repair.nothing_to_cancel: nothing_to_cancel [Return a product]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: cancel asks first from three answers on (X4), and no keeps everything",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> damaged
ret.description: What is wrong?
> cancel
repair.confirm_cancel: confirm_cancel return [Yes | No]
> no
repair.not_cancelled: not_cancelled return
ret.description: What is wrong?
> cancel
repair.confirm_cancel: confirm_cancel return [Yes | No]
> cancel
repair.cancelled: cancelled return [Return a product]
-> finished ret cancelled
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: cancel takes the calling task with it (X1)", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 5
help.say: About EUR.
help.word: A word?
> stop
repair.cancelled: cancelled claim [Claim costs | Change my name]
-> finished claim cancelled
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: cancel after the point of no return says what can be done (X5)", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 5
help.say: About EUR.
help.word: A word?
> box
help.again: Is it right? [Yes | No]
> yes
claim.claim_summary: File it? [File it | cancel]
  Amount = €5.00
-> finished help helped
> yes
claim.say: Filed as R-1.
-> timer wait:1:claim_decided +4320min
~ signal claim.decided {"approved":false}
claim.appeal: Declined. Appeal? [Yes | No]
-> timer off wait:1:claim_decided
> cancel
repair.cancel_too_late_number: cancel_too_late_number claim R-1 [Change my name]
claim.appeal: Declined. Appeal? [Yes | No]
* Change my name
name.first: First name?
> cancel
repair.cancelled: cancelled name change
repair.resume: resume claim [Yes | No]
-> finished name cancelled
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: back asks the newest answer again (C10)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> back
repair.nothing_to_go_back: nothing_to_go_back
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> back
repair.back: back Items
ret.lines: Which items? [kettle | lamp]
> lamp
ret.quantity: How many of lamp?
> 2
ret.reason: Why lamp? [Arrived damaged | Does not fit]
> back
repair.back: back Pieces
ret.quantity: How many of lamp?
> back
repair.back: back Items
ret.lines: Which items? [kettle | lamp]
> back
repair.back: back Order
ret.order: Which order? [Order 1042 | Order 1057]
> back
repair.nothing_to_go_back: nothing_to_go_back
ret.order: Which order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: back leaves a called flow for its caller's answer (C8)", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 5
help.say: About EUR.
help.word: A word?
> box
help.again: Is it right? [Yes | No]
> back
repair.back: back Word
help.word: A word?
> back
repair.back: back Amount
claim.paid: How much?
> 6
help.say: About EUR.
help.word: A word?
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: repeat, why and skip", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> repeat
repair.nothing_to_repeat: nothing_to_repeat [Return a product | Claim costs | Change my name]
> claim
claim.paid: How much?
> 5
help.say: About EUR.
help.word: A word?
> repeat
help.say: About EUR.
help.word: A word?
> cancel
repair.cancelled: cancelled claim [Return a product | Claim costs | Change my name]
-> finished claim cancelled
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
> all
ret.reason: Why boots? [Arrived damaged | Does not fit]
> why
ret.reason.why: It decides what comes next.
ret.reason: Why boots? [Arrived damaged | Does not fit]
> skip
repair.not_optional: not_optional
ret.reason.why: It decides what comes next.
ret.reason: Why boots?/buttons [Arrived damaged | Does not fit | back | cancel | human]
> does not fit
ret.photos: A photo? [No photo]
> why
repair.no_why: no_why
ret.photos: A photo? [No photo]
> skip
ret.summary: All right? [Send it | cancel]
  Order = Order 1057
  Items = boots
  Pieces = 1
  Reason = Does not fit
  Photos = none
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: what is kept for repeat does not grow with the conversation", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  // The only words of this flow come behind its action.
  for (int times = 0; times < 5; ++times) {
    replay(chat, "> return\n> 1057\n> boots\n> does not fit\n> no photo\n> yes\n");
    CHECK(chat.state.said.size() == 1);
  }
}

TEST_CASE("repair: a person takes over and gives back", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> human
repair.handover: handover
-> handover support asked
> are you there?
* Order 1042
~ open
~ proceed
repair.returned: returned
ret.order: Which order? [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
> human
repair.handover: handover
-> handover support asked
~ resolved
repair.returned: returned
-> finished ret handed_over
> human
repair.handover: handover
-> handover support asked
~ take_over
> hm
~ proceed
repair.returned: returned
> return
ret.order: Which order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("repair: files where none are asked for", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
+ u1
repair.reason.unexpected_files: unexpected_files
> return
ret.order: Which order? [Order 1042 | Order 1057]
+ u1
repair.reason.unexpected_files: unexpected_files
ret.order: Which order? [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
> boots
ret.reason: Why boots? [Arrived damaged | Does not fit]
> damaged
ret.description: What is wrong?
> it leaks
ret.photos: A photo?
+ u1 as exe
ret.photos: file_type JPEG, PNG/A photo?
+ u1, u2, u3
ret.photos: too_many_files 2/A photo?/files
+ u1
ret.summary: All right? [Send it | cancel]
  Order = Order 1057
  Items = boots
  Pieces = 1
  Reason = Arrived damaged
  Description = it leaks
  Photos = files 1
)";
  CHECK(replay(chat, expected) == expected);
}
