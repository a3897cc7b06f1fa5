// The ten verbs, in conversations that go as they should.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

TEST_CASE("walk: a return from greeting to its number", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  const std::string expected = R"(
~ open
greeting.hello: hello [Return a product | Change my name]
> I want to send back something
ret.order: Which order? [Order 1042 | Order 1057]
> the first one
ret.lines: Which items? [kettle | lamp]
> kettle, lamp
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> damaged
ret.description: What is wrong?
> the lid is gone, cancel that return
ret.photos: A photo?
+ u1
ret.quantity: How many of lamp?
> 2
ret.reason: Why lamp? [Arrived damaged | Does not fit]
> does not fit
ret.photos: A photo? [No photo]
> no photo
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = the lid is gone, cancel that return
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = none
> yes
ret.done: Done, it is R-1.
-> finished ret submitted
)";
  CHECK(replay(chat, expected) == expected);
  REQUIRE(chat.acted.size() == 1);
  CHECK(chat.acted[0].name == "returns.create");
  CHECK(chat.state.frames.empty());
}

TEST_CASE("walk: answers by buttons", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
~ open
greeting.hello: hello [Return a product]
* Return a product
ret.order: Which order? [Order 1042 | Order 1057]
* Order 1042
ret.lines: Which items? [kettle | lamp]
* kettle, lamp
ret.reason: Why kettle? [Arrived damaged | Does not fit]
* Arrived damaged
ret.description: What is wrong?
> broken
ret.photos: A photo?
+ u1, u2
ret.quantity: How many of lamp?
> 1
ret.reason: Why lamp? [Arrived damaged | Does not fit]
* Does not fit
ret.photos: A photo? [No photo]
* No photo
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = broken
  kettle: Photos = files 2
  lamp: Pieces = 1
  lamp: Reason = Does not fit
  lamp: Photos = none
* Send it
ret.done: Done, it is R-1.
-> finished ret submitted
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("walk: an empty look-up takes its own way", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  chat.lookups["shop.orders"] = base::Value::List{};
  const std::string expected = R"(
> return
ret.say: You have none.
-> finished ret none
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("walk: a called flow gives back what it learned", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 12.50
help.say: About EUR.
help.word: A word?
> box
help.again: Is it right? [Yes | No]
> yes
claim.claim_summary: File it? [File it | cancel]
  Amount = €12.50
-> finished help helped
> yes
claim.say: Filed as R-1.
-> timer wait:1:claim_decided +4320min
> hello
greeting.hello: hello [Claim costs | Change my name]
~ signal claim.decided {"approved":true}
claim.say_3: Paid.
-> timer off wait:1:claim_decided
-> finished claim paid
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("walk: another outcome of a called flow takes the other way", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 12.50
help.say: About EUR.
help.word: A word?
> box
help.again: Is it right? [Yes | No]
> no
repair.closed: closed [Claim costs | Change my name]
-> finished help not_helped
-> finished claim not_helped
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("walk: a wait ends late when nothing comes", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 1
help.say: About EUR.
help.word: A word?
> box
help.again: Is it right? [Yes | No]
> yes
claim.claim_summary: File it? [File it | cancel]
  Amount = €1.00
-> finished help helped
> yes
claim.say: Filed as R-1.
-> timer wait:1:claim_decided +4320min
~ timer wait:1:claim_decided
claim.say_2: This takes long.
-> finished claim late
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("walk: what wakes beside an open question never takes it away", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  const std::string expected = R"(
> claim
claim.paid: How much?
> 1
help.say: About EUR.
help.word: A word?
> box
help.again: Is it right? [Yes | No]
> yes
claim.claim_summary: File it? [File it | cancel]
  Amount = €1.00
-> finished help helped
> yes
claim.say: Filed as R-1.
-> timer wait:1:claim_decided +4320min
> change my name
name.first: First name?
~ signal claim.decided {"approved":false}
-> timer off wait:1:claim_decided
> Anna
name.sure: Sure? [Yes | No]
> yes
repair.resume: resume claim [Yes | No]
-> finished name done
> yes
claim.appeal: Declined. Appeal? [Yes | No]
> no
repair.closed: closed [Claim costs | Change my name]
-> finished claim declined
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("walk: a flow of ten thousand steps loads, and is walked in one turn", "[dialogs]") {
  // One question and as many branches as fit; each answer goes through all of them.
  std::string flow = R"(
flow: long
title: long way
starts:
  phrases: [the long way]
outcomes: [done]
steps:
  - ask: way
    as: choice
    text: Which way?
    options:
      first: The first
      second: The second
)";
  const std::size_t branches = (dialogs::kMaxStepsOfFlow - 3) / 2;
  for (std::size_t at = 0; at < branches; ++at) {
    const bool is_last = at + 1 == branches;
    flow += is_last ? "  - if: way == second\n" : "  - if: way == first\n";
    flow += "    then:\n      - say: Passed.\n";
  }
  flow += "  - end: done\n";
  Chat chat(program_of({flow}));
  CHECK(chat.write("the long way") == "long.way: Which way? [The first | The second]\n");
  CHECK(chat.press("The second").find("Passed.\n-> finished long done\n") != std::string::npos);
}
