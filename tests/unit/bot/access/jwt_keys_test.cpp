// Keys that must not be taken, whatever tokens they could verify.
#include <catch2/catch.hpp>

#include "bot/access/jwt.hpp"
#include "tests/unit/bot/access/jwt_vectors.hpp"

using namespace bot;
using namespace bot_test;

namespace {

std::string_view created(const JwtSettings& from) {
  const auto verifier = JwtVerifier::create(from);
  return verifier ? std::string_view("ok") : verifier.error().name;
}

std::string_view with_key(std::string id, JwtAlgorithm algorithm, std::string material) {
  JwtSettings one = settings();
  one.keys = {{std::move(id), algorithm, Secret(std::move(material))}};
  return created(one);
}

}  // namespace

TEST_CASE("jwt keys: a secret is a secret", "[bot][access]") {
  CHECK(created(settings()) == "ok");
  CHECK(with_key("k", JwtAlgorithm::hs256, std::string(kSecret)) == "ok");
  CHECK(with_key("k", JwtAlgorithm::hs256, std::string(kSecret.substr(0, 31))) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::hs256, "") == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::hs256, std::string(64, 'a')) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::hs256, KeyPair::p256().public_pem()) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::hs256, KeyPair::rsa2048().private_pem()) == "bad_key");
}

TEST_CASE("jwt keys: a public key is of the right kind and size", "[bot][access]") {
  CHECK(with_key("k", JwtAlgorithm::es256, KeyPair::p256().public_pem()) == "ok");
  CHECK(with_key("k", JwtAlgorithm::es256, KeyPair::p384().public_pem()) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::es256, KeyPair::rsa2048().public_pem()) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::es256, KeyPair::p256().private_pem()) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::es256, std::string(kSecret)) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::rs256, KeyPair::rsa2048().public_pem()) == "ok");
  CHECK(with_key("k", JwtAlgorithm::rs256, KeyPair::rsa1024().public_pem()) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::rs256, KeyPair::p256().public_pem()) == "bad_key");
  CHECK(with_key("k", JwtAlgorithm::rs256, "-----BEGIN PUBLIC KEY-----\nAAAA\n") == "bad_key");
}

TEST_CASE("jwt keys: ids are plain and differ", "[bot][access]") {
  CHECK(with_key("", JwtAlgorithm::hs256, std::string(kSecret)) == "bad_key");
  CHECK(with_key("a/b", JwtAlgorithm::hs256, std::string(kSecret)) == "bad_key");
  CHECK(with_key(std::string(65, 'a'), JwtAlgorithm::hs256, std::string(kSecret)) == "bad_key");
  JwtSettings twice = settings();
  twice.keys.push_back({"shop", JwtAlgorithm::es256, Secret(KeyPair::p256().public_pem())});
  CHECK(created(twice) == "bad_key");
}

TEST_CASE("jwt keys: without keys nobody is let in", "[bot][access]") {
  JwtSettings none;
  const auto verifier = JwtVerifier::create(none);
  REQUIRE(verifier.has_value());
  CHECK_FALSE(verifier->verify(hs256(kHsHeader, claims()), kNow).has_value());
  JwtSettings nameless = settings();
  nameless.issuer.clear();
  CHECK(created(nameless) == "bad_settings");
  nameless = settings();
  nameless.audience.clear();
  CHECK(created(nameless) == "bad_settings");
}

TEST_CASE("jwt keys: no error shows the key", "[bot][access]") {
  JwtSettings one = settings();
  one.keys = {{"k", JwtAlgorithm::hs256, Secret("short-secret")}};
  const auto verifier = JwtVerifier::create(one);
  REQUIRE_FALSE(verifier.has_value());
  CHECK(verifier.error().detail.find("short-secret") == std::string::npos);
}
