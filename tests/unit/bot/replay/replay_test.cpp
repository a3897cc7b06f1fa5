// Any conversation can be run again from its journal alone, to the byte.
#include "bot/replay/replay.hpp"

#include <catch2/catch.hpp>

#include "tests/support/talker.hpp"

using namespace bot;  // NOLINT: a test file

namespace {

constexpr const char* kStart = "2026-03-02T10:00:00+03:00";

// A whole return, approved, with a correction on the way.
std::string make_return(tests::SimServer& server) {
  tests::Talker anna(server);
  anna.press_token("start_return");
  anna.press("Order 1042");
  anna.press("Enamel kettle, sea green");
  anna.press("It is defective or damaged");
  anna.write("The lid came cracked out of the box");
  anna.attach("png");
  const auto last = anna.press("Send the request");
  CHECK(last.find("create_return.done") != std::string::npos);
  server.advance(std::chrono::hours(24 * 9));
  anna.read();
  return anna.conversation();
}

JournaledConversation read(const tests::SimServer& server, const std::string& uuid) {
  storage::Archive archive(server.folder());
  const auto rows = archive.conversations_named(uuid, 1);
  REQUIRE(rows.size() == 1);
  return {rows.front(), archive.journal(rows.front().id)};
}

FindProfile profiles(const tests::SimServer& server) {
  auto archive = std::make_shared<storage::Archive>(server.folder());
  return profiles_from([archive](const std::string& v) { return archive->profile_files(v); });
}

}  // namespace

TEST_CASE("replay: a conversation comes out the same to the byte", "[replay]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso(kStart), 1);
  const auto uuid = make_return(server);
  const auto check = check_replay(read(server, uuid), profiles(server));
  CHECK(check.is_identical());
  CHECK(check.turns >= 8);
  CHECK(tests::replay_differences(folder.path()).empty());
}

TEST_CASE("replay: what was learned from outside counts, nothing else is asked", "[replay]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso(kStart), 1);
  auto conversation = read(server, make_return(server));
  // As if the look-up had found other orders that day.
  for (auto& row : conversation.turns) {
    for (auto at = row.recorded.find("1042"); at != std::string::npos;
         at = row.recorded.find("1042", at + 4)) {
      row.recorded.replace(at, 4, "1043");
    }
  }
  const auto check = check_replay(conversation, profiles(server));
  REQUIRE(check.divergence.has_value());
  CHECK(check.divergence->stored.find("Order 1042") != std::string::npos);
  CHECK(check.divergence->replayed.find("Order 1043") != std::string::npos);
  const auto shown = side_by_side(*check.divergence);
  CHECK_THAT(shown, Catch::Contains("stored") && Catch::Contains("| replayed"));
}

TEST_CASE("replay: turns of before the recording, and lost profiles, are told", "[replay]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso(kStart), 1);
  auto conversation = read(server, make_return(server));
  const auto lost = check_replay(conversation, profiles_from([](const std::string&) {
                                   return std::vector<storage::ProfileFile>();
                                 }));
  CHECK_THAT(lost.not_replayed,
             Catch::Contains("turn 1: profile") && Catch::Contains("is not in the store"));
  conversation.turns[2].recorded.clear();
  const auto old = check_replay(conversation, profiles(server));
  CHECK(old.turns == 2);
  CHECK_THAT(old.not_replayed, Catch::Contains("turn 3: the turn was made by a version"));
}

TEST_CASE("replay: until a turn, and under another profile", "[replay]") {
  const tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso(kStart), 1);
  const auto conversation = read(server, make_return(server));
  ReplayOptions until;
  until.until = 3;
  CHECK(check_replay(conversation, profiles(server), until).turns == 3);

  tests::EditedProfile edited;
  edited.edit("flows/create_return.yaml", "Which order is it about?", "Which order is it?");
  const auto loaded =
      load_profile({edited.path(), folder.path(), server.now(), nullptr, true, true});
  REQUIRE(loaded.profile.has_value());
  const CompiledProfile other{loaded.profile->program, loaded.profile->policy};
  ReplayOptions against;
  against.is_other_profile = true;
  const auto check = check_replay(
      conversation, [&](const std::string&) -> base::Result<CompiledProfile> { return other; },
      against);
  REQUIRE(check.divergence.has_value());
  CHECK(check.divergence->stored.find("Which order is it about?") != std::string::npos);
  CHECK(check.divergence->replayed.find("Which order is it?") != std::string::npos);
}
