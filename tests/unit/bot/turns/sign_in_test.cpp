// A guest begins a task that needs a customer, signs in to the shop, and goes on in the same
// conversation.
#include <catch2/catch.hpp>

#include "tests/support/sim_server.hpp"

using base::Record;
using base::Value;

namespace {

constexpr const char* kStart = "2026-03-02T10:00:00+03:00";

std::vector<std::string> steps_of(const tests::SimClient& client) {
  std::vector<std::string> steps;
  for (const Value& message : client.of_type("message")) {
    if (message.text_at("from") == "bot") steps.emplace_back(message.text_at("step"));
  }
  return steps;
}

struct Begun {
  std::unique_ptr<tests::SimClient> client;
  std::string secret;
  std::string conversation;
};

// A guest who wants to return something and was asked to sign in.
Begun begin_as_guest(tests::SimServer& server) {
  Begun begun{server.connect(), {}, {}};
  begun.client->say(Record{{"type", "hello"}});
  const Value welcome = begun.client->of_type("welcome").at(0);
  begun.secret = welcome.text_at("guest_secret");
  begun.conversation = welcome.text_at("conversation");
  begun.client->say(
      Record{{"type", "message"}, {"id", "1"}, {"text", "I want to return a kettle"}});
  REQUIRE(steps_of(*begun.client).back() == "sign_in.say");
  return begun;
}

}  // namespace

TEST_CASE("sign in: the guest's conversation and task go on as the customer's", "[bot][turns]") {
  tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso(kStart), 1);
  auto guest = begin_as_guest(server);
  auto anna = server.connect();
  anna->say(Record{{"type", "hello"},
                   {"token", server.token("anna")},
                   {"guest_secret", guest.secret},
                   {"after", 0}});
  const Value welcome = anna->of_type("welcome").at(0);
  CHECK(welcome.text_at("conversation") == guest.conversation);
  CHECK(welcome.text_at("customer") == "anna");
  REQUIRE_FALSE(steps_of(*anna).empty());
  CHECK(steps_of(*anna).back() == "create_return.order");
  // Who listened as the guest has to come again, and the secret opens nothing any more.
  REQUIRE(guest.client->closed());
  CHECK(*guest.client->closed() == bot::CloseCode::not_authenticated);
  auto stranger = server.connect();
  stranger->say(Record{{"type", "hello"}, {"token", guest.secret}});
  CHECK(stranger->of_type("welcome").empty());

  // Also after a crash it is Anna's.
  server.crash_and_restart();
  auto again = server.connect();
  again->say(Record{{"type", "hello"}, {"token", server.token("anna")}, {"after", 0}});
  CHECK(again->of_type("welcome").at(0).text_at("conversation") == guest.conversation);
  again->say(Record{{"type", "message"}, {"id", "2"}, {"text", "1042"}});
  CHECK(steps_of(*again).back() == "create_return.lines");
}

TEST_CASE("sign in: a secret that is not known changes nothing", "[bot][turns]") {
  tests::TemporaryFolder folder;
  tests::SimServer server(folder.path(), *base::from_iso(kStart), 1);
  auto guest = begin_as_guest(server);
  auto anna = server.connect();
  anna->say(Record{{"type", "hello"},
                   {"token", server.token("anna")},
                   {"guest_secret", guest.secret.substr(0, guest.secret.size() - 1) + "x"}});
  CHECK(anna->of_type("welcome").at(0).text_at("conversation") != guest.conversation);
  CHECK_FALSE(guest.client->closed());
  // Nor does one conversation's secret open another that is named.
  auto boris = server.connect();
  boris->say(Record{{"type", "hello"},
                    {"token", server.token("boris")},
                    {"conversation", anna->of_type("welcome").at(0).text_at("conversation")},
                    {"guest_secret", guest.secret}});
  CHECK(boris->of_type("welcome").empty());
  CHECK_FALSE(guest.client->closed());
}
