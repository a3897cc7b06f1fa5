// Signing in to the console, who may do what there, and what it shows (docs/console.md).
#include <catch2/catch.hpp>

#include "bot/access/totp.hpp"
#include "tests/unit/bot/console/shop_floor.hpp"

using namespace tests;
using base::Record;
using base::Value;

namespace {

const base::Instant kMonday = *base::from_iso("2026-03-02T10:00:00+03:00");

struct House {
  TemporaryFolder folder;
  SimServer server{folder.path(), kMonday, 11};
};

int status(const bot::HttpResponse& response) {
  return response.status;
}

}  // namespace

TEST_CASE("console: a wrong name, password and code look the same", "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  const auto attempt = [&](std::string_view name, std::string_view password) {
    return house.server.call("POST", "/console/api/session",
                             base::to_json(Record{{"name", name}, {"password", password}}),
                             {{"X-Boomerang-Console", "1"}});
  };
  const auto wrong = attempt("mia", "wrong password");
  const auto unknown = attempt("nobody", "wrong password");
  CHECK(status(wrong) == 401);
  CHECK(std::get<std::string>(wrong.body) == std::get<std::string>(unknown.body));
  CHECK_FALSE(sign_in(house.server, "mia").empty());
  // And trying is limited.
  int last = 0;
  for (int i = 0; i < 8; ++i) last = status(attempt("mia", "wrong password"));
  CHECK(last == 429);
}

TEST_CASE("console: a code of the authenticator works once", "[bot][console]") {
  House house;
  std::string secret;
  bot::NewStaff member;
  member.name = "ada";
  member.role = bot::StaffRole::admin;
  member.password = kPassword;
  house.server.core().console().staff().add(
      member, [&](const auto& added) { secret = added.value().totp_secret; });
  house.server.settle();
  REQUIRE(secret.size() == 32);
  const auto code = bot::totp_code(*bot::from_base32(secret), bot::totp_step(kMonday));
  const auto attempt = [&](const std::string& with) {
    return status(house.server.call(
        "POST", "/console/api/session",
        base::to_json(Record{{"name", "ada"}, {"password", kPassword}, {"code", with}}),
        {{"X-Boomerang-Console", "1"}}));
  };
  CHECK(attempt("") == 401);
  CHECK(attempt("000000") == 401);
  CHECK(attempt(code) == 200);
  CHECK(attempt(code) == 401);
}

TEST_CASE("console: without a session, or without the console's header, nothing",
          "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  const std::string cookie = sign_in(house.server, "mia");
  for (const char* path : {"queue", "cases", "staff", "search?q=an", "overview", "replies",
                           "conversations/x", "files/x"}) {
    INFO(path);
    const std::string target = std::string("/console/api/") + path;
    CHECK(status(house.server.call("GET", target, "")) == 401);
    CHECK(status(house.server.call("GET", target, "", {{"Cookie", "boomerang_staff=forged"}})) ==
          401);
  }
  const auto nobody = house.server.call("GET", "/console/api/session", "");
  CHECK(std::get<std::string>(nobody.body) == R"({"staff":null})");
  // A form of another site has the cookie but not the header.
  CHECK(status(house.server.call("DELETE", "/console/api/sessions", "", {{"Cookie", cookie}})) ==
        403);
  CHECK(status(house.server.call("GET", "/console/api/session", "", {{"Cookie", cookie}})) == 200);
}

TEST_CASE("console: a page of another site opens no socket", "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  ConsolePage page(house.server, sign_in(house.server, "mia"), 1);
  CHECK_FALSE(page.connect("https://evil.example"));
  CHECK_FALSE(page.connect("http://shop.example.evil.example"));
  CHECK(page.connect());
  ConsolePage stranger(house.server, "boomerang_staff=forged", 2);
  CHECK_FALSE(stranger.connect());
}

