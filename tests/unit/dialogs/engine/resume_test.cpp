// Interruption and coming back: R1 to R9 of dialogs.md 1.2.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"

using namespace dialogs;
using namespace dialogs::testing;

TEST_CASE("R1: the files gathered before a detour are not asked for again", "[dialogs]") {
  Chat chat(program_of({kProofFlow, kNameFlow}));
  const std::string expected = R"(
> proof
proof.papers: Papers?
+ u1
proof.papers: too_few_files 2/Papers?
~ start name
name.first: First name?
> Anna
name.sure: Sure? [Yes | No]
> yes
repair.resume: resume proof [Yes | No]
-> finished name done
> yes
proof.papers: Papers?
+ u2
proof.end_1: unreached
)";
  const std::string said = replay(chat, expected);
  CHECK(said.find("-> finished proof done") != std::string::npos);
  CHECK(said.find("unreached") == std::string::npos);
}

TEST_CASE("R2: a flow on the stack is raised, never doubled", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToNameOverItems);
  CHECK(chat.start("ret") ==
        "repair.resumed: resumed return\nret.lines: Which items? [kettle | lamp]\n");
  CHECK(chat.stack() == "name:interrupted ret:active");
}

TEST_CASE("R3: new values for the open task are answers, another one is asked about", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToBootsReason);
  Command start;
  start.kind = Command::Kind::start;
  start.name = "start_return";
  start.values = {{"reason", "does not fit"}};
  start.source = Command::Source::classifier;
  CHECK(chat.happen(MessageEvent{"a return, it does not fit", {}, {start}}) ==
        "ret.photos: A photo? [No photo]\n");
  start.values.clear();
  CHECK(chat.happen(MessageEvent{"a return", {}, {start}}) ==
        "ret.photos: no_files/A photo? [No photo]\n");
  CHECK(chat.write("another return") ==
        "repair.continue_or_new: continue_or_new return [continue return | new return]\n");
}

TEST_CASE("R4: a question in between pushes no frame and burns no try", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, "> return\n> blue\n");
  REQUIRE(chat.state.pending->tries == 1);
  const State before = chat.state;
  CHECK(chat.write("when do you open?") ==
        "article:hours: Open 5 days a week\n"
        "ret.order: Which order? [Order 1042 | Order 1057]\n");
  CHECK(chat.state.pending == before.pending);
  CHECK(chat.state.frames == before.frames);
  CHECK(chat.state.next_run == before.next_run);
}

TEST_CASE("R4: with nothing open, and while the bot asks, information is given too", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  CHECK(chat.write("opening hours") == "article:hours: Open 5 days a week\n");
  replay(chat, kNameDoneOverItems);
  CHECK(chat.write("opening hours") ==
        "article:hours: Open 5 days a week\nrepair.resume: resume return [Yes | No]\n");
}

TEST_CASE("R5: the oldest of too many tasks is parked with a word and can be taken up again",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow, kClaimFlow, kHelpFlow, kFormFlow}));
  replay(chat, "> return\n> 1042\n~ start name\n~ start claim\n");
  CHECK(chat.start("form") ==
        "repair.too_many_tasks: too_many_tasks return\nform.note: Note? [No note]\n");
  CHECK(chat.stack() == "name:interrupted claim:interrupted form:active");
  CHECK(chat.start("ret").find("ret.lines: Which items? [kettle | lamp]") != std::string::npos);
}

TEST_CASE("R6: after a task that asked nothing the question comes back at once", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kStatusFlow}));
  replay(chat, "> return\n> blue\n");
  const auto pending = chat.state.pending;
  CHECK(chat.write("what is the status") ==
        "status.say: All is well.\n"
        "repair.resumed: resumed return\n"
        "ret.order: Which order? [Order 1042 | Order 1057]\n"
        "-> finished status told\n");
  CHECK(chat.state.pending == pending);  // its tries and its buttons too
  CHECK(chat.press("Order 1057") == "ret.lines: Which items? [boots]\n");
}

TEST_CASE("R6: of several interrupted tasks one is chosen, or none", "[dialogs]") {
  const auto program = program_of({kReturnFlow, kNameFlow, kFormFlow});
  constexpr const char* kToChoice =
      "> return\n> 1042\n~ start form\n> hello there\n~ start name\n> Anna\n";
  Chat chat(program);
  replay(chat, kToChoice);
  CHECK(chat.write("yes") ==
        "repair.resume_which: resume_which [continue form | continue return | none]\n"
        "-> finished name done\n");
  CHECK(chat.press("continue return") == "ret.lines: Which items? [kettle | lamp]\n");
  CHECK(chat.stack() == "form:interrupted ret:active");
  Chat other(program);
  replay(other, kToChoice);
  other.write("yes");
  CHECK(other.write("none") == "repair.parked: parked form\nrepair.parked: parked return\n");
  CHECK(other.stack().empty());
  CHECK(other.unfinished() == "form, return");
}

TEST_CASE("R6: tasks of the same name are told apart by their first answer", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n> 1042\n> another return\n> new\n> 1057\n~ start name\n> Anna\n");
  CHECK(chat.write("yes") ==
        "repair.resume_which: resume_which [continue return (Order 1057) | "
        "continue return (Order 1042) | none]\n-> finished name done\n");
}

