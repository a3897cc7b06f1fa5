#include "bot/replay/why.hpp"

#include <catch2/catch.hpp>

#include "bot/replay/record.hpp"
#include "tests/support/talker.hpp"

using namespace bot;  // NOLINT: a test file

TEST_CASE("why: the chain that led to a question, from the journal alone", "[replay]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 1);
  tests::Talker anna(server);
  anna.press_token("start_return");
  anna.press("Order 1042");
  anna.press("Enamel kettle, sea green");
  REQUIRE(anna.press("It is defective or damaged") == "create_return.description");
  storage::Archive archive(folder.path());
  const JournaledConversation conversation{archive.conversations_named(anna.conversation(), 1)[0],
                                           archive.journal(1)};
  const auto find = profiles_from(
      [&archive](const std::string& version) { return archive.profile_files(version); });
  const auto chain = why(conversation, find, std::to_string(anna.seq()));
  REQUIRE(chain.has_value());
  INFO(*chain);
  CHECK_THAT(*chain, Catch::Contains("client id t4"));
  CHECK_THAT(*chain, Catch::Contains("flow        create_return@"));
  CHECK_THAT(*chain, Catch::Contains("order: answered by a button:"));
  CHECK_THAT(*chain, Catch::Contains("lines[0].quantity: not asked, because `"));
  CHECK_THAT(*chain, Catch::Contains("lines[0].reason: answered by a button: \"defective\""));
  CHECK_THAT(*chain, Catch::Contains("lines[0].description: asked"));
  CHECK_THAT(*chain, Catch::Contains("flows/create_return.yaml:"));

  const auto greeting = why(conversation, find, "1");
  REQUIRE(greeting.has_value());
  CHECK_THAT(*greeting, Catch::Contains("greeting.hello  texts/en.yaml:"));
  const auto none = why(conversation, find, "999");
  REQUIRE_FALSE(none.has_value());
  CHECK_THAT(none.error().detail, Catch::Contains("its messages are 1 to "));
}

TEST_CASE("why: answers to sensitive questions are not told", "[replay]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 1);
  tests::EditedProfile edited;
  edited.edit("flows/create_return.yaml", "- ask: description ",
              "- ask: description\n        sensitive: yes ");
  REQUIRE_THAT(server.publish(edited.path()), Catch::Contains(R"("published":true)"));
  tests::Talker anna(server);
  anna.press_token("start_return");
  anna.press("Order 1042");
  anna.press("Enamel kettle, sea green");
  anna.press("It is defective or damaged");
  REQUIRE(anna.write("My secret is a cracked lid") == "create_return.photos");
  storage::Archive archive(folder.path());
  const JournaledConversation conversation{archive.conversations_named(anna.conversation(), 1)[0],
                                           archive.journal(1)};
  const auto find = profiles_from(
      [&archive](const std::string& version) { return archive.profile_files(version); });
  for (std::int64_t seq = 1; seq <= anna.seq(); ++seq) {
    const auto chain = why(conversation, find, std::to_string(seq));
    REQUIRE(chain.has_value());
    INFO(*chain);
    CHECK(chain->find("secret is") == std::string::npos);
  }
  CHECK_THAT(why(conversation, find, std::to_string(anna.seq())).value(),
             Catch::Contains("(the answer to a sensitive question)") &&
                 Catch::Contains("lines[0].description: answered in words: (sensitive)"));
  const auto recorded = record(
      conversation, find, [](const std::string&) { return std::vector<storage::CaseEventRow>(); },
      "anna");
  REQUIRE(recorded.has_value());
  CHECK(recorded->find("secret is") == std::string::npos);
  CHECK_THAT(*recorded, Catch::Contains("user: 'a private answer'"));
}
