// Who has a conversation: taking over, the bot's silence, giving back (docs/console.md).
#include <catch2/catch.hpp>

#include "tests/support/replay_check.hpp"
#include "tests/unit/bot/console/shop_floor.hpp"

using namespace tests;
using base::Record;
using base::Value;

namespace {

const base::Instant kMonday = *base::from_iso("2026-03-02T10:00:00+03:00");

// Anna in the middle of a return, and two people of the staff.
struct Floor {
  TemporaryFolder folder;
  SimServer server{folder.path(), kMonday, 7};
  std::string mia = add_staff(server, "mia", bot::StaffRole::agent);
  std::string max = add_staff(server, "max", bot::StaffRole::agent);
  ConsolePage mias{server, sign_in(server, "mia"), 1001};
  ConsolePage maxs{server, sign_in(server, "max"), 1002};
  std::unique_ptr<SimClient> anna = server.connect();
  std::string conversation;
  int said = 0;

  Floor() {
    anna->say(Record{{"type", "hello"}, {"token", server.token("anna")}});
    conversation = anna->of_type("welcome").front().text_at("conversation");
    REQUIRE(mias.connect());
    REQUIRE(maxs.connect());
  }
  void write(std::string_view text) {
    anna->say(Record{{"type", "message"}, {"id", "c" + std::to_string(++said)}, {"text", text}});
  }
  Value take(ConsolePage& page) { return page.json("POST", path("take")); }
  std::string path(std::string_view what) const {
    return "conversations/" + conversation + "/" + std::string(what);
  }
  void watch(ConsolePage& page) {
    page.say(Record{{"type", "watch"}, {"conversation", conversation}, {"after", 0}});
  }
  void answer(ConsolePage& page, std::string_view id, std::int64_t epoch, std::string_view text) {
    page.say(Record{{"type", "message"},
                    {"conversation", conversation},
                    {"id", id},
                    {"epoch", epoch},
                    {"text", text}});
  }
  std::string owner() const { return std::string(anna->of_type("owner").back().text_at("owner")); }
  int from(std::string_view who) const {
    int count = 0;
    for (const auto& message : anna->of_type("message")) count += message.text_at("from") == who;
    return count;
  }
};

const std::string kFirst = "0198c2f0-7b3e-7cc1-9f0e-000000000001";
const std::string kSecond = "0198c2f0-7b3e-7cc1-9f0e-000000000002";

}  // namespace

TEST_CASE("handover: who asks for a person waits, with a place in the queue", "[bot][console]") {
  Floor floor;
  floor.write("human please");
  REQUIRE_FALSE(floor.anna->of_type("owner").empty());
  CHECK(floor.owner() == "queue");
  CHECK(floor.anna->of_type("owner").back().at("position") == Value(1));
  const auto queue = floor.mias.json("GET", "queue").at("conversations").list();
  REQUIRE(queue.size() == 1);
  CHECK(queue[0].text_at("conversation") == floor.conversation);
  CHECK(queue[0].text_at("owner.owner") == "queue");
}

TEST_CASE("handover: the bot says nothing while a person has the dialog", "[bot][console]") {
  Floor floor;
  floor.write("I want to return something");
  const auto owner = floor.take(floor.mias);
  CHECK(owner.text_at("owner") == "agent");
  CHECK(floor.owner() == "agent");
  CHECK(floor.anna->of_type("owner").back().text_at("name") == "Mia");
  const int before = floor.from("bot");
  floor.write("hello");
  floor.write("cancel");
  floor.write("I want to return something");
  floor.anna->say(Record{{"type", "press"}, {"id", "p1"}, {"button", "start_return"}});
  floor.server.advance(std::chrono::hours(2));
  auto again = floor.server.connect();
  again->say(Record{{"type", "hello"}, {"token", floor.server.token("anna")}});
  floor.server.advance(std::chrono::hours(48));
  CHECK(floor.from("bot") == before);
  CHECK(again->of_type("welcome").front().text_at("owner") != "bot");
}

TEST_CASE("handover: a person's message is durable, told to the customer, and never doubled",
          "[bot][console]") {
  Floor floor;
  floor.watch(floor.mias);
  const std::int64_t epoch = floor.take(floor.mias).at("epoch").integer();
  floor.answer(floor.mias, kFirst, epoch, "Hello, Mia here.");
  floor.answer(floor.mias, kFirst, epoch, "Hello, Mia here.");
  REQUIRE(floor.from("agent") == 1);
  const auto said = floor.anna->of_type("message").back();
  CHECK(said.text_at("text") == "Hello, Mia here.");
  CHECK(said.text_at("author") == "Mia");
  CHECK(said.text_at("id") == kFirst);
  CHECK(floor.mias.told("ack").size() == 2);
  floor.answer(floor.mias, kFirst, epoch, "something else");
  REQUIRE(floor.mias.refusals().size() == 1);
  CHECK(floor.mias.refusals().front().text_at("code") == "conflict");

  floor.anna.reset();
  floor.mias.drop();
  floor.maxs.drop();
  floor.server.crash_and_restart();
  auto back = floor.server.connect();
  back->say(Record{{"type", "hello"}, {"token", floor.server.token("anna")}, {"after", 0}});
  CHECK(back->of_type("welcome").front().text_at("owner") == "agent");
  CHECK(back->of_type("message").back().text_at("text") == "Hello, Mia here.");
}

