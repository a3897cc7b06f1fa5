// Buttons: old ones, foreign ones, made-up ones.
#include <catch2/catch.hpp>

#include "tests/unit/dialogs/engine/chat.hpp"
#include "tests/unit/dialogs/engine/flows.hpp"

#include "dialogs/engine/token.hpp"

using namespace dialogs::testing;

TEST_CASE("token: reads what it wrote and nothing else", "[dialogs]") {
  const dialogs::Token token{12345678901ULL, 77, 0xfedcba98};
  const auto read = dialogs::decode(dialogs::encode(token));
  REQUIRE(read.has_value());
  CHECK(read->issue == token.issue);
  CHECK(read->index == token.index);
  CHECK(read->check == token.check);
  for (const auto* text : {"", ".", "..", "1.2", "1.2.3.4", "a.b.", "1..2", "-1.2.3", "1.2.3 ",
                           "zzzzzzzzzzzzzzzzzz.1.1", "1.zzzzzzzz.1"}) {
    INFO(text);
    CHECK_FALSE(dialogs::decode(text).has_value());
  }
}

TEST_CASE("press: an old button is explained and changes nothing", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
* Order 1057
repair.old_button: old_button
ret.lines: Which items? [kettle | lamp]
)";
  CHECK(replay(chat, expected) == expected);
  CHECK(chat.answer("order").find("1042") != std::string::npos);
}

TEST_CASE("press: a made-up token sets nothing", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  chat.write("return");
  const std::string real = chat.token("Order 1042");
  const std::string forged = real.substr(0, real.rfind('.')) + ".1";
  for (const std::string& token : {forged, std::string("1.0.0"), std::string("zz.0.0"),
                                   std::string("nonsense"), std::string()}) {
    INFO(token);
    const std::string said = chat.press_token(token);
    CHECK(said.starts_with("repair.old_button"));
    CHECK(chat.answer("order") == "-");
  }
}

TEST_CASE("press: a button of one conversation is nothing in another", "[dialogs]") {
  const auto program = program_of({kReturnFlow});
  Chat one(program);
  Chat other(program);
  one.write("return");
  const std::string token = one.token("Order 1042");
  CHECK(other.press_token(token).starts_with("repair.old_button"));
  CHECK(other.state.frames.empty());
}

TEST_CASE("press: several tokens of different messages are refused as a whole", "[dialogs]") {
  Chat chat(program_of({kReturnFlow}));
  const std::string expected = R"(
> return
ret.order: Which order? [Order 1042 | Order 1057]
> 1042
ret.lines: Which items? [kettle | lamp]
* Order 1042, kettle
repair.old_button: old_button
ret.lines: Which items? [kettle | lamp]
* kettle, kettle
ret.reason: Why kettle? [Arrived damaged | Does not fit]
)";
  CHECK(replay(chat, expected) == expected);
}
