// What a transition sends out of the house: in its own commit, and nothing of a turn that was not
// kept (P6).

#include <catch2/catch.hpp>

#include "bot/http/api_docs.hpp"
#include "bot/outbox/base64.hpp"
#include "tests/support/case_maker.hpp"
#include "tests/support/fake_courier.hpp"
#include "tests/support/talker.hpp"
#include "tests/unit/bot/http/json_schema.hpp"

namespace {

const auto kStart = *base::from_iso("2026-03-02T10:00:00+03:00");

// A shop with two endpoints and a mail server.
class House {
 public:
  House() {
    std::ofstream(profile_.path() / "hook.key") << "0123456789abcdefghijklmnopqrstuvwxyz\n";
    std::filesystem::permissions(profile_.path() / "hook.key", std::filesystem::perms::owner_read);
    std::ofstream(profile_.path() / "boomerang.yaml", std::ios::app)
        << "\nwebhooks:\n"
           "  - { name: erp, url: 'https://erp.example/hooks', secret_file: hook.key }\n"
           "  - { name: bonus, url: 'https://bonus.example/', secret_file: hook.key,\n"
           "      types: [reward_return] }\n"
           "mail: { server: 'mail.example:587', from: returns@shop.example }\n";
    server.emplace(folder_.path(), kStart, 5, profile_.path(), courier);
  }
  // Rows that wait, of one kind, as payloads.
  std::vector<base::Value> waiting(std::string_view kind) {
    std::vector<base::Value> found;
    const auto pending = storage::OutboxState::pending;
    for (const auto& entry : server->store().outbox_in_state(pending, "", 1000)) {
      if (entry.row.kind != kind) continue;
      auto payload = base::parse_json(entry.row.payload);
      REQUIRE(payload.has_value());
      found.push_back(std::move(*payload));
    }
    return found;
  }

  tests::FakeCourier courier;
  std::optional<tests::SimServer> server;

 private:
  tests::EditedProfile profile_;
  tests::TemporaryFolder folder_;
};

}  // namespace