TEST_CASE("console: signing out everywhere ends every session and socket at once",
          "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  add_staff(house.server, "max", bot::StaffRole::agent);
  ConsolePage here(house.server, sign_in(house.server, "mia"), 1);
  ConsolePage there(house.server, sign_in(house.server, "mia"), 2);
  ConsolePage other(house.server, sign_in(house.server, "max"), 3);
  REQUIRE(here.connect());
  REQUIRE(there.connect());
  REQUIRE(other.connect());
  REQUIRE(status(here.call("DELETE", "sessions")) == 200);
  CHECK(here.closed() == bot::CloseCode::not_authenticated);
  CHECK(there.closed() == bot::CloseCode::not_authenticated);
  CHECK_FALSE(other.closed());
  CHECK(status(there.call("GET", "queue")) == 401);
  CHECK(status(other.call("GET", "queue")) == 200);
}

TEST_CASE("console: who is disabled is out, also after a restart, until enabled",
          "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  add_staff(house.server, "ada", bot::StaffRole::admin);
  std::string cookie = sign_in(house.server, "mia");
  {
    ConsolePage page(house.server, cookie, 1);
    ConsolePage admin(house.server, sign_in(house.server, "ada"), 2);
    REQUIRE(page.connect());
    CHECK(status(page.call("POST", "staff", Record{{"do", "disable"}, {"name", "ada"}})) == 403);
    CHECK(status(admin.call("POST", "staff", Record{{"do", "disable"}, {"name", "ada"}})) == 403);
    CHECK(status(admin.call("POST", "staff", Record{{"do", "disable"}, {"name", "mia"}})) == 200);
    CHECK(page.closed() == bot::CloseCode::not_authenticated);
    CHECK(status(page.call("GET", "queue")) == 401);
  }
  house.server.crash_and_restart();
  CHECK(sign_in(house.server, "mia").empty());
  ConsolePage admin(house.server, sign_in(house.server, "ada"), 3);
  CHECK(status(admin.call("POST", "staff", Record{{"do", "enable"}, {"name", "mia"}})) == 200);
  CHECK_FALSE(sign_in(house.server, "mia").empty());
}

TEST_CASE("console: a session ends after its time and survives a restart before",
          "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  const std::string cookie = sign_in(house.server, "mia");
  house.server.crash_and_restart();
  ConsolePage page(house.server, cookie, 1);
  CHECK(status(page.call("GET", "queue")) == 200);
  auto& staff = house.server.core().console().staff();
  bot::HttpRequest request;
  request.headers = {{"Cookie", cookie}};
  auto who = staff.authenticate(request).value();
  CHECK(who.expires == kMonday + std::chrono::hours(12));
  CHECK(staff.is_open(who));
  who.expires = kMonday;
  CHECK_FALSE(staff.is_open(who));
}

TEST_CASE("console: notes and the packet tell colleagues what happened", "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  ConsolePage page(house.server, sign_in(house.server, "mia"), 1);
  auto anna = house.server.connect();
  anna->say(Record{{"type", "hello"}, {"token", house.server.token("anna")}});
  anna->say(Record{{"type", "message"}, {"id", "1"}, {"text", "I want to return something"}});
  const std::string uuid(anna->of_type("welcome").front().text_at("conversation"));
  const std::string path = "conversations/" + uuid;
  CHECK(status(page.call("POST", path + "/notes", Record{{"text", "  "}})) == 400);
  CHECK(status(page.call("POST", path + "/notes", Record{{"text", "careful: <b>VIP</b>"}})) == 200);
  const auto view = page.json("GET", path);
  CHECK(view.at("notes").list().at(0).text_at("text") == "careful: <b>VIP</b>");
  CHECK(view.at("notes").list().at(0).text_at("author") == "Mia");
  CHECK(view.text_at("packet.identity") == "signed_in");
  CHECK(view.at("packet.tasks").list().at(0).text_at("flow") == "create_return");
  CHECK(view.at("messages").list().size() == anna->of_type("message").size());
  // The customer hears nothing of it.
  for (const auto& frame : anna->raw()) CHECK(frame.find("VIP") == std::string::npos);
  CHECK(status(page.call("GET", "conversations/0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e")) == 404);
}

