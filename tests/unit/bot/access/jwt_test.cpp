// Tokens that are right, and the exact edges of their times.
#include "bot/access/jwt.hpp"

#include <catch2/catch.hpp>

#include "tests/unit/bot/access/jwt_vectors.hpp"

using namespace bot;
using namespace bot_test;

namespace {

std::string expires_at(std::int64_t offset) {
  return outcome(hs256(kHsHeader, claims({{"exp", std::to_string(kNowSeconds + offset)}})));
}

std::string since(std::string_view claim, std::int64_t offset) {
  return outcome(hs256(kHsHeader, claims({{claim, std::to_string(kNowSeconds + offset)}})));
}

JwtSettings only_one_key() {
  JwtSettings one = settings();
  one.keys.resize(1);
  return one;
}

}  // namespace

TEST_CASE("jwt: the clock of these tests is what it says", "[bot][access]") {
  CHECK(base::to_milliseconds(kNow) == kNowSeconds * 1000);
}

TEST_CASE("jwt: each algorithm with its own key", "[bot][access]") {
  CHECK(outcome(hs256(kHsHeader, claims())) == "ok");
  CHECK(outcome(es256(kEsHeader, claims())) == "ok");
  CHECK(outcome(rs256(kRsHeader, claims())) == "ok");
  CHECK(outcome(hs256(R"({"typ":"jwt","kid":"shop","alg":"HS256"})", claims())) == "ok");
}

TEST_CASE("jwt: the claims of a verified token", "[bot][access]") {
  const auto verifier = JwtVerifier::create(settings()).value();
  const auto verified = verifier.verify(
      es256(kEsHeader, claims({{"sub", R"("клиент 7")"}, {"email", R"("a@example.org")"}})), kNow);
  REQUIRE(verified.has_value());
  CHECK(verified->subject() == "клиент 7");
  CHECK(verified->key_id() == "ec");
  CHECK(base::to_milliseconds(verified->expires()) == (kNowSeconds + 3600) * 1000);
}

TEST_CASE("jwt: a token without kid is clear only when there is one key", "[bot][access]") {
  const std::string token = hs256(R"({"alg":"HS256"})", claims());
  CHECK(outcome(token) == "unknown_key");
  CHECK(JwtVerifier::create(only_one_key()).value().verify(token, kNow).has_value());
}

TEST_CASE("jwt: expiry counts to the second, with a minute for clocks that differ",
          "[bot][access]") {
  CHECK(expires_at(0) == "ok");
  CHECK(expires_at(-59) == "ok");
  CHECK(expires_at(-60) == "expired");
  CHECK(expires_at(-61) == "expired");
  const std::int64_t day = 24 * 3600;
  CHECK(expires_at(day) == "ok");
  CHECK(expires_at(day + 60) == "ok");
  CHECK(expires_at(day + 61) == "lives_too_long");
}

TEST_CASE("jwt: nbf and iat may be a minute ahead", "[bot][access]") {
  for (const std::string_view claim : {"nbf", "iat"}) {
    INFO(claim);
    CHECK(since(claim, -100'000) == "ok");
    CHECK(since(claim, 59) == "ok");
    CHECK(since(claim, 60) == "ok");
    CHECK(since(claim, 61) == "not_yet_valid");
  }
}

TEST_CASE("jwt: a minted token is accepted until it expires", "[bot][access]") {
  const auto token = mint_jwt(settings(), "anna", kNow, std::chrono::hours(24));
  REQUIRE(token.has_value());
  CHECK(outcome(*token) == "ok");
  CHECK(outcome(*token, kNow + std::chrono::hours(24)) == "ok");
  CHECK(outcome(*token, kNow + std::chrono::hours(24) + std::chrono::minutes(1)) == "expired");
  CHECK(outcome(*token, kNow - std::chrono::minutes(2)) == "lives_too_long");
}

TEST_CASE("jwt: nothing is minted that would be refused", "[bot][access]") {
  const auto error = [](const JwtSettings& from, std::string_view subject,
                        base::Duration lifetime) {
    const auto token = mint_jwt(from, subject, kNow, lifetime);
    return token ? std::string_view("ok") : token.error().name;
  };
  const auto hour = std::chrono::hours(1);
  CHECK(error(settings(), "anna", hour) == "ok");
  CHECK(error(settings(), "", hour) == "bad_field");
  CHECK(error(settings(), " ", hour) == "bad_field");
  CHECK(error(settings(), "a\nb", hour) == "bad_field");
  CHECK(error(settings(), std::string(128, 'a'), hour) == "ok");
  CHECK(error(settings(), std::string(129, 'a'), hour) == "bad_field");
  CHECK(error(settings(), "anna", base::Duration(999)) == "bad_field");
  CHECK(error(settings(), "anna", std::chrono::seconds(24 * 3600 + 1)) == "bad_field");
  JwtSettings without = settings();
  without.keys.erase(without.keys.begin());
  CHECK(error(without, "anna", hour) == "bad_key");
}
