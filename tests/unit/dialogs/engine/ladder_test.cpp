// The ladder of what nobody understood, of the whole conversation (dialogs.md 1.5).
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/wishes.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

// The sign-in of the world outside comes between two questions: no word of the customer does.
constexpr const char* kPatientFlow = R"(
flow: patient
title: long form
starts:
  phrases: [the long form]
outcomes: [done]
steps:
  - ask: count
    as: number
    text: Count?
    tries: { max: 6, then: handover.finance }
  - end: done
)";

}  // namespace

TEST_CASE("1.5 ladder: it goes on from one question to the next", "[dialogs]") {
  Chat chat(program_of({kReturnFlow, kNameFlow}));
  // Twice over the bot's own question, then at the question beneath: the third rung, the buttons.
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
~ open
greeting.back: back return [Yes | No]
> purple
repair.not_understood: not_understood
repair.resume: resume return [Yes | No]
> elephants
repair.not_understood_reworded: not_understood_reworded
repair.resume: resume return [Yes | No]
> none of your business, 9999
repair.not_understood_buttons: not_understood_buttons
repair.resume: resume return [Yes | No]
> dance
repair.handover: handover
-> handover support not_understood
)";
  CHECK(replay(chat, expected) == expected);
}

TEST_CASE("1.5 ladder: whatever is understood begins it afresh", "[dialogs]") {
  const auto after = [](std::string_view understood) {
    Chat chat(program_of({kReturnFlow, kNameFlow}));
    replay(chat, "> return\n> purple\n> elephants\n");
    REQUIRE(chat.state.not_understood == 2);
    chat.write(understood);
    return chat.state.not_understood;
  };
  CHECK(after("1057") == 0);               // an answer
  CHECK(after("when do you open?") == 0);  // information, which leaves the question its tries
  CHECK(after("why") == 0);
  CHECK(after("one moment") == 0);
  CHECK(after("change my name please") == 0);  // another task
  CHECK(after("rhinos") == 3);
}

TEST_CASE("1.5 ladder: an answer that breaks a rule was understood, but is no step forward",
          "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  replay(chat, "> return\n> 1042\n> lamp\n> purple\n");
  REQUIRE(chat.state.not_understood == 1);
  CHECK(chat.write("7") == "ret.quantity: You bought 2./How many of lamp?/number [Take all]\n");
  CHECK(chat.state.not_understood == 1);
  CHECK(chat.state.pending->tries == 2);
}

TEST_CASE("1.5 ladder: a question that gives more tries keeps them", "[dialogs]") {
  Chat chat(program_of({kPatientFlow}));
  replay(chat, "> the long form\n");
  std::string said;
  for (int times = 0; times < 6; ++times) {
    said = chat.write("many");
    CHECK_FALSE(chat.state.is_mute());
  }
  CHECK(said == "patient.count: not_a_number/Count?/buttons [back | cancel | human]\n");
  CHECK(chat.write("many") ==
        "repair.handover: too_many_tries/handover\n-> handover finance tries\n");
}

TEST_CASE("1.5 ladder: a question's tries that come back do not hide the conversation's",
          "[dialogs]") {
  Chat chat(program_of({kMeetFlow}));
  // Once over the bot's own question and once at the flow's: two rungs, so an example.
  const std::string expected = R"(
> meet
meet.day: Which day?
~ open
greeting.back: back meeting [Yes | No]
> purple
repair.not_understood: not_understood
repair.resume: resume meeting [Yes | No]
* Yes
repair.resumed: resumed meeting
meet.day: Which day?
> purple
meet.day: not_a_date/Which day?
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.state.not_understood == 1);
}
