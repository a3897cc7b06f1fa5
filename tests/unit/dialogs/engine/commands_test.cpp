// Turn order and precedence (dialogs.md 1.1), and what becomes of proposals.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"
#include "tests/unit/dialogs/engine/wishes.hpp"

using namespace dialogs;
using namespace dialogs::testing;

TEST_CASE("1.1: a closed parser that takes the whole message wins over every proposal",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToBootsReason);
  CHECK(
      say(chat, "damaged", {wish(Command::Kind::cancel, ""), wish(Command::Kind::start, "name")}) ==
      "ret.description: What is wrong?\n");
  REQUIRE(chat.judged.size() == 3);
  CHECK(chat.judged[0].is_applied);
  CHECK_FALSE(chat.judged[1].is_applied);
  CHECK(chat.judged[1].reason == "the question's own parser took the whole message");
}

TEST_CASE("1.1: a part that answers leaves the rest to further commands", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToBootsReason);
  const std::string expected = R"(
> damaged, and when do you open?
article:hours: Open 5 days a week
ret.description: What is wrong?
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].reason") == R"("damaged")");
}

TEST_CASE("1.1: the order is handover, cancel, correct, answer, start, info, chitchat",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToBootsReason);
  // Proposed the wrong way round, carried out the right way.
  CHECK(say(chat, "mixed",
            {wish(Command::Kind::chitchat, ""), wish(Command::Kind::info, "hours"),
             set(Command::Kind::answer, "reason", "does not fit"),
             set(Command::Kind::correct, "lines", "boots")}) ==
        "article:hours: Open 5 days a week\n"
        "repair.chitchat: chitchat\n"
        "ret.photos: A photo? [No photo]\n");
  std::vector<Command::Kind> applied;
  for (const Judged& one : chat.judged) {
    if (one.is_applied) applied.push_back(one.command.kind);
  }
  CHECK(applied == std::vector<Command::Kind>{Command::Kind::correct, Command::Kind::answer,
                                              Command::Kind::info, Command::Kind::chitchat});
  CHECK(say(chat, "mixed again",
            {wish(Command::Kind::start, "name"), wish(Command::Kind::handover, "")}) ==
        "repair.handover: handover\n-> handover support asked\n");
}

TEST_CASE("1.1: commands are judged against the stack as the turn began", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  // Nothing is open: the values belong to no task, although `name` would begin in the same turn.
  CHECK(say(chat, "call me Anna",
            {set(Command::Kind::correct, "first", "Anna"), wish(Command::Kind::start, "name")}) ==
        "name.first: First name?\n");
  REQUIRE(chat.judged.size() == 2);
  CHECK(chat.judged[0].rule == "C9");
  CHECK(chat.judged[0].reason == "no open task has that answer");
}

TEST_CASE("1.1: what is unknown or unsure is refused with a reason", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToBootsReason);
  say(chat, "hm",
      {wish(Command::Kind::start, "lost"), wish(Command::Kind::info, "moon"),
       wish(Command::Kind::handover, "moon"), wish(Command::Kind::start, "name", 0.1),
       set(Command::Kind::correct, "moon", "1")});
  std::vector<std::string> reasons;
  for (const Judged& one : chat.judged) reasons.push_back(one.reason);
  CHECK(reasons == std::vector<std::string>{"no such flow", "no such article", "no such queue",
                                            "not sure enough", "no open task has that answer"});
  CHECK(chat.stack() == "ret:active");
}

TEST_CASE("1.1: a proposal never sets a value that could not be typed", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToBootsReason);
  say(chat, "x", {set(Command::Kind::answer, "reason", "stolen")});
  CHECK(chat.answer("lines[0].reason") == "-");
  CHECK(chat.state.pending.has_value());
}

TEST_CASE("1.1: free text without captures_all gives way to a sure command only", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> change my name\n");
  CHECK(say(chat, "I would like to return something", {wish(Command::Kind::start, "ret", 0.95)}) ==
        "ret.order: Which order? [Order 1042 | Order 1057]\n");
  // Both plausible: the text is stored and the command offered.
  Chat other(program_of({kReturnFlow, kNameFlow}));
  replay(other, "> change my name\n");
  CHECK(say(other, "Reta Turner of the Lane", {wish(Command::Kind::start, "ret", 0.5)}) ==
        "repair.noted_start: noted_start return [Return a product]\n"
        "name.sure: Sure? [Yes | No]\n");
  CHECK(other.answer("first") == R"("Reta Turner of the Lane")");
}

TEST_CASE("1.1: captures_all takes everything but the reserved words", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n> 1057\n> boots\n> damaged\n");
  CHECK(say(chat, "change my name", {wish(Command::Kind::start, "name", 1.0)}) ==
        "ret.photos: A photo?\n");
  CHECK(chat.answer("lines[0].description") == R"("change my name")");
}

TEST_CASE("1.1: answers before their question wait for it, and are checked then", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  Command start = wish(Command::Kind::start, "ret");
  start.values = {{"reason", "does not fit"}, {"order", "1057"}, {"photos", "none"}};
  CHECK(say(chat, "my boots do not fit", {start}) ==
        "repair.noted: noted Reason Does not fit\n"
        "repair.noted: noted Order Order 1057\n"
        "ret.lines: Which items? [boots]\n");
  const std::string expected = R"(
> boots
ret.photos: A photo? [No photo]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].reason") == R"("not_fit")");
}

TEST_CASE("1.1: words for a choice of the shop that it does not have are asked for", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  Command start = wish(Command::Kind::start, "ret");
  start.values = {{"order", "9999"}, {"lines", "boots"}};
  CHECK(say(chat, "my boots of 9999 do not fit", {start}) ==
        "ret.order: Which order? [Order 1042 | Order 1057]\n");
  // Its turn over, "9999" is forgotten; the boots wait for theirs.
  CHECK(chat.write("1057") ==
        "repair.noted: noted Items boots\n"
        "ret.reason: Why boots? [Arrived damaged | Does not fit]\n");
  CHECK(chat.state.frames.back().early.empty());
}

TEST_CASE("1.1: a clause means one thing, the surest", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  // Nothing is open to be cancelled, and nobody who says so wants a return.
  CHECK(chat.write("please stop my return") ==
        "repair.not_understood: not_understood [Return a product | Change my name]\n");
  CHECK(chat.write("tell me the opening hours for a return") ==
        "article:hours: Open 5 days a week\n");
  CHECK(chat.state.frames.empty());
}

TEST_CASE("1.1: a number of pieces is a whole one", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPieces);
  const std::string expected = R"(
> 1.5
ret.quantity: not_whole/How many of lamp?
> 2
ret.reason: Why lamp? [Arrived damaged | Does not fit]
)";
  CHECK(replay(chat, expected) == expected);
}