TEST_CASE("announce: each transition is one webhook to each endpoint that wants it", "[bot]") {
  House house;
  const auto number = tests::open_return(*house.server);
  REQUIRE(house.server->case_event(number, "support", "approve", {}) == 200);
  const auto hooks = house.waiting("webhook");
  REQUIRE(hooks.size() == 2);  // `bonus` wants Rewards only
  CHECK(hooks[0].text_at("data.event") == "submit");
  CHECK(hooks[0].text_at("data.from").empty());
  CHECK(hooks[0].text_at("data.actor") == "customer");
  CHECK(hooks[1].text_at("data.event") == "approve");
  CHECK(hooks[1].text_at("data.from") == "submitted");
  CHECK(hooks[1].text_at("data.to") == "approved");
  const auto row = house.server->store().find_case_by_number(number);
  CHECK(hooks[1].text_at("data.due") == base::to_iso(*row->due));

  const auto spec = base::parse_json(bot::openapi_text(), {1U << 20U, 32, 1'000});
  const auto& schema = spec->at("components").at("schemas").at("CaseTransition");
  for (const auto& hook : hooks) {
    for (const auto& fault : tests::JsonSchema(*spec).faults(schema, hook)) FAIL_CHECK(fault);
    // What people wrote stays in the house.
    CHECK(base::to_json(hook).find("cracked") == std::string::npos);
  }
}

TEST_CASE("announce: nothing of a turn that was refused or not kept (P6)", "[bot]") {
  House house;
  const auto number = tests::open_return(*house.server);
  const auto before = house.waiting("webhook").size();
  CHECK(house.server->case_event(number, "warehouse", "arrived", {}) == 409);
  CHECK(house.server->case_event(number, "warehouse", "approve", {}) == 403);
  house.server->commits().fail_next_full();
  CHECK(house.server->case_event(number, "support", "approve", {}) == 503);
  house.server->commits().heal();
  CHECK(house.waiting("webhook").size() == before);
  CHECK(house.waiting("mail").size() == 1);  // that of the submission
}

TEST_CASE("announce: an e-mail repeats the notice, in the customer's language", "[bot]") {
  House house;
  const auto number = tests::open_return(*house.server);
  REQUIRE(house.server->case_event(number, "support", "reject", {{"reason", "no photo"}}) == 200);
  const auto mails = house.waiting("mail");
  REQUIRE(mails.size() == 2);
  CHECK(mails[1].text_at("to") == "anna@example.org");
  CHECK(mails[1].text_at("language") == "en");
  CHECK(mails[1].text_at("subject") == "Your return " + number);
  CHECK(mails[1].text_at("body").find("no photo") != std::string::npos);
  CHECK(mails[1].text_at("body").find("chat") != std::string::npos);  // the closing words
}

// Facts 69 and 70 promise these messages.
TEST_CASE("announce: the notices that the source promises go out by e-mail", "[bot]") {
  House house;
  const auto number = tests::open_return(*house.server);
  auto& server = *house.server;
  REQUIRE(server.case_event(number, "support", "approve", {}) == 200);
  REQUIRE(server.case_event(number, "warehouse", "arrived", {}) == 409);
  // Sent by the customer, arrived, checked for longer, and not returnable.
  bot::Turn turn = server.core().processor().begin(nullptr);
  workflow::CaseEvent sent;
  sent.name = "ship_confirm";
  sent.actor_id = "anna";
  sent.channel = "chat";
  sent.data = {{"method", "mail"},
               {"carrier", "belpost"},
               {"track", "RR473124829BY"},
               {"receipt", base::Record{{"upload", "u"}, {"name", "r.png"}, {"type", "png"}}}};
  const auto subject = server.core().desk().find_by_number(number);
  const auto decided = server.core().desk().apply(turn, *subject, sent);
  INFO((decided ? "" : decided.error().detail));
  REQUIRE(decided.has_value());
  server.core().processor().submit(std::move(turn));
  server.settle();
  REQUIRE(server.case_event(number, "warehouse", "arrived", {}) == 200);
  REQUIRE(server.case_event(number, "warehouse", "extend",
                            {{"until", "2026-04-20"}, {"reason", "the maker is asked"}}) == 200);
  REQUIRE(server.case_event(number, "warehouse", "non_returnable", {{"reason", "it was used"}}) ==
          200);
  const auto mails = house.waiting("mail");
  REQUIRE(mails.size() == 6);
  CHECK(mails[4].text_at("body").find("the maker is asked") != std::string::npos);
  CHECK(mails[5].text_at("body").find("it was used") != std::string::npos);
}

TEST_CASE("announce: the shop's token says where a customer can be reached", "[bot]") {
  House house;
  auto& server = *house.server;
  const auto claim = [&](const std::string& email) {
    // As the shop's own back end would sign it.
    const auto& key = server.profile().settings.identity.keys.front();
    const auto now = base::to_milliseconds(kStart) / 1000;
    const std::string head =
        bot::to_base64url(R"({"alg":"HS256","typ":"JWT","kid":")" + key.id + "\"}");
    const std::string claims = bot::to_base64url(
        base::to_json(base::Record{{"sub", "anna"},
                                   {"iss", server.profile().settings.identity.issuer},
                                   {"aud", server.profile().settings.identity.audience},
                                   {"exp", now + 3600},
                                   {"iat", now},
                                   {"email", email}}));
    const auto digest = bot::hmac_sha256(key.material.reveal(), head + "." + claims);
    const std::string token =
        head + "." + claims + "." +
        bot::to_base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
    auto client = server.connect();
    client->say(base::Record{{"type", "hello"}, {"token", token}});
    CHECK(client->of_type("welcome").size() == 1);
  };
  claim("not an address\r\nBcc: x@y.org");
  CHECK_FALSE(server.store().contact("anna"));
  claim("anna@new.example");
  CHECK(server.store().contact("anna")->email == "anna@new.example");
  tests::open_return(server);
  const auto mails = house.waiting("mail");
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].text_at("to") == "anna@new.example");
}

TEST_CASE("announce: a customer without an address gets none", "[bot]") {
  House house;
  tests::open_return(*house.server, "nobody-we-know", "1");
  CHECK(house.waiting("mail").empty());
  CHECK(house.waiting("webhook").size() == 1);
}