TEST_CASE("R6: no parks what has an answer and drops what has none", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n~ start name\n> Anna\n> yes\n");
  CHECK(chat.write("no") == "repair.cancelled: cancelled return\n-> finished ret cancelled\n");
  CHECK(chat.unfinished().empty());
}

TEST_CASE("R7: an answer to the interrupted question is yes and answer in one", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kNameDoneOverItems);
  CHECK(chat.write("lamp") == "ret.quantity: How many of lamp?\n");
  CHECK(chat.stack() == "ret:active");
}

TEST_CASE("R7: files for the interrupted question, too", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n> 1057\n> boots\n> damaged\n> a hole\n~ start name\n> Anna\n> yes\n");
  CHECK(chat.send_files({"u1"}).find("ret.summary: All right?") != std::string::npos);
}

TEST_CASE("R7: a new task drops the resume question and pushes", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow, kClaimFlow, kHelpFlow}));
  replay(chat, kNameDoneOverItems);
  CHECK(chat.write("claim") == "claim.paid: How much?\n");
  CHECK_FALSE(chat.state.repair.has_value());
  CHECK(chat.stack() == "ret:interrupted claim:active");
}

TEST_CASE("R7: cancel cancels the interrupted task, not the resume question", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kNameDoneOverItems);
  CHECK(chat.write("cancel") ==
        "repair.cancelled: cancelled return [Return a product | Change my name]\n"
        "-> finished ret cancelled\n");
  CHECK(chat.state.frames.empty());
}

TEST_CASE("R8: on coming back what was looked up is looked up again", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> return\n> 1042\n> all\n> damaged\n> no lid\n~ start name\n> Anna\n> yes\n");
  // Meanwhile the kettle cannot be returned any more.
  auto& orders = chat.lookups["shop.orders"].list();
  orders[0].record()["lines"] = base::Value::List{orders[0].at("lines").list()[1]};
  CHECK(chat.write("yes") == "repair.gone: gone Items kettle\nret.quantity: How many of lamp?\n");
  CHECK(chat.answer("lines") == R"([{"id":"l","title":"lamp","quantity":2}])");
  CHECK(chat.answer("order").find("kettle") == std::string::npos);
}

TEST_CASE("R8: only what is gone is asked again", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kNameDoneOverItems);
  auto& orders = chat.lookups["shop.orders"].list();
  orders.erase(orders.begin());
  CHECK(chat.write("yes") ==
        "repair.gone: gone Order Order 1042\nret.order: Which order? [Order 1057]\n");
}

TEST_CASE("R8: a look-up that fails leaves the answers as they are", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kNameDoneOverItems);
  chat.lookups.clear();
  CHECK(chat.write("yes") == "ret.lines: Which items? [kettle | lamp]\n");
}

TEST_CASE("R8: a check that no longer holds is told, and that is asked again", "[dialogs]") {
  Chat chat(program_of({kMeetFlow, kNameFlow}));
  replay(chat, "> meet\n> 28 November 2026\n~ start name\n> Anna\n> yes\n");
  chat.now += std::chrono::days(3);
  CHECK(chat.write("yes") == "meet.day.check: That day is over.\nmeet.day: Which day?\n");
}

TEST_CASE("R8: also where the task was never left, when the customer comes back to it",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToItems);
  CHECK(chat.open() == "greeting.back: back return [Yes | No]\n");
  auto& orders = chat.lookups["shop.orders"].list();
  orders.erase(orders.begin());
  CHECK(chat.write("yes") ==
        "repair.resumed: resumed return\n"
        "repair.gone: gone Order Order 1042\nret.order: Which order? [Order 1057]\n");
}

TEST_CASE("R8: a correction in the review comes back behind what has changed meanwhile",
          "[dialogs]") {
  const auto program = program_of({kReturnFlow, kNameFlow});
  constexpr const char* kToRow =
      "> return\n> 1042\n> all\n> damaged\n> no lid\n+ u1\n> 2\n"
      "> does not fit\n> no photo\n* lamp: Reason\n> human\n";
  Chat chat(program);
  replay(chat, kToRow);
  CHECK(chat.happen(HandoverEnded{HandoverEnded::Outcome::proceed}) ==
        "repair.returned: returned\nret.reason: Why lamp? [Arrived damaged | Does not fit]\n");
  CHECK(chat.write("damaged").find("changed lamp: Reason Does not fit Arrived damaged") !=
        std::string::npos);
  // The kettle went: that is told first, and the row of the lamp, now the only one, follows.
  Chat other(program);
  replay(other, kToRow);
  auto& orders = other.lookups["shop.orders"].list();
  orders[0].record()["lines"] = base::Value::List{orders[0].at("lines").list()[1]};
  const std::string said = other.happen(HandoverEnded{HandoverEnded::Outcome::proceed});
  CHECK(said.find("repair.returned: returned\nrepair.gone: gone Items kettle\n") == 0);
  CHECK(other.answer("lines[0].quantity") == "2");
}

TEST_CASE("R9: an event for a task beneath is told, the open question is asked last", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n> yes\n> return\n> 1042\n");
  CHECK(chat.happen(SignalEvent{"claim.decided", "", base::Record{{"approved", true}}}) ==
        "claim.say_3: Paid.\nret.lines: Which items? [kettle | lamp]\n"
        "-> timer off wait:1:claim_decided\n-> finished claim paid\n");
  CHECK(chat.write("lamp") == "ret.quantity: How many of lamp?\n");
}