TEST_CASE("console: search takes words literally", "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::agent);
  ConsolePage page(house.server, sign_in(house.server, "mia"), 1);
  auto anna = house.server.connect();
  anna->say(Record{{"type", "hello"}, {"token", house.server.token("anna")}});
  CHECK(page.json("GET", "search?q=ann").at("conversations").list().size() == 1);
  for (const char* words : {"%25%25", "__", "a%25", "%27%20OR%201%3D1--", "an_a"}) {
    INFO(words);
    const auto found = page.json("GET", std::string("search?q=") + words);
    CHECK(found.at("conversations").list().empty());
    CHECK(found.at("cases").list().empty());
  }
  CHECK(status(page.call("GET", "search?q=a")) == 400);
}

TEST_CASE("console: an admin makes a key, which is shown once and good until it is revoked",
          "[bot][console]") {
  House house;
  add_staff(house.server, "ada", bot::StaffRole::admin);
  add_staff(house.server, "mia", bot::StaffRole::lead);
  ConsolePage admin(house.server, sign_in(house.server, "ada"), 1);
  ConsolePage lead(house.server, sign_in(house.server, "mia"), 2);
  const Record make{{"do", "make"}, {"name", "depot"}, {"role", "warehouse"}};
  CHECK(status(lead.call("POST", "keys", make)) == 403);
  CHECK(status(lead.call("GET", "keys")) == 403);
  const std::string key(admin.json("POST", "keys", make).text_at("key"));
  REQUIRE(key.size() > 40);
  const auto use = [&] {
    return status(house.server.call("GET", "/v1/cases", "", {{"Authorization", "Bearer " + key}}));
  };
  CHECK(use() == 200);
  CHECK(status(admin.call("POST", "keys", make)) == 409);
  Record other = make;
  other["role"] = "king";
  CHECK(status(admin.call("POST", "keys", other)) == 400);
  const auto listed = admin.json("GET", "keys");
  CHECK(base::to_json(listed).find(key) == std::string::npos);
  CHECK(listed.at("keys").list().front().text_at("author") == "Ada");
  house.server.crash_and_restart();
  CHECK(use() == 200);
  ConsolePage again(house.server, sign_in(house.server, "ada"), 3);
  CHECK(status(again.call("POST", "keys", Record{{"do", "revoke"}, {"name", "depot"}})) == 200);
  CHECK(use() == 401);
  CHECK(status(again.call("POST", "keys", make)) == 409);
  CHECK(status(again.call("POST", "keys", Record{{"do", "revoke"}, {"name", "none"}})) == 404);
}

TEST_CASE("console: leads see what nobody answered, agents do not", "[bot][console]") {
  House house;
  add_staff(house.server, "mia", bot::StaffRole::lead);
  add_staff(house.server, "max", bot::StaffRole::agent);
  bot::Turn turn = house.server.core().processor().begin(nullptr);
  for (const char* words : {"do you repair umbrellas?", "Do you repair umbrellas"}) {
    turn.commit->gaps.push_back({kMonday, 1, 1, "en", "unanswered", "", words});
  }
  house.server.core().processor().submit(std::move(turn));
  house.server.settle();
  ConsolePage lead(house.server, sign_in(house.server, "mia"), 1);
  ConsolePage agent(house.server, sign_in(house.server, "max"), 2);
  CHECK(status(agent.call("GET", "gaps")) == 403);
  const auto gaps = lead.json("GET", "gaps").at("gaps").list();
  REQUIRE_FALSE(gaps.empty());
  CHECK(gaps.front().at("count").integer() == 2);
  CHECK(status(lead.call("GET", "overview")) == 200);
}
