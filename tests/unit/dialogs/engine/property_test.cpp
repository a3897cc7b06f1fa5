// Random conversations: whatever comes in whatever order, what Chat proves after every step must
// hold. A failure prints the seed (RC_PARAMS) and the shortest list of moves that shows it.
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

constexpr const char* kWords[] = {
    "1",
    "2",
    "the second one",
    "all",
    "none",
    "kettle",
    "lamps",
    "damaged",
    "does not fit",
    "damaged, and change my name",
    "two",
    "2.5",
    "99",
    "yes",
    "no",
    "sure",
    "cancel",
    "stop",
    "back",
    "repeat",
    "why",
    "skip",
    "hello",
    "human",
    "another",
    "i want to return",
    "return",
    "send back",
    "change my name",
    "claim",
    "Anna",
    "x",
    "",
    "   ",
    "\x01\x02",
    "\xFF\xFE",
    "\xD0\xBF\xD1\x80",
    "it was broken, cancel it",
    "27 Nov",
    "yesterday",
    "12.50",
    "no photo",
    "Send it",
    "Take all",
    "RR473124829BY",
    "kettle: Reason",
    "please send back my name",
};

// One move of a conversation, by two numbers.
void make_move(Chat& chat, int kind, int choice) {
  const auto pick = static_cast<std::size_t>(choice);
  switch (kind) {
    case 0:
      chat.open();
      break;
    case 1: {
      const auto tokens = chat.all_tokens();
      chat.press_token(tokens.empty() ? "0.0.0" : tokens[pick % tokens.size()]);
      break;
    }
    case 2: {
      const auto tokens = chat.all_tokens();
      // The newest buttons, so that conversations get somewhere.
      const std::size_t last = std::min<std::size_t>(tokens.size(), 4);
      if (last > 0) chat.press_token(tokens[tokens.size() - 1 - pick % last]);
      break;
    }
    case 3:
      chat.send_files({"u" + std::to_string(choice % 7)}, choice % 3 == 0 ? "here" : "",
                      choice % 5 == 0 ? "exe" : "png");
      break;
    case 4:
      chat.start(choice % 4 == 0   ? "name"
                 : choice % 4 == 1 ? "claim"
                 : choice % 4 == 2 ? "form"
                                   : "lost");
      break;
    case 5: {
      ActionResult result;
      result.outcome = static_cast<ActionResult::Outcome>(choice % 3);
      result.refusal = choice % 2 == 0 ? "too_late" : "unheard_of";
      result.value = base::Record{{"until", "2026-11-01"}, {"number", "R-9"}};
      result.request = pick % 9;
      if (choice % 2 == 0) {
        chat.actions.push_back(result);
      } else {
        chat.happen(result);
      }
      break;
    }
    case 6:
      chat.happen(LookupResult{pick % 9, {}, choice % 2 == 0});
      break;
    case 7:
      chat.happen(SignalEvent{"claim.decided", choice % 2 == 0 ? "" : "R-1",
                              base::Record{{"approved", choice % 4 == 0}}});
      break;
    case 8:
      if (!chat.timers.empty()) {
        chat.now += std::chrono::hours(1);
        chat.happen(TimerEvent{chat.timers[pick % chat.timers.size()]});
      }
      break;
    case 9:
      chat.happen(HandoverEnded{static_cast<HandoverEnded::Outcome>(choice % 3)});
      break;
    case 10:
      chat.answers_requests = choice % 4 != 0;
      break;
    case 11:
      chat.happen(PressEvent{{kWords[pick % std::size(kWords)], "1.0.1"}, {}});
      break;
    default:
      chat.write(kWords[pick % std::size(kWords)]);
      break;
  }
}

}  // namespace

TEST_CASE("engine: any conversation keeps every invariant", "[dialogs][property]") {
  const auto program = program_of({kReturnFlow, kNameFlow, kClaimFlow, kHelpFlow, kFormFlow});
  const bool holds = rc::check("no event breaks a conversation", [&] {
    const auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
        rc::gen::pair(rc::gen::inRange(0, 24), rc::gen::inRange(0, 1000)));
    Chat chat(program);
    for (const auto& [kind, choice] : moves) make_move(chat, kind, choice);
  });
  CHECK(holds);
}

TEST_CASE("engine: a long conversation keeps every invariant", "[dialogs][property]") {
  const auto program = program_of({kReturnFlow, kNameFlow, kClaimFlow, kHelpFlow, kFormFlow});
  const bool holds = rc::check("200 moves", [&] {
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    Chat chat(program);
    std::uint64_t random = seed;
    for (int move = 0; move < 200; ++move) {
      random = random * 6364136223846793005ULL + 1442695040888963407ULL;
      const auto high = static_cast<int>(random >> 40);
      make_move(chat, high % 24, (high / 24) % 1000);
    }
  });
  CHECK(holds);
}
