#include "bot/access/password.hpp"

#include <catch2/catch.hpp>

using namespace bot;

TEST_CASE("password: only the right one matches its hash", "[bot][access]") {
  const std::string hash = hash_password("correct horse battery");
  CHECK(hash.starts_with("$argon2id$"));
  CHECK(matches_password("correct horse battery", hash));
  CHECK_FALSE(matches_password("correct horse batterz", hash));
  CHECK_FALSE(matches_password("nobody has this password", ""));
}
