// Safe deployment (dialogs.md 2.5): open runs stay with their version and work, move where it is
// safe or declared, and a profile with faults changes nothing.
#include "bot/publish/publisher.hpp"

#include <catch2/catch.hpp>

#include "tests/support/talker.hpp"

using tests::Talker;

namespace {

constexpr const char* kStart = "2026-03-02T10:00:00+03:00";
constexpr const char* kFlow = "flows/create_return.yaml";

struct Shop {
  Shop() : server(folder.path(), *base::from_iso(kStart), 1), anna(server) {}

  // Anna's return, until the bot asks for its description.
  void begin() {
    anna.press_token("start_return");
    anna.press("Order 1042");
    anna.press("Enamel kettle, sea green");
    REQUIRE(anna.press("It is defective or damaged") == "create_return.description");
  }
  // The first question of the flow gets another name.
  void rename_order() {
    edited.edit(kFlow, "- ask: order ", "- ask: shop_order ");
    edited.edit(kFlow, "from: order.lines", "from: shop_order.lines");
    edited.edit(kFlow, "order: order", "order: shop_order");
    edited.edit(kFlow, "[order, lines]", "[shop_order, lines]");
    edited.edit(kFlow, "ask_again: order", "ask_again: shop_order");
    edited.edit("training/intents.yaml", "{ order: order, lines", "{ shop_order: order, lines");
  }
  std::string publish() { return server.publish(edited.path()); }
  const dialogs::State& state() {
    return (*server.core().conversations().find(anna.conversation()))->state;
  }
  std::string current_hash() {
    const auto& program = *server.profile().program;
    return program.flows[program.find_flow("create_return")].hash;
  }
  std::size_t stored_versions() {
    std::size_t count = 0;
    for (const auto& flow : server.store().stored_flows()) count += flow.name == "create_return";
    return count;
  }

  tests::TemporaryFolder folder;
  tests::SimServer server;
  Talker anna;
  tests::EditedProfile edited;
};

}  // namespace

TEST_CASE("publish: a renamed step without migrate leaves open runs on the old hash, working",
          "[publish]") {
  Shop shop;
  shop.begin();
  const std::string before = shop.current_hash();
  shop.rename_order();
  const auto report = shop.publish();
  CHECK_THAT(report, Catch::Contains(R"("published":true)") && Catch::Contains(R"("older":1)"));
  CHECK(shop.current_hash() != before);
  REQUIRE(shop.state().frames.size() == 1);
  CHECK(shop.state().frames[0].hash == before);
  CHECK(shop.stored_versions() == 2);

  SECTION("also after the server died and was started again") {
    shop.server.crash_and_restart();
    shop.anna.connect();
    CHECK(shop.state().frames[0].hash == before);
  }
  CHECK(shop.anna.write("The lid came cracked out of the box") == "create_return.photos");
  CHECK(shop.anna.attach("png") == "create_return.return_summary");
  const auto last = shop.anna.press("Send the request");
  CHECK_THAT(last, Catch::Contains("create_return.done"));
  // What begins now begins with the new version.
  CHECK(shop.anna.press_token("start_return") == "create_return.shop_order");
  CHECK(tests::replay_differences(shop.folder.path()).empty());
}

TEST_CASE("publish: the old version is dropped when no run is pinned to it", "[publish]") {
  Shop shop;
  shop.begin();
  shop.edited.edit(kFlow, "length: 10..1000", "length: 5..1000");
  shop.publish();
  // It went the same way so far: it moves, without a word.
  CHECK(shop.state().frames[0].hash == shop.current_hash());
  CHECK(shop.anna.read().empty());
  CHECK(shop.stored_versions() == 1);
  CHECK(shop.anna.write("Broken") == "create_return.photos");  // by the new length
  CHECK(tests::replay_differences(shop.folder.path()).empty());
}

TEST_CASE("publish: a corrected text reaches open chats", "[publish]") {
  Shop shop;
  shop.begin();
  const auto before = shop.current_hash();
  shop.edited.edit(kFlow, "at a glance", "once more");
  shop.publish();
  CHECK(shop.current_hash() == before);
  shop.anna.write("The lid came cracked out of the box");
  shop.anna.attach("png");
  CHECK_THAT(shop.anna.text(), Catch::Contains("once more"));
  CHECK(tests::replay_differences(shop.folder.path()).empty());
}

TEST_CASE("publish: migrate moves a run whose question was renamed", "[publish]") {
  Shop shop;
  shop.begin();
  const auto before = shop.current_hash();
  shop.rename_order();
  shop.edited.edit(kFlow, "\nsteps:\n",
                   "\nmigrate:\n  from: " + before + "\n  rename: { order: shop_order }\nsteps:\n");
  const auto report = shop.publish();
  INFO(report);
  CHECK_THAT(report, Catch::Contains(R"("published":true)"));
  CHECK(shop.state().frames[0].hash == shop.current_hash());
  CHECK(shop.anna.read().empty());  // the same question stays open
  CHECK(shop.anna.write("The lid came cracked out of the box") == "create_return.photos");
  CHECK(shop.stored_versions() == 1);
  CHECK(tests::replay_differences(shop.folder.path()).empty());
}

TEST_CASE("publish: a profile with faults keeps the last good one and says where", "[publish]") {
  Shop shop;
  shop.begin();
  const auto before = shop.server.profile().version;
  shop.edited.edit(kFlow, "as: files", "as: pictures");
  const auto report = shop.publish();
  CHECK_THAT(report, Catch::Contains(R"("published":false)") &&
                         Catch::Contains("create_return.yaml:") && Catch::Contains("pictures"));
  CHECK(shop.server.profile().version == before);
  CHECK(shop.anna.write("The lid came cracked out of the box") == "create_return.photos");
}

TEST_CASE("publish: the journal says under which profile a turn was made", "[publish]") {
  Shop shop;
  shop.begin();
  shop.edited.edit(kFlow, "at a glance", "once more");
  shop.publish();
  shop.anna.write("The lid came cracked out of the box");
  const auto rows = shop.server.store().journal(1);
  const auto first = bot::read_recording(rows.front().recorded, rows.front().input);
  const auto last = bot::read_recording(rows.back().recorded, rows.back().input);
  REQUIRE(first.has_value());
  REQUIRE(last.has_value());
  REQUIRE(first->world.has_value());
  REQUIRE(last->world.has_value());
  CHECK(first->world->profile != last->world->profile);
  CHECK(last->world->profile == shop.server.profile().version);
  CHECK_FALSE(shop.server.store().profile_files(first->world->profile).empty());
}
