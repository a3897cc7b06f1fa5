// Cancelling: X1 to X8 of dialogs.md 1.4. The plain cases of X1, X3 and X4 are in repair_test.cpp.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"

using namespace dialogs;
using namespace dialogs::testing;

TEST_CASE("X1: cancel takes the calls with it, also those that returned", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n");
  REQUIRE(chat.state.frames.size() == 2);
  CHECK(chat.write("cancel").find("repair.confirm_cancel") == 0);  // three answers over both (X4)
  chat.write("yes");
  CHECK(chat.state.frames.empty());
}

TEST_CASE("X2: stop that and begin something else: cancel first, then start", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToItems);
  CHECK(chat.write("stop, change my name") ==
        "repair.cancelled: cancelled return\nname.first: First name?\n"
        "-> finished ret cancelled\n");
  CHECK(chat.stack() == "name:active");
}

TEST_CASE("X2: a cancel that asks first starts the other task after the yes", "[dialogs]") {
  const auto program = program_of({kReturnFlow, kNameFlow});
  constexpr const char* kThree = "> return\n> 1057\n> boots\n> does not fit\n";
  Chat chat(program);
  replay(chat, kThree);
  CHECK(chat.write("cancel, change my name") ==
        "repair.confirm_cancel: confirm_cancel return [Yes | No]\n");
  CHECK(chat.write("yes") ==
        "repair.cancelled: cancelled return\nname.first: First name?\n"
        "-> finished ret cancelled\n");
  Chat other(program);
  replay(other, kThree);
  other.write("cancel, change my name");
  CHECK(other.write("no") ==
        "repair.not_cancelled: not_cancelled return\nret.photos: A photo? [No photo]\n");
  CHECK(other.stack() == "ret:active");
}

TEST_CASE("X3: cancel during a question of the bot's own is about the task", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n> 1042\n> another return\n");
  REQUIRE(chat.state.repair.has_value());
  CHECK(chat.write("cancel").find("repair.cancelled: cancelled return") == 0);
  CHECK(chat.state.frames.empty());
}

TEST_CASE("X4: one file is enough to be asked first", "[dialogs]") {
  Chat chat(program_of({kProofFlow, kNameFlow}));
  replay(chat, "> proof\n");
  CHECK(chat.write("cancel").find("repair.cancelled") == 0);
  std::string longer = kProofFlow;
  const std::string end = "  - end: done";
  longer.replace(longer.find(end), end.size(),
                 "  - ask: sure\n    as: yes_no\n    text: Sure?\n" + end);
  Chat other(program_of({longer}));
  replay(other, "> proof\n+ u1, u2\n");
  CHECK(other.write("cancel") == "repair.confirm_cancel: confirm_cancel proof [Yes | No]\n");
}

TEST_CASE("X5: behind the fence the number is said and cancelled_after is offered", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n> yes\n");
  chat.happen(SignalEvent{"claim.decided", "", base::Record{{"approved", false}}});
  CHECK(chat.write("cancel") ==
        "repair.cancel_too_late_number: cancel_too_late_number claim R-1 [Change my name]\n"
        "claim.appeal: Declined. Appeal? [Yes | No]\n");
}

TEST_CASE("X5: also while the task waits aside for what was filed", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n> yes\n");
  CHECK(chat.stack().empty());
  CHECK(chat.write("cancel") ==
        "repair.cancel_too_late_number: cancel_too_late_number claim R-1 [Change my name]\n");
}

TEST_CASE("X5: also when the task has ended", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kBootsSent);
  CHECK(chat.write("cancel") ==
        "repair.cancel_too_late_number: cancel_too_late_number return R-1 [human]\n");
}

TEST_CASE("X6: stop everything clears the stack", "[dialogs]") {
  const auto program = program_of({kReturnFlow, kNameFlow, kFormFlow});
  Chat chat(program);
  replay(chat, kToNameOverItems);
  CHECK(
      chat.write("stop everything") ==
      "repair.cancelled_all: cancelled_all [Return a product | Change my name | Fill in the form]\n"
      "-> finished name cancelled\n-> finished ret cancelled\n");
  CHECK(chat.state.frames.empty());
  // Much work is not thrown away without a question, which is about all of it.
  Chat other(program);
  replay(other, "> return\n> 1042\n> lamp\n> 2\n~ start name\n");
  CHECK(other.write("stop everything") ==
        "repair.confirm_cancel_all: confirm_cancel_all [Yes | No]\n");
  CHECK(other.write("no") == "name.first: First name?\n");
  other.write("stop everything");
  CHECK(other.write("yes").find("repair.cancelled_all") == 0);
  CHECK(other.state.frames.empty());
}

TEST_CASE("X6: what was sent stays, and its number is said", "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n> yes\n");
  chat.happen(SignalEvent{"claim.decided", "", base::Record{{"approved", false}}});
  chat.start("name");
  const std::string said = chat.write("stop everything");
  CHECK(said.find("repair.confirm_cancel_all") == 0);
  CHECK(chat.write("yes").find("repair.cancelled_all_but: cancelled_all_but R-1") == 0);
}

TEST_CASE("X7: a failure is told once, never with a cancel behind it", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToBootsReview);
  replay(chat, "~ next trouble\n~ next trouble\n~ next trouble\n");
  const std::string first = chat.write("yes");
  CHECK(first.find("repair.trouble_retry") == 0);
  chat.now += std::chrono::minutes(3);
  chat.happen(TimerEvent{chat.timers.back()});
  const std::string last = chat.happen(TimerEvent{chat.timers.back()});
  CHECK(last == "repair.handover: trouble/handover\n-> handover support trouble\n");
}

TEST_CASE("X8: what lies below is offered after a cancel", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToNameOverItems);
  CHECK(chat.write("cancel") ==
        "repair.cancelled: cancelled name change\nrepair.resume: resume return [Yes | No]\n"
        "-> finished name cancelled\n");
}
