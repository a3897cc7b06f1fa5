// Corrections in words, over calls, items and tasks: C1 to C12 of dialogs.md 1.3. Corrections by
// the review's rows are in correct_test.cpp.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"
#include "tests/unit/dialogs/engine/wishes.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

Command correction(std::string name, std::optional<std::string> words, double confidence = 0.9) {
  Command command = wish(Command::Kind::correct, std::move(name), confidence);
  command.words = std::move(words);
  return command;
}

}  // namespace

TEST_CASE("C1: a wrong new value leaves the old one and says why", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  CHECK(chat.write("change the pieces to 9") ==
        "ret.quantity: You bought 2.\nrepair.kept: kept Pieces 2\nret.photos: A photo?\n");
  CHECK(chat.write("change the reason to lost") ==
        "ret.reason: not_an_option\nrepair.kept: kept Reason Arrived damaged\n"
        "ret.photos: A photo?\n");
  CHECK(chat.answer("lines[0].quantity") == "2");
}

TEST_CASE("C2: only what rests on the changed answer goes", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  CHECK(chat.write("actually it does not fit") ==
        "repair.changed: changed Reason Arrived damaged Does not fit\n"
        "ret.photos: A photo? [No photo]\n");
  CHECK(chat.answer("lines[0].description") == "null");
  CHECK(chat.answer("lines[0].quantity") == "2");
  CHECK(chat.answer("order").find("1042") != std::string::npos);
}

TEST_CASE("C3: the next question is the earliest of those that opened and the pending one",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, "> return\n> 1042\n> lamp\n> 2\n> does not fit\n");
  // The description opens before the photos, which were being asked.
  CHECK(chat.write("sorry, i meant damaged") ==
        "repair.changed: changed Reason Does not fit Arrived damaged\n"
        "ret.description: What is wrong?\n");
  CHECK(chat.write("it flickers") == "ret.photos: A photo?\n");
}

TEST_CASE("C4: a correction and the answer in one message, both are checked", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, "> return\n> 1042\n> lamp\n> 1\n");
  CHECK(chat.write("change the pieces to 2, does not fit") ==
        "repair.changed: changed Pieces 1 2\nret.photos: A photo? [No photo]\n");
  CHECK(chat.answer("lines[0].reason") == R"("not_fit")");
  // The answer first, the correction behind it: the same order of work.
  Chat other(program_of({kReturnFlow}));
  replay(other, "> return\n> 1042\n> lamp\n> 1\n");
  CHECK(other.write("does not fit, and change the pieces to 2") ==
        "repair.changed: changed Pieces 1 2\nret.photos: A photo? [No photo]\n");
}

TEST_CASE("C4: an answer that its question refuses is asked again behind the correction",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPieces);
  Command answer = correction("quantity", "9");
  answer.kind = Command::Kind::answer;
  CHECK(say(chat, "the other order, and 9", {correction("lines", "kettle and lamp"), answer}) ==
        "repair.changed: changed Items lamp kettle, lamp\n"
        "ret.reason: Why kettle? [Arrived damaged | Does not fit]\n");
  // The words wait for their own question, and are checked there.
  CHECK(chat.write("does not fit") == "ret.photos: A photo? [No photo]\n");
}

TEST_CASE("C4: the second of two corrections waits when the first takes its question away",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  CHECK(say(chat, "it does not fit, and it buzzes",
            {correction("reason", "does not fit"), correction("description", "it buzzes")}) ==
        "repair.changed: changed Reason Arrived damaged Does not fit\n"
        "repair.noted: noted Description it buzzes\nret.photos: A photo? [No photo]\n");
  CHECK(chat.answer("lines[0].description") == "null");
  // It is there when the question comes back.
  chat.write("not does not fit but damaged");
  CHECK(chat.answer("lines[0].description") == R"("it buzzes")");
}

TEST_CASE("C4: of two corrections that would both ask, the first asks", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  CHECK(say(chat, "the other one, it hardly fits",
            {correction("order", "the other one"), correction("reason", "does not fit", 0.65)}) ==
        "ret.order: Which order? [Order 1042 | Order 1057]\n");
  CHECK(chat.answer("lines[0].reason") == R"("damaged")");
}

TEST_CASE("C4: a correction that comes as an answer too counts once", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  Command answer = correction("quantity", "9");
  answer.kind = Command::Kind::answer;
  CHECK(say(chat, "make it 9", {correction("quantity", "9"), answer}) ==
        "ret.quantity: You bought 2.\nrepair.kept: kept Pieces 2\nret.photos: A photo?\n");
}

