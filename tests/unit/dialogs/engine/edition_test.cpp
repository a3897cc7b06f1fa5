// A flow that is edited while conversations are open: answers are kept, nobody is left hanging.
// (Pinning by hash and declared migrations are their own issue.)
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

using namespace dialogs::testing;

namespace {

// The name flow with other steps: `name_flow({"first", "last"})`.
std::string name_flow(const std::vector<std::string>& questions) {
  std::string flow = "flow: name\ntitle: name change\nstarts:\n  phrases: [change my name]\n";
  flow += "outcomes: [done]\nsteps:\n  - say: Let us see.\n";
  for (const std::string& name : questions) {
    flow += "  - ask: " + name + "\n    as: text\n    length: 1..50\n    text: " + name + "?\n";
  }
  return flow + "  - end: done\n";
}

}  // namespace

TEST_CASE("edition: a question put in before the open one is asked, answers stay", "[dialogs]") {
  Chat chat(program_of({name_flow({"first", "last"})}));
  const std::string before = R"(
> change my name
name.say: Let us see.
name.first: first?
> Anna
name.last: last?
)";
  CHECK(replay(chat, before) == before);
  chat.publish(program_of({name_flow({"title", "first", "last"})}));
  const std::string after = R"(
> Bell
name.title: title?
> Dr
repair.closed: closed
-> finished name done
)";
  CHECK(replay(chat, after) == after);
}

TEST_CASE("edition: the open question is gone", "[dialogs]") {
  Chat chat(program_of({name_flow({"first", "middle", "last"})}));
  chat.write("change my name");
  chat.write("Anna");
  chat.publish(program_of({name_flow({"first", "last"})}));
  const std::string after = R"(
> Maria
name.last: last?
)";
  CHECK(replay(chat, after) == after);
  CHECK(chat.answer("first") == R"("Anna")");
}

TEST_CASE("edition: the whole flow is gone", "[dialogs]") {
  Chat chat(program_of({kNameFlow, kReturnFlow}));
  chat.write("change my name");
  chat.publish(program_of({kReturnFlow}));
  const std::string after = R"(
> Anna
repair.broken: broken
-> finished name broken
> return
ret.order: Which order? [Order 1042 | Order 1057]
)";
  CHECK(replay(chat, after) == after);
}

TEST_CASE("edition: unfinished tasks have titles", "[dialogs]") {
  Chat chat(program_of({kNameFlow, kReturnFlow}));
  CHECK(chat.unfinished() == "");
  chat.write("return");
  chat.write("change my name");
  CHECK(chat.unfinished() == "name change, return");
}
