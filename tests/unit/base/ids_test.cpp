#include "base/ids.hpp"

#include <catch2/catch.hpp>
#include <set>

using base::from_milliseconds;
using base::is_uuid7;
using base::make_uuid7;

TEST_CASE("ids: a UUID carries its moment, version and variant", "[base]") {
  base::SeededRandom random(1);
  const std::string id = make_uuid7(from_milliseconds(0x0123456789AB), random);
  CHECK(id.substr(0, 15) == "01234567-89ab-7");
  CHECK(std::string("89ab").find(id[19]) != std::string::npos);
  CHECK(is_uuid7(id));
}

TEST_CASE("ids: later is greater, and no two are the same", "[base]") {
  base::SecureRandom random;
  std::set<std::string> seen;
  std::string before;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = make_uuid7(from_milliseconds(1'700'000'000'000 + i), random);
    REQUIRE(is_uuid7(id));
    REQUIRE(id > before);
    REQUIRE(seen.insert(id.substr(14)).second);  // the random part
    before = id;
  }
}

TEST_CASE("ids: only what make_uuid7 writes is accepted", "[base]") {
  const std::string good = "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e";
  CHECK(is_uuid7(good));
  for (const char* bad :
       {"", "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5", "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5e0",
        "0198C2F0-7B3E-7CC1-9F0E-1D6A2B3C4D5E", "0198c2f0-7b3e-4cc1-9f0e-1d6a2b3c4d5e",
        "0198c2f0-7b3e-7cc1-cf0e-1d6a2b3c4d5e", "0198c2f0-7b3e-7cc1-7f0e-1d6a2b3c4d5e",
        "0198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5g", "0198c2f0x7b3e-7cc1-9f0e-1d6a2b3c4d5e",
        "{198c2f0-7b3e-7cc1-9f0e-1d6a2b3c4d5}", "0198c2f07b3e-7cc1-9f0e-1d6a2b3c4d5e-"}) {
    INFO(bad);
    CHECK_FALSE(is_uuid7(bad));
  }
}
