#include "bot/access/totp.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

base::Instant at_second(std::int64_t seconds) {
  return base::from_milliseconds(seconds * 1000);
}

}  // namespace

TEST_CASE("totp: the vectors of RFC 6238, appendix B", "[bot][access]") {
  const std::string secret = "12345678901234567890";
  const std::pair<std::int64_t, const char*> kVectors[] = {
      {59, "94287082"},         {1111111109, "07081804"}, {1111111111, "14050471"},
      {1234567890, "89005924"}, {2000000000, "69279037"}, {20000000000, "65353130"},
  };
  for (const auto& [seconds, code] : kVectors) {
    INFO(seconds);
    CHECK(totp_code(secret, totp_step(at_second(seconds)), 8) == code);
    CHECK(totp_code(secret, totp_step(at_second(seconds))) == std::string(code).substr(2));
  }
}

TEST_CASE("totp: base32 as in RFC 4648, section 10", "[bot][access]") {
  const std::pair<const char*, const char*> kVectors[] = {
      {"", ""},
      {"f", "MY"},
      {"fo", "MZXQ"},
      {"foo", "MZXW6"},
      {"foob", "MZXW6YQ"},
      {"fooba", "MZXW6YTB"},
      {"foobar", "MZXW6YTBOI"},
  };
  for (const auto& [bytes, text] : kVectors) {
    CHECK(to_base32(bytes) == text);
    CHECK(from_base32(text) == bytes);
  }
  CHECK(from_base32("mzxw 6ytb") == "fooba");  // as people copy it
  CHECK_FALSE(from_base32("MZXW1").has_value());
  CHECK_FALSE(from_base32(std::string(200, 'A')).has_value());
}

TEST_CASE("totp: a code is good for its half minute and the neighbours, and once",
          "[bot][access]") {
  const std::string secret = to_base32("12345678901234567890");
  const auto now = at_second(1111111109);
  const std::int64_t step = totp_step(now);
  const auto code_of = [](std::int64_t of) { return totp_code("12345678901234567890", of); };
  CHECK(check_totp(secret, code_of(step), now, 0) == step);
  CHECK(check_totp(secret, code_of(step - 1), now, 0) == step - 1);
  CHECK(check_totp(secret, code_of(step + 1), now, 0) == step + 1);
  CHECK_FALSE(check_totp(secret, code_of(step - 2), now, 0).has_value());
  CHECK_FALSE(check_totp(secret, code_of(step + 2), now, 0).has_value());
  CHECK_FALSE(check_totp(secret, code_of(step), now, step).has_value());
  CHECK_FALSE(check_totp(secret, "", now, 0).has_value());
  CHECK_FALSE(check_totp(secret, code_of(step) + "0", now, 0).has_value());
  CHECK_FALSE(check_totp("", code_of(step), now, 0).has_value());
}
