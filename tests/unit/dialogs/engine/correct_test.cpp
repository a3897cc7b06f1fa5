// Changing answers from the review, and what that undoes (C1 to C12).
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

namespace {

// Up to the review: the kettle is damaged, both lamps do not fit.
constexpr const char* kToReview = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
> all
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> damaged
ret.description: What is wrong?
> no lid
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
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = none
)";

}  // namespace

TEST_CASE("correct: a row asks again, old and new are acknowledged (C12)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
* lamp: Reason
ret.reason: Why lamp? [Arrived damaged | Does not fit]
* Arrived damaged
repair.changed: changed lamp: Reason Does not fit Arrived damaged
ret.description: What is wrong?
> too small
ret.photos: A photo?
+ u7
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Arrived damaged
  lamp: Description = too small
  lamp: Photos = files 1
* Send it
ret.done: Done, it is R-1.
-> finished ret submitted
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("correct: what depends on it goes, others stand (C2), a left branch is kept aside (C5)",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
* kettle: Reason
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> does not fit
repair.changed: changed kettle: Reason Arrived damaged Does not fit
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Does not fit
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = none
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].reason") == R"("not_fit")");
  CHECK(chat.answer("lines[0].description") == "null");
  CHECK(chat.answer("lines[1].reason") == R"("not_fit")");
  REQUIRE(chat.state.frames.back().archived.size() == 1);
  CHECK(chat.state.frames.back().archived[0].path == "lines[0].description");
  // Entered again, the branch has its answer back.
  const std::string again = R"(
* kettle: Reason
ret.reason: Why kettle? [Arrived damaged | Does not fit]
> damaged
repair.changed: changed kettle: Reason Does not fit Arrived damaged
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = none
)";
  CHECK(replay(chat, again) == again);
  CHECK(chat.answer("lines[0].description") == R"("no lid")");
  CHECK(chat.state.frames.back().archived.empty());
}

TEST_CASE("correct: a wrong new value leaves the old one (C1), back gives up", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
* lamp: Pieces
ret.quantity: How many of lamp?
> 9
ret.quantity: You bought 2./How many of lamp? [Take all]
> back
repair.kept: kept lamp: Pieces 2
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = none
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[1].quantity") == "2");
}

TEST_CASE("correct: the same value changes nothing (C11)", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
* lamp: Pieces
ret.quantity: How many of lamp?
> two
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = none
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[1].quantity") == "2");
}

TEST_CASE("correct: another order asks for its items, the old ones go", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
* Order
ret.order: Which order? [Order 1042 | Order 1057]
* Order 1057
repair.changed: changed Order Order 1042 Order 1057
ret.lines: Which items? [boots]
> boots
ret.reason: Why boots? [Arrived damaged | Does not fit]
> damaged
ret.description: What is wrong?
> sole
ret.photos: A photo?
+ u9
ret.summary: All right? [Send it | cancel]
  Order = Order 1057
  Items = boots
  Pieces = 1
  Reason = Arrived damaged
  Description = sole
  Photos = files 1
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("correct: items that stay in the list keep their answers", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
* Items
ret.lines: Which items? [kettle | lamp]
* lamp
repair.changed: changed Items kettle, lamp lamp
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = lamp
  Pieces = 2
  Reason = Does not fit
  Photos = none
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].reason") == R"("not_fit")");
  CHECK(chat.answer("lines[1].reason") == "-");
}

TEST_CASE("correct: typing a row's name, and an old button, while the review is open",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string expected = R"(
> lamp pieces
ret.quantity: How many of lamp?
> 1
repair.changed: changed lamp: Pieces 2 1
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 1
  lamp: Reason = Does not fit
  lamp: Photos = none
* Arrived damaged
repair.changed: changed lamp: Reason Does not fit Arrived damaged
ret.description: What is wrong?
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("correct: after the point of no return it is too late (C6)", "[dialogs]") {
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
> back
repair.too_late_to_change_number: too_late_to_change_number claim R-1 [human]
claim.appeal: Declined. Appeal? [Yes | No]
)";
  CHECK(replay(chat, expected) == expected);
}