TEST_CASE("handover: two who take at once: one has it", "[bot][console]") {
  Floor floor;
  floor.server.commit_at_once(false);
  const auto first = floor.mias.call("POST", floor.path("take"));
  const auto second = floor.maxs.call("POST", floor.path("take"));
  floor.server.settle();
  CHECK(second.status == 409);
  CHECK(floor.server.store().console().not_with_bot("agent", 10).front().owner.agent == floor.mia);
  floor.server.commit_at_once(true);
  floor.watch(floor.maxs);
  floor.answer(floor.maxs, kSecond, 1, "mine!");
  REQUIRE_FALSE(floor.maxs.refusals().empty());
  CHECK(floor.maxs.refusals().back().text_at("code") == "not_owner");
  CHECK(floor.from("agent") == 0);
}

TEST_CASE("handover: what was written before giving back is refused after it", "[bot][console]") {
  Floor floor;
  floor.write("I want to return something");
  const std::string question = std::string(floor.anna->of_type("message").back().text_at("text"));
  floor.watch(floor.mias);
  const std::int64_t epoch = floor.take(floor.mias).at("epoch").integer();
  CHECK(floor.maxs.call("POST", floor.path("give_back"), Record{{"epoch", epoch}}).status == 409);
  REQUIRE(floor.mias.call("POST", floor.path("give_back"), Record{{"epoch", epoch}}).status == 200);
  CHECK(floor.owner() == "bot");
  // The bot asks its question again (dialogs.md R8).
  CHECK(floor.anna->of_type("message").back().text_at("text") == question);
  floor.answer(floor.mias, kFirst, epoch, "one more thing");
  CHECK(floor.mias.refusals().back().text_at("code") == "not_owner");
  CHECK(floor.from("agent") == 0);
  floor.write("hello");
  CHECK(floor.anna->of_type("message").back().text_at("from") == "bot");
}

TEST_CASE("handover: a person who is gone loses the conversation to the queue", "[bot][console]") {
  Floor floor;
  floor.take(floor.mias);
  floor.server.advance(std::chrono::minutes(30));
  CHECK(floor.owner() == "agent");  // nobody waits for an answer
  floor.write("are you there?");
  floor.server.advance(std::chrono::minutes(4));
  CHECK(floor.owner() == "agent");
  floor.server.advance(std::chrono::minutes(2));
  floor.server.loop().advance(std::chrono::seconds(5));
  floor.server.settle();
  CHECK(floor.owner() == "queue");
  CHECK(floor.take(floor.maxs).text_at("owner") == "agent");
}

TEST_CASE("handover: who waits long is told once that the answer comes later", "[bot][console]") {
  Floor floor;
  floor.write("human please");
  for (int minutes = 0; minutes < 40; ++minutes) {
    floor.server.advance(std::chrono::minutes(1));
    floor.server.loop().advance(std::chrono::seconds(2));
    floor.server.settle();
  }
  int promises = 0;
  for (const auto& message : floor.anna->of_type("message")) {
    promises += message.text_at("step") == "handover.later";
  }
  CHECK(promises == 1);
  floor.write("thank you");  // nothing is ever refused for want of people
  CHECK(floor.anna->of_type("error").empty());
}

TEST_CASE("handover: a conversation with people in it replays to the byte", "[bot][console]") {
  Floor floor;
  floor.write("I want to return something");
  floor.watch(floor.mias);
  const std::int64_t epoch = floor.take(floor.mias).at("epoch").integer();
  floor.answer(floor.mias, kFirst, epoch, "Hello");
  floor.write("hello");
  floor.mias.call("POST", floor.path("give_back"), Record{{"epoch", epoch}});
  floor.write("hello");
  CHECK(replay_differences(floor.server.folder()) == "");
}

TEST_CASE("handover: who was helped is asked how it was, and the answer is kept",
          "[bot][console]") {
  Floor floor;
  floor.write("human please");
  const Value taken = floor.take(floor.mias);
  const Record done{{"epoch", taken.at("epoch")}, {"outcome", "resolved"}};
  REQUIRE(floor.mias.call("POST", floor.path("give_back"), done).status == 200);
  floor.server.settle();
  const auto asked = floor.anna->of_type("message").back();
  REQUIRE(asked.text_at("step") == "rating.ask");
  REQUIRE(asked.at("buttons").list().size() == 5);
  const std::string best(asked.at("buttons").list().front().text_at("token"));
  const auto press = [&](std::string_view id, std::string_view token) {
    floor.anna->say(Record{{"type", "press"}, {"id", id}, {"button", token}});
  };
  auto& console = floor.server.store().console();
  press("forged", "rate.5.handover.99");
  press("other", "rate.5.case.0198c2f0-7b3e-7cc1-9f0e-000000000001");
  CHECK(console.ratings({}, 10).empty());
  press("p1", best);
  CHECK(floor.anna->of_type("message").back().text_at("step") == "rating.thanks");
  const auto kept = console.ratings({}, 10);
  REQUIRE(kept.size() == 1);
  CHECK(kept.front().score == 5);
  CHECK(kept.front().agent == floor.mia);
  // The newest answer counts, and the dialog knows nothing of any of them.
  press("p2", asked.at("buttons").list().back().text_at("token"));
  REQUIRE(console.ratings({}, 10).size() == 1);
  CHECK(console.ratings({}, 10).front().score == 1);
}
