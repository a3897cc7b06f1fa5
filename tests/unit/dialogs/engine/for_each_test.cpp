// Questions for each item: answers, files, corrections and "back" belong to their item (dialogs.md
// 2, C7).
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

// Both items of the first order, each with answers and files of its own, up to the review.
constexpr const char* kToReview = R"(
> return
> 1042
> all
> damaged
> no lid
+ lid
> 2
> does not fit
+ lamp1, lamp2
)";

}  // namespace

TEST_CASE("for_each: every item has its own answers and files", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
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
+ lid
ret.quantity: How many of lamp?
> 2
ret.reason: Why lamp? [Arrived damaged | Does not fit]
> does not fit
ret.photos: A photo? [No photo]
+ lamp1, lamp2
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = files 2
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].photos").find("\"lid\"") != std::string::npos);
  CHECK(chat.answer("lines[1].photos").find("\"lamp2\"") != std::string::npos);
  CHECK(chat.answer("lines[1].description") == "null");
}

TEST_CASE("for_each: a row of the review changes its item only", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string kettle_files = chat.answer("lines[0].photos");
  const std::string expected = R"(
* lamp: Reason
ret.reason: Why lamp? [Arrived damaged | Does not fit]
* Arrived damaged
repair.changed: changed lamp: Reason Does not fit Arrived damaged
ret.description: What is wrong?
> it flickers
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Arrived damaged
  lamp: Description = it flickers
  lamp: Photos = files 2
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].photos") == kettle_files);
}

TEST_CASE("for_each: files of one item are replaced, those of the others stay", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string lamp_files = chat.answer("lines[1].photos");
  replay(chat, "* kettle: Photos\n+ better\n");
  CHECK(chat.answer("lines[0].photos").find("\"better\"") != std::string::npos);
  CHECK(chat.answer("lines[0].photos").find("\"lid\"") == std::string::npos);
  CHECK(chat.answer("lines[1].photos") == lamp_files);
  CHECK(chat.state.pending->kind == Pending::Kind::review);
}

TEST_CASE("for_each: back goes from one item to the one before", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, "> return\n> 1042\n> all\n> damaged\n> no lid\n+ lid\n> 2\n");
  const std::string expected = R"(
> back
repair.back: back lamp: Pieces
ret.quantity: How many of lamp?
> back
repair.back: back kettle: Photos
ret.photos: A photo?
> back
repair.back: back kettle: Description
ret.description: What is wrong?
> no lid, no handle
ret.photos: A photo?
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].description") == R"("no lid, no handle")");
  CHECK(chat.answer("lines[0].reason") == R"("damaged")");
  CHECK(chat.answer("lines[1].quantity") == "-");
}

TEST_CASE("for_each: an item that is taken out goes with its answers, the others keep theirs",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  const std::string lamp_files = chat.answer("lines[1].photos");
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
  Photos = files 2
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].photos") == lamp_files);
  CHECK(chat.answer("lines[1].photos") == "-");
}

TEST_CASE("C7: a correction in words binds to the item in hand, the one named, or asks",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToReview);
  CHECK(chat.write("change the reason to does not fit") ==
        "repair.which_item: which_item [kettle | lamp]\n");
  CHECK(chat.press("kettle").find("changed kettle: Reason Arrived damaged Does not fit") !=
        std::string::npos);
  CHECK(chat.answer("lines[0].reason") == R"("not_fit")");
  // C5: what was said about the damage is kept aside, and comes back with it.
  CHECK(chat.answer("lines[0].description") == "null");
  chat.write("change the kettle reason to damaged");
  CHECK(chat.answer("lines[0].description") == R"("no lid")");
}
