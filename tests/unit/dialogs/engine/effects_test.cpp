// Look-ups, actions with refusals and trouble, timers.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

namespace {

constexpr const char* kToReview = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
> all
ret.reason: Why boots? [Arrived damaged | Does not fit]
> does not fit
ret.photos: A photo? [No photo]
> no photo
ret.summary: All right? [Send it | cancel]
  Order = Order 1057
  Items = boots
  Pieces = 1
  Reason = Does not fit
  Photos = none
)";

}  // namespace

TEST_CASE("effects: a refused action has its own way, and asks again", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
~ next refused too_late {"until":"2026-11-01"}
> yes
ret.say_3: Too late since Sunday 1 November 2026.
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> does not fit
ret.photos: A photo? [No photo]
> skip
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle
  Pieces = 1
  Reason = Does not fit
  Photos = none
> yes
ret.done: Done, it is R-1.
-> finished ret submitted
)";
  CHECK(replay(chat, expected) == expected);
  REQUIRE(chat.acted.size() == 2);
  CHECK(chat.acted[0].key != chat.acted[1].key);
}

TEST_CASE("effects: a refusal that the flow has no words for goes to a person", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
~ next refused unheard_of {}
> yes
repair.handover: refused/handover
-> handover support trouble
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("effects: trouble is tried again with the same key, then a person", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
~ next trouble
~ next trouble
~ next trouble
> yes
repair.trouble_retry: trouble_retry
-> timer retry:2 +3min
> hello?
repair.working: working
~ timer retry:2
-> timer retry:2 +3min
~ timer retry:1
~ timer retry:2
repair.handover: trouble/handover
-> handover support trouble
~ timer retry:2
)";
  CHECK(replay(chat, expected) == expected);
  REQUIRE(chat.acted.size() == 3);
  CHECK(chat.acted[0].key == chat.acted[2].key);
}

TEST_CASE("effects: an action that must not be repeated is not", "[dialogs]") {
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
~ next trouble
> yes
repair.handover: trouble/handover
-> handover support trouble
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.acted.size() == 1);
}

TEST_CASE("effects: messages during a look-up are answered, not lost", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  chat.answers_requests = false;
  const std::string expected = R"(
> return
-> lookup shop.orders
> 1042
repair.working: working
> cancel
repair.working: working
~ open
repair.working: working
> human
repair.handover: handover
-> handover support asked
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("effects: a look-up that fails goes to a person", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
~ lookup fails
> return
repair.handover: lookup_failed/handover
-> handover support trouble
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("effects: results and timers that nobody waits for do nothing", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string before = to_json(chat.state);
  chat.happen(dialogs::TimerEvent{"wait:1:decided"});
  chat.happen(dialogs::TimerEvent{"retry:99999999999999999999"});
  chat.happen(dialogs::LookupResult{7, {}, false});
  chat.happen(dialogs::ActionResult{7, {}, {}, {}});
  chat.happen(dialogs::SignalEvent{"claim.decided", {}, {}});
  chat.happen(dialogs::HandoverEnded{});
  CHECK(chat.state.frames.empty());
  CHECK(chat.state.next_request == 1);
}
