#include "bot/access/secret.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <type_traits>

using namespace bot;

TEST_CASE("secret: SHA-256 and HMAC-SHA-256 give the published values", "[bot][access]") {
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // RFC 4231, cases 2 and 6 (a key longer than a block).
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xAA'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("secret: base64url goes both ways and has one spelling", "[bot][access]") {
  // RFC 4648, section 10, without padding.
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xFB\xFF", "-_8"}};
  for (const auto& [bytes, text] : vectors) {
    CHECK(to_base64url(bytes) == text);
    CHECK(from_base64url(text) == bytes);
  }
  for (const char* text : {"Z", "Zg==", "Zg=", "Zh", "Zm9", "Zm9vYh", "Zm 9", "Zm9v\n", "+/8",
                           "Zm9vY", "Z\xC3\xA9", "A"}) {
    INFO(text);
    CHECK_FALSE(from_base64url(text).has_value());
  }
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  for (std::size_t length = 0; length <= all.size(); ++length) {
    CHECK(from_base64url(to_base64url(all.substr(0, length))) == all.substr(0, length));
  }
}

TEST_CASE("secret: it does not print itself, and a moved one is empty", "[bot][access]") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<Secret, std::string_view>);
  for (const char* bytes : {"short", "long enough to live outside of the string object itself"}) {
    Secret first{std::string(bytes)};
    Secret second = std::move(first);
    CHECK(second.reveal() == bytes);
    CHECK(first.empty());  // NOLINT: what a moved one holds is the point
    Secret third;
    third = second;
    CHECK(third.reveal() == bytes);
    third = std::move(second);
    CHECK(third.reveal() == bytes);
  }
}

TEST_CASE("secret: weak ones are told", "[bot][access]") {
  const std::string good = "0123456789abcdef0123456789abcdef";
  CHECK_FALSE(is_weak(good));
  CHECK(is_weak(good.substr(1)));
  CHECK_FALSE(is_weak(good + "x"));
  CHECK(is_weak(""));
  CHECK(is_weak(std::string(100, 'x')));
  CHECK(is_weak("abababababababababababababababababab"));
}

TEST_CASE("secret: comparing", "[bot][access]") {
  CHECK(equal_in_constant_time("", ""));
  CHECK(equal_in_constant_time("abc", "abc"));
  CHECK_FALSE(equal_in_constant_time("abc", "abd"));
  CHECK_FALSE(equal_in_constant_time("abc", "ab"));
}

TEST_CASE("secret: a guest's secret has 256 bits and is kept as a hash", "[bot][access]") {
  base::SecureRandom random;
  const std::string secret = make_guest_secret(random);
  CHECK(secret.size() == 45);
  CHECK(looks_like_guest_secret(secret));
  CHECK(from_base64url(secret.substr(2))->size() == 32);
  const std::string hash = guest_secret_hash(secret);
  CHECK(hash.size() == 64);
  CHECK(hash.find(secret.substr(2)) == std::string::npos);
  CHECK(matches_guest_secret(secret, hash));
  CHECK_FALSE(matches_guest_secret(make_guest_secret(random), hash));
  CHECK_FALSE(matches_guest_secret(hash, hash));
  CHECK_FALSE(matches_guest_secret("", hash));
  CHECK_FALSE(matches_guest_secret("", ""));
  CHECK_FALSE(matches_guest_secret(secret, ""));
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(make_guest_secret(random));
  CHECK(seen.size() == 1000);
}

TEST_CASE("secret: a token of the shop is never taken for a guest's secret", "[bot][access]") {
  CHECK_FALSE(looks_like_guest_secret("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"));
  CHECK_FALSE(looks_like_guest_secret("g_"));
  CHECK_FALSE(looks_like_guest_secret("g_" + std::string(42, 'A')));
  CHECK(looks_like_guest_secret("g_" + std::string(43, 'A')));
  CHECK_FALSE(looks_like_guest_secret("g_" + std::string(44, 'A')));
  CHECK_FALSE(looks_like_guest_secret("g_" + std::string(42, 'A') + "="));
  CHECK_FALSE(looks_like_guest_secret("h_" + std::string(43, 'A')));
}
