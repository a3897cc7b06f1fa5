// Articles in a conversation (R4): what they lead to, what comes after them, and "did this help?".
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"
#include "tests/unit/dialogs/engine/openings.hpp"
#include "tests/unit/dialogs/engine/wishes.hpp"

using namespace dialogs;
using namespace dialogs::testing;

namespace {

// "hours" leads to the flow `ret`, or is an honest no.
std::shared_ptr<const Program> with_article(std::string start, bool offers_person) {
  auto program = std::make_shared<Program>(*program_of({kReturnFlow, kNameFlow}));
  program->articles = {{"hours", std::move(start), offers_person}};
  return program;
}

const char* const kHours = "article:hours: Open 5 days a week";

}  // namespace

TEST_CASE("R4: an article offers the task it leads to, and asks once whether it helped",
          "[dialogs]") {
  Chat chat(with_article("ret", false));
  const std::string first = kHours + std::string(" [Return a product]\n");
  CHECK(chat.write("opening hours") == first + "repair.helped: helped [Yes | No]\n");
  CHECK(chat.state.informed.article == "hours");
  CHECK(chat.write("yes") == "repair.helped_yes: helped_yes\n");
  CHECK(chat.write("opening hours") == first);
  CHECK(chat.press("Return a product") == "ret.order: Which order? [Order 1042 | Order 1057]\n");
}

TEST_CASE("R4: an article that did not help offers a person; other words leave the question be",
          "[dialogs]") {
  Chat chat(with_article("ret", false));
  chat.write("opening hours");
  CHECK(chat.press("No") == "repair.helped_no: helped_no [human]\n");
  CHECK(chat.press("human").find("-> handover") != std::string::npos);

  Chat other(with_article("ret", false));
  other.write("opening hours");
  CHECK(other.write("return") == "ret.order: Which order? [Order 1042 | Order 1057]\n");
  CHECK_FALSE(other.state.informed.is_asked_now);
}

TEST_CASE("R4: while a question waits it comes again, and nothing else is asked", "[dialogs]") {
  Chat chat(with_article("ret", false));
  replay(chat, "> return\n");
  const auto tries = chat.state.pending->tries;
  // The task that it leads to is open: no button for it.
  CHECK(chat.write("opening hours") ==
        kHours + std::string("\nret.order: Which order? [Order 1042 | Order 1057]\n"));
  CHECK(chat.state.pending->tries == tries);
  CHECK_FALSE(chat.state.informed.was_asked);
}

TEST_CASE("R4: below an answer that is not certain stands what may be meant instead", "[dialogs]") {
  auto program = std::make_shared<Program>(*with_article("", false));
  program->articles = {{"address", "", false}, {"hours", "", false}};
  Chat chat(program);
  auto unsure = wish(Command::Kind::info, "address");
  unsure.values = {{"hours", "Opening hours"}, {"gone", "What the articles had"}};
  const std::string related = "repair.related: related [Opening hours]\n";
  // What is found below has not been said yet, so nobody asks whether it helped.
  CHECK(say(chat, "where", {unsure}) == "article:address: Main street\n" + related);
  CHECK(chat.press("Opening hours") ==
        kHours + std::string("\nrepair.helped: helped [Yes | No]\n"));
  // Also later, and while a task asks something: it is asked again.
  replay(chat, "> return\n");
  const auto tries = chat.state.pending->tries;
  CHECK(chat.press("Opening hours") ==
        kHours + std::string("\nret.order: Which order? [Order 1042 | Order 1057]\n"));
  CHECK(chat.state.pending->tries == tries);
}

TEST_CASE("R4: a button whose article is gone explains itself", "[dialogs]") {
  auto program = std::make_shared<Program>(*with_article("", false));
  program->articles = {{"address", "", false}, {"hours", "", false}};
  Chat chat(program);
  auto unsure = wish(Command::Kind::info, "address");
  unsure.values = {{"hours", "Opening hours"}};
  say(chat, "where", {unsure});
  auto less = std::make_shared<Program>(*program);
  less->articles = {{"address", "", false}};
  chat.publish(less);
  CHECK(chat.press("Opening hours").starts_with("repair.old_button"));
}

TEST_CASE("R4: where the rules are silent a person is offered, and no help is claimed",
          "[dialogs]") {
  Chat chat(with_article("", true));
  CHECK(chat.write("opening hours") == kHours + std::string(" [human]\n"));
  CHECK(chat.press("human").find("-> handover") != std::string::npos);

  Chat unanswered(with_article("", true));
  CHECK(say(unanswered, "who built this", {wish(Command::Kind::info, "")}) ==
        "repair.unanswered: unanswered [human]\n");
}