TEST_CASE("C4: a new answer that comes with the wish for a person is kept, and nothing asked",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToBootsReview);
  chat.press("Reason");
  Command answer = correction("reason", "damaged");
  answer.kind = Command::Kind::answer;
  const std::string said =
      say(chat, "it is damaged and I want a person", {wish(Command::Kind::handover, ""), answer});
  CHECK(said ==
        "repair.changed: changed Reason Does not fit Arrived damaged\n"
        "repair.handover: handover\n-> handover support asked\n");
  CHECK(replay(chat, "~ proceed\n").find("ret.description: What is wrong?") != std::string::npos);
}

TEST_CASE("C5: the answers of a branch that is left come back with it", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  chat.write("actually does not fit");
  REQUIRE(chat.state.frames.back().archived.size() == 1);
  CHECK(chat.write("not does not fit but damaged") ==
        "repair.changed: changed Reason Does not fit Arrived damaged\nret.photos: A photo?\n");
  CHECK(chat.answer("lines[0].description") == R"("it flickers")");
}

TEST_CASE("C6: behind the fence a person is offered, or the flow that changes it begins",
          "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n> yes\n");
  CHECK(chat.write("change the amount to 6") ==
        "repair.too_late_to_change_number: too_late_to_change_number claim R-1 [human]\n");
  CHECK(chat.press("human") == "repair.handover: handover\n-> handover support asked\n");
  // A flow that says which other flow changes it: that one begins.
  std::string amended = kReturnFlow;
  const std::string declared = "changed_after: handover.support";
  amended.replace(amended.find(declared), declared.size(), "changed_after: name");
  Chat other(program_of({amended, kNameFlow}));
  replay(other, "> return\n> 1057\n> boots\n> does not fit\n> no photo\n> yes\n");
  CHECK(say(other, "the reason was wrong", {correction("reason", std::nullopt)}) ==
        "repair.too_late_to_change_number: too_late_to_change_number return R-1\n"
        "name.first: First name?\n");
}

TEST_CASE("C6: right after it was sent, a correction is told that it is too late", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kBootsSent);
  CHECK(chat.write("sorry, it is damaged") ==
        "repair.too_late_to_change_number: too_late_to_change_number return R-1 [human]\n");
}

TEST_CASE("C7: a correction is about the item in hand, the one named, or is asked", "[dialogs]") {
  const auto program = program_of({kReturnFlow});
  constexpr const char* kToSecondPhotos =
      "> return\n> 1042\n> all\n> damaged\n> no lid\n+ u1\n> 2\n> damaged\n> flickers\n";
  Chat chat(program);
  replay(chat, kToSecondPhotos);
  CHECK(chat.write("actually does not fit").find("changed lamp: Reason") != std::string::npos);
  CHECK(chat.write("change the kettle reason to does not fit")
            .find("changed kettle: Reason Arrived damaged Does not fit") != std::string::npos);
  // At the review nothing is in hand.
  Chat other(program);
  replay(other, kToSecondPhotos);
  replay(other, "+ u2\n");
  CHECK(other.write("change the reason to does not fit") ==
        "repair.which_item: which_item [kettle | lamp]\n");
  const std::string expected = R"(
> lamp
repair.changed: changed lamp: Reason Arrived damaged Does not fit
ret.summary: All right? [Send it | cancel]
  Order = Order 1042
  Items = kettle, lamp
  kettle: Pieces = 1
  kettle: Reason = Arrived damaged
  kettle: Description = no lid
  kettle: Photos = files 1
  lamp: Pieces = 2
  lamp: Reason = Does not fit
  lamp: Photos = files 1
)";
  CHECK(replay(other, expected) == expected);
}

TEST_CASE("C7: no to the question which item changes nothing", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat,
         "> return\n> 1042\n> all\n> damaged\n> no lid\n+ u1\n> 2\n> damaged\n> flickers\n+ u2\n");
  chat.write("change the reason to does not fit");
  const State before = chat.state;
  CHECK(chat.write("no").find("ret.summary: All right?") == 0);
  CHECK(chat.state.frames == before.frames);
}

TEST_CASE("C8: an answer of a flow that was called and returned is corrected through its caller",
          "[dialogs]") {
  Chat chat(program_of({kClaimFlow, kHelpFlow, kNameFlow}));
  replay(chat, "> claim\n> 5\n> box\n> yes\n");
  REQUIRE(chat.state.pending->kind == Pending::Kind::review);
  CHECK(chat.write("change the word to bag") ==
        "repair.changed: changed Word box bag\n"
        "claim.claim_summary: File it? [File it | cancel]\n  Amount = €5.00\n");
  chat.write("yes");
  REQUIRE(chat.acted.size() == 1);
  CHECK(chat.acted[0].arguments.find("note")->text() == "bag");
}

