#include "bot/access/back_office_keys.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

const std::string kScanner = "scanner-7f3a9c1e5b8d2046a1c3e5f7092b4d6f";
const std::string kLedger = "ledger-0a1b2c3d4e5f60718293a4b5c6d7e8f9";

BackOfficeKeys keys() {
  return BackOfficeKeys(
      {{"scanner", Role::warehouse, sha256(kScanner)}, {"ledger", Role::finance, sha256(kLedger)}});
}

std::string who(const std::string& header) {
  const auto found = keys().authenticate(header);
  if (found) return found->key + " " + std::string(to_string(found->role));
  CHECK(found.error().code == base::Code::unauthenticated);
  CHECK(found.error().detail == "the key is not accepted");
  return std::string(found.error().name);
}

}  // namespace

TEST_CASE("back-office keys: the right key says who it is", "[bot][access]") {
  CHECK(who("Bearer " + kScanner) == "scanner warehouse");
  CHECK(who("bearer " + kLedger) == "ledger finance");
  CHECK(who("BEARER " + kLedger) == "ledger finance");
}

TEST_CASE("back-office keys: everything else is refused alike", "[bot][access]") {
  for (const std::string& header :
       {std::string(), std::string("Bearer"), std::string("Bearer "), "Bearer  " + kScanner,
        "Bearer " + kScanner + " ", "Bearer " + kScanner + "\n", "Bearer " + kScanner.substr(1),
        "Bearer " + kScanner + "x", "Basic " + kScanner, kScanner, std::string("Bearer scanner"),
        "Bearer " + to_hex(sha256(kScanner)), "Bearer " + std::string(5000, 'a'),
        "Bearer\t" + kScanner, "Bearer " + kScanner + "," + kLedger}) {
    INFO(header.substr(0, 80));
    CHECK(who(header) == "auth_failed");
  }
  CHECK_FALSE(BackOfficeKeys({}).authenticate("Bearer " + kScanner).has_value());
}

TEST_CASE("back-office keys: a bearer token is visible ASCII after one blank", "[bot][access]") {
  CHECK(bearer_token("Bearer a.b-c") == "a.b-c");
  CHECK_FALSE(bearer_token("Bearer a b").has_value());
  CHECK_FALSE(bearer_token("Bearer \xC3\xA9").has_value());
  CHECK_FALSE(bearer_token("Token x").has_value());
}
