// "Did you mean ...?" (dialogs.md 1.5): what could mean several things.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"
#include "tests/unit/dialogs/engine/wishes.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

constexpr auto kStart = Command::Kind::start;
constexpr auto kInfo = Command::Kind::info;

std::vector<Command> three_meanings() {
  Command back = wish(kStart, "ret", 0.5);
  back.values = {{"reason", "does not fit"}};
  return {wish(kInfo, "hours", 0.45), back, wish(kStart, "name", 0.4)};
}

constexpr const char* kAsked =
    "repair.clarify: clarify [Return a product | opening hours | Change my name | none]\n";

}  // namespace

TEST_CASE("1.5 clarify: the possible meanings are asked about, the likeliest first", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  CHECK(say(chat, "it does not fit my name", three_meanings()) == kAsked);
  CHECK(chat.state.frames.empty());
  CHECK(chat.expects->kind == "choice");
  REQUIRE(chat.judged.size() == 3);
  CHECK(chat.judged[0].reason == "asked which was meant");
  CHECK(chat.judged[0].rule == "1.5");
}

TEST_CASE("1.5 clarify: what came with the meaning that is chosen is kept", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  say(chat, "it does not fit my name", three_meanings());
  const std::string expected = R"(
* Return a product
repair.noted: noted Reason Does not fit
ret.order: Which order? [Order 1042 | Order 1057]
> 1057
ret.lines: Which items? [boots]
> boots
ret.photos: A photo? [No photo]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("lines[0].reason") == R"("not_fit")");
  CHECK(chat.state.not_understood == 0);
}

TEST_CASE("1.5 clarify: it is answered in words, by number, or with none of them", "[dialogs]") {
  const auto answered = [](std::string_view words) {
    Chat chat(program_of({kReturnFlow, kNameFlow}));
    say(chat, "hm", three_meanings());
    return chat.write(words);
  };
  CHECK(answered("the third one") == "name.first: First name?\n");
  CHECK(answered("opening hours") == "article:hours: Open 5 days a week\n");
  const std::string none =
      "repair.clarify_none: clarify_none [Return a product | Change my name]\n";
  CHECK(answered("none") == none);
  CHECK(answered("no") == none);
  CHECK(answered("human") == "repair.handover: handover\n-> handover support asked\n");
}

TEST_CASE("1.5 clarify: the second time in a row a person is offered too", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  say(chat, "hm", three_meanings());
  const std::string again =
      "repair.clarify_again: clarify_again [Return a product | opening hours | Change my name | "
      "none | human]\n";
  CHECK(say(chat, "well", three_meanings()) == again);
  CHECK(chat.press("human") == "repair.handover: handover\n-> handover support asked\n");

  // "None of these" is no step forward; an answer is, and the count begins afresh.
  Chat other(program_of({kReturnFlow, kNameFlow}));
  say(other, "hm", three_meanings());
  other.press("none");
  CHECK(say(other, "well", three_meanings()) == again);
  other.press("opening hours");
  CHECK(say(other, "oh", three_meanings()) == kAsked);
}

TEST_CASE("1.5 clarify: it counts as one message on the ladder, which ends at a person",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  say(chat, "hm", three_meanings());
  CHECK(chat.state.not_understood == 1);
  CHECK(chat.write("purple") ==
        "repair.not_understood_reworded: not_understood_reworded\n" + std::string(kAsked));
  say(chat, "well", three_meanings());
  CHECK(chat.state.not_understood == 3);
  CHECK(say(chat, "so", three_meanings()) ==
        "repair.handover: handover\n-> handover support not_understood\n");
}

TEST_CASE("1.5 clarify: one of them said again in other words is chosen", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  say(chat, "hm", {wish(kStart, "ret", 0.5), wish(kInfo, "hours", 0.45)});
  CHECK(say(chat, "well", {wish(kStart, "name", 0.5), wish(kInfo, "hours", 0.45)}) ==
        "article:hours: Open 5 days a week\n");
  CHECK_FALSE(chat.state.repair.has_value());
}

TEST_CASE("1.5 clarify: a single meaning is asked about by name, and yes is enough", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  Command fees = wish(kInfo, "hours", 0.5);
  fees.label = "When we are open";
  CHECK(say(chat, "hm", {fees}) ==
        "repair.clarify_one: clarify_one When we are open [When we are open | none]\n");
  CHECK(chat.write("yes") == "article:hours: Open 5 days a week\n");
}

TEST_CASE("1.5 clarify: over an open question it costs no try, and none of them asks it again",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow, kClaimFlow, kHelpFlow}));
  replay(chat, kToBootsReason);
  CHECK(say(chat, "hm well when is it?", {wish(kStart, "name", 0.5), wish(kInfo, "hours", 0.5)}) ==
        "repair.clarify: clarify [Change my name | opening hours | none]\n");
  CHECK(chat.state.pending->tries == 0);
  CHECK(chat.press("none") ==
        "repair.clarify_none: clarify_none\n"
        "ret.reason: Why boots? [Arrived damaged | Does not fit]\n");
  // R7: an answer to the question beneath drops it.
  say(chat, "hm well when is it?", {wish(kStart, "name", 0.5), wish(kInfo, "hours", 0.5)});
  CHECK(chat.write("does not fit") == "ret.photos: A photo? [No photo]\n");
  CHECK_FALSE(chat.state.repair.has_value());
  // One other task that it might mean is a button beside the question.
  CHECK(say(chat, "hm well that other one", {wish(kStart, "name", 0.5)}) ==
        "ret.photos: no_files/A photo? [No photo | Change my name]\n");
}

TEST_CASE("1.1: of readings of the same words the surer counts", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  // The phrase of a flow, one word, gives way to what is likely.
  CHECK(say(chat, "where is my return", {wish(kInfo, "hours", 0.8)}) ==
        "article:hours: Open 5 days a week\n");
  REQUIRE(chat.judged.size() == 2);
  CHECK(chat.judged[0].reason == "other words for it are surer");
  // Two guesses that agree are enough where nothing is open; two that differ are asked about.
  CHECK(say(chat, "my return", {wish(kInfo, "hours", 0.45)}) ==
        "repair.clarify: clarify [opening hours | Return a product | none]\n");
  Chat other(program_of({kReturnFlow, kNameFlow}));
  CHECK(say(other, "my return", {wish(kStart, "ret", 0.45)}) ==
        "ret.order: Which order? [Order 1042 | Order 1057]\n");
}

TEST_CASE("X4: a cancel proposed twice in one message is still asked about", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n> 1042\n> lamp\n> 2\n> damaged\n> broken\n");
  CHECK(
      say(chat, "drop it", {wish(Command::Kind::cancel, ""), wish(Command::Kind::cancel, "all")}) ==
      "repair.confirm_cancel: confirm_cancel return [Yes | No]\n");
  CHECK(chat.stack() == "ret:active");
}