TEST_CASE("C8: what a called flow answers anew reaches its caller once, and back goes into it",
          "[dialogs]") {
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
> back
repair.back: back Right
help.again: Is it right? [Yes | No]
> yes
claim.claim_summary: File it? [File it | cancel]
  Amount = €5.00
> change the amount to 6
repair.changed: changed Amount €5.00 €6.00
claim.claim_summary: File it? [File it | cancel]
  Amount = €6.00
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("C9: an interrupted task is corrected in place, without coming back", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToLampPhotos);
  replay(chat, "~ start name\n> Anna\n");
  CHECK(
      chat.write("actually does not fit") ==
      "repair.changed: changed Reason Arrived damaged Does not fit\nname.sure: Sure? [Yes | No]\n");
  CHECK(chat.stack() == "ret:interrupted name:active");
  CHECK(chat.write("yes").find("repair.resume") == 0);
  CHECK(chat.write("yes") == "ret.photos: A photo? [No photo]\n");
}

TEST_CASE("C10: a value taken back without another one is asked for again", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, "> change my name\n> John\n");
  CHECK(chat.write("not John") == "repair.back: back First name\nname.first: First name?\n");
  CHECK(chat.write("Jane") == "name.sure: Sure? [Yes | No]\n");
  CHECK(chat.write("change the first name") ==
        "repair.back: back First name\nname.first: First name?\n");
  chat.write("Jane");
  CHECK(chat.write("not Jane but Joan") ==
        "repair.changed: changed First name Jane Joan\nname.sure: Sure? [Yes | No]\n");
}

TEST_CASE("C9: what is being asked is answered, whatever another task calls the same",
          "[dialogs]") {
  std::string other = kNameFlow;
  const std::string label = "label: First name";
  other.replace(other.find(label), label.size(), "label: Reason");
  Chat chat(program_of({kReturnFlow, other}));
  replay(chat, "~ start name\n> Anna\n~ start ret\n> 1057\n> boots\n");
  // "Reason" is what the interrupted task calls its answer, and the name of the open question.
  CHECK(say(chat, "i meant it does not fit", {correction("reason", "does not fit")}) ==
        "ret.photos: A photo? [No photo]\n");
  CHECK(chat.state.frames.front().find_answer("first") != nullptr);
}

TEST_CASE("C10: options that are looked up are asked again with the words in hand", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToItems);
  CHECK(chat.write("change the order to 1057") ==
        "repair.changed: changed Order Order 1042 Order 1057\nret.lines: Which items? [boots]\n");
  // Words that are none of the options: the question itself.
  CHECK(chat.write("change the order to 2000") ==
        "ret.order: Which order? [Order 1042 | Order 1057]\n");
  CHECK(chat.write("back") ==
        "repair.kept: kept Order Order 1057\nret.lines: Which items? [boots]\n");
}

TEST_CASE("C11: the same value is no change and no message", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  const auto frames = chat.state.frames;
  CHECK(chat.write("the reason is damaged, actually").find("repair.changed") == std::string::npos);
  CHECK(chat.state.frames == frames);
}

TEST_CASE("C12: only what is not sure is confirmed, and a no restores exactly", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, kToLampPhotos);
  const auto frames = chat.state.frames;
  CHECK(say(chat, "hmm it pinches", {correction("reason", "does not fit", 0.65)}) ==
        "repair.confirm_correction: confirm_correction Reason does not fit [Yes | No]\n");
  CHECK(chat.state.frames == frames);
  CHECK(chat.write("no") == "ret.photos: A photo?\n");
  CHECK(chat.state.frames == frames);
  say(chat, "hmm it pinches", {correction("reason", "does not fit", 0.65)});
  CHECK(chat.press("Yes") ==
        "repair.changed: changed Reason Arrived damaged Does not fit\n"
        "ret.photos: A photo? [No photo]\n");
}

TEST_CASE("C12: a no about a task that was put aside is answered", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  replay(chat, kToLampPhotos);
  replay(chat, "~ start name\n> Anna\n> yes\n> no\n");
  REQUIRE(chat.stack().empty());
  say(chat, "hmm it pinches", {correction("reason", "does not fit", 0.65)});
  CHECK(chat.write("no") == "repair.unchanged: unchanged\n");
}
