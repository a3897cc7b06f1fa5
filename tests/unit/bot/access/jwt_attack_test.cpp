// Wrong tokens. Each row has the number of its kind in the catalogue of bad input (B26 to B40) and
// the fault that must be found: the right refusal for the wrong reason would prove nothing.
#include <catch2/catch.hpp>

#include "bot/access/secret.hpp"
#include "tests/unit/bot/access/jwt_vectors.hpp"

using namespace bot;
using namespace bot_test;

namespace {

struct Row {
  int number;
  std::string token;
  std::string_view fault;
};

void check_rows(const std::vector<Row>& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO("B" << rows[i].number << ", row " << i << ": " << rows[i].token.substr(0, 300));
    CHECK(outcome(rows[i].token) == rows[i].fault);
  }
}

std::string header(std::string_view members) {
  return R"({"alg":"HS256","kid":"shop",)" + std::string(members) + "}";
}

std::string with_claim(std::string_view name, std::string_view json) {
  return hs256(kHsHeader, claims({{name, json}}));
}

std::string hs_of_key_id(const std::string& id) {
  return hs256(R"({"alg":"HS256","kid":")" + id + R"("})", claims());
}

// The good token, cut up.
struct GoodToken {
  std::string text = hs256(kHsHeader, claims());
  std::size_t first = text.find('.');
  std::size_t second = text.rfind('.');
  std::string head() const { return text.substr(0, first); }
  std::string body() const { return text.substr(first + 1, second - first - 1); }
  std::string signature() const { return text.substr(second + 1); }
};

std::string without_line_break(std::string pem) {
  while (pem.ends_with('\n')) pem.pop_back();
  return pem;
}

}  // namespace

TEST_CASE("jwt attacks: B26-B29, the algorithm is never the token's to choose", "[bot][access]") {
  const std::string& ec_pem = KeyPair::p256().public_pem();
  const std::string& rsa_pem = KeyPair::rsa2048().public_pem();
  const std::string rs_as_hs = R"({"alg":"HS256","kid":"rsa"})";
  const std::string es_as_hs = R"({"alg":"HS256","kid":"ec"})";
  check_rows({
      {26, with_signature(R"({"alg":"none","kid":"shop"})", claims(), ""), "wrong_algorithm"},
      {26, with_signature(R"({"alg":"None","kid":"shop"})", claims(), ""), "wrong_algorithm"},
      {26, with_signature(R"({"alg":"nOnE","kid":"shop"})", claims(), "junk"), "wrong_algorithm"},
      {26, with_signature(R"({"alg":"none"})", claims(), ""), "unknown_key"},
      {26, with_signature(R"({"alg":"","kid":"shop"})", claims(), ""), "bad_header"},
      {26, with_signature(kHsHeader, claims(), ""), "bad_signature"},
      {26, hs256(R"({"alg":"hs256","kid":"shop"})", claims()), "wrong_algorithm"},
      {26, hs256(R"({"alg":"HS256 ","kid":"shop"})", claims()), "wrong_algorithm"},
      {27, hs256(rs_as_hs, claims(), rsa_pem), "wrong_algorithm"},
      {27, hs256(rs_as_hs, claims(), without_line_break(rsa_pem)), "wrong_algorithm"},
      {27, hs256(es_as_hs, claims(), ec_pem), "wrong_algorithm"},
      {27, hs256(es_as_hs, claims(), without_line_break(ec_pem)), "wrong_algorithm"},
      {27, hs256(kRsHeader, claims(), rsa_pem), "bad_signature"},
      {27, hs256(kEsHeader, claims(), ec_pem), "bad_signature"},
      {27, rs256(R"({"alg":"RS256","kid":"shop"})", claims()), "wrong_algorithm"},
      {27, rs256(R"({"alg":"ES256","kid":"ec"})", claims()), "bad_signature"},
      {27, es256(R"({"alg":"RS256","kid":"rsa"})", claims()), "bad_signature"},
      {27, hs256(R"({"alg":"HS512","kid":"shop"})", claims()), "wrong_algorithm"},
      {27, rs256(R"({"alg":"PS256","kid":"rsa"})", claims()), "wrong_algorithm"},
      {28, hs256(R"({"alg":256,"kid":"shop"})", claims()), "bad_header"},
      {28, hs256(R"({"alg":["HS256"],"kid":"shop"})", claims()), "bad_header"},
      {28, hs256(R"({"alg":null,"kid":"shop"})", claims()), "bad_header"},
      {28, hs256(R"({"alg":true,"kid":"shop"})", claims()), "bad_header"},
      {28, hs256(R"({"kid":"shop"})", claims()), "bad_header"},
      {28, hs256("{}", claims()), "bad_header"},
      {29, hs256(R"({"alg":"none","alg":"HS256","kid":"shop"})", claims()), "malformed"},
      {29, hs256(R"({"alg":"HS256","alg":"HS256","kid":"shop"})", claims()), "malformed"},
  });
}

TEST_CASE("jwt attacks: B30-B33, a header says which key and nothing else", "[bot][access]") {
  check_rows({
      {30, hs_of_key_id("../../dev/null"), "bad_header"},
      {30, hs256(R"({"alg":"HS256","kid":"../../dev/null"})", claims(), ""), "bad_header"},
      {30, hs_of_key_id("x' UNION SELECT 'secret"), "bad_header"},
      {30, hs_of_key_id(std::string(10'240, 'k')), "too_long"},
      {30, hs_of_key_id(std::string(65, 'k')), "bad_header"},
      {30, hs_of_key_id(std::string(64, 'k')), "unknown_key"},
      {30, hs_of_key_id(""), "bad_header"},
      {30, hs_of_key_id("Shop"), "unknown_key"},
      {30, hs_of_key_id("shop\\u0000"), "malformed"},
      {31, hs256(R"({"alg":"HS256","kid":7})", claims()), "bad_header"},
      {31, hs256(R"({"alg":"HS256","kid":{"a":"shop"}})", claims()), "bad_header"},
      {32, hs256(header(R"("jku":"https://evil.example/keys")"), claims()), "bad_header"},
      {32, hs256(header(R"("x5u":"https://evil.example/cert")"), claims()), "bad_header"},
      {32, hs256(header(R"("jwk":{"kty":"oct","k":"AAAA"})"), claims()), "bad_header"},
      {32, hs256(header(R"("x5c":["AAAA"])"), claims()), "bad_header"},
      {32, hs256(header(R"("crit":["exp"])"), claims()), "bad_header"},
      {32, hs256(header(R"("b64":false)"), claims()), "bad_header"},
      {32, hs256(header(R"("zip":"DEF")"), claims()), "bad_header"},
      {32, hs256(header(R"("extra":"x")"), claims()), "bad_header"},
      {33, hs256(header(R"("typ":"refresh")"), claims()), "bad_header"},
      {33, hs256(header(R"("typ":"at+jwt")"), claims()), "bad_header"},
      {33, hs256(header(R"("typ":["JWT"])"), claims()), "bad_header"},
      {33, hs256(header(R"("cty":"JWT")"), claims()), "bad_header"},
      {33, hs256(kHsHeader, "\"" + hs256(kHsHeader, claims()) + "\""), "malformed"},
      {33, "eyJhbGciOiJSU0EtT0FFUCJ9.AAAA.AAAA.AAAA.AAAA", "malformed"},
  });
}

TEST_CASE("jwt attacks: B34-B37, claims of the wrong kind or for somebody else", "[bot][access]") {
  check_rows({
      {34, with_claim("exp", ""), "bad_claims"},
      {34, with_claim("exp", "-5"), "bad_claims"},
      {34, with_claim("exp", "0"), "bad_claims"},
      {34, with_claim("exp", "1"), "expired"},
      {34, with_claim("exp", "1e400"), "malformed"},
      {34, with_claim("exp", "1.8e9"), "bad_claims"},
      {34, with_claim("exp", R"("2030")"), "bad_claims"},
      {34, with_claim("exp", "9223372036854775808"), "malformed"},
      {34, with_claim("exp", "9223372036854775807"), "bad_claims"},
      {34, with_claim("exp", "253402300800"), "bad_claims"},
      {34, with_claim("exp", "true"), "bad_claims"},
      {34, with_claim("exp", "[1]"), "bad_claims"},
      {34, with_claim("exp", std::to_string(kNowSeconds + 315'360'000)), "lives_too_long"},
      {34, with_claim("exp", std::to_string(kNowSeconds * 1000)), "bad_claims"},
      {34, hs256(kHsHeader, R"({"exp":1,"exp":1795345200})"), "malformed"},
      {35, with_claim("nbf", std::to_string(kNowSeconds + 3600)), "not_yet_valid"},
      {35, with_claim("nbf", R"("1")"), "bad_claims"},
      {35, with_claim("nbf", "-1"), "bad_claims"},
      {35, with_claim("iat", std::to_string(kNowSeconds + 120)), "not_yet_valid"},
      {35, with_claim("iat", "1.5"), "bad_claims"},
      {36, with_claim("aud", ""), "bad_claims"},
      {36, with_claim("aud", R"(["boomerang"])"), "wrong_audience"},
      {36, with_claim("aud", R"(["boomerang","other"])"), "wrong_audience"},
      {36, with_claim("aud", R"("other")"), "wrong_audience"},
      {36, with_claim("aud", R"("Boomerang")"), "wrong_audience"},
      {36, with_claim("aud", R"("boomerang ")"), "wrong_audience"},
      {36, with_claim("aud", R"("")"), "wrong_audience"},
      {37, with_claim("iss", ""), "bad_claims"},
      {37, with_claim("iss", "7"), "bad_claims"},
      {37, with_claim("iss", R"("https://shop.example/")"), "wrong_issuer"},
      {37, with_claim("iss", R"("http://shop.example")"), "wrong_issuer"},
      {37, with_claim("iss", R"("https://shop.example.evil.example")"), "wrong_issuer"},
      {37, with_claim("iss", R"("https://SHOP.example")"), "wrong_issuer"},
      {37, with_claim("iss", "\"https://sh\xD0\xBEp.example\""), "wrong_issuer"},
  });
}

TEST_CASE("jwt attacks: B38-B40, encodings, sizes, signatures and subjects", "[bot][access]") {
  const GoodToken good;
  REQUIRE(outcome(good.text) == "ok");
  std::string trailing_bits = good.text;
  // The last of 43 letters carries two unused bits: "A" becomes "B" and the like.
  REQUIRE(good.signature().size() == 43);
  trailing_bits.back() =
      good.signature().back() == '_' ? '-' : static_cast<char>(good.signature().back() + 1);
  std::string flipped = good.text;
  flipped[good.first + 5] = flipped[good.first + 5] == 'A' ? 'B' : 'A';
  std::string other_alphabet = good.text;
  other_alphabet.back() = '+';
  const std::string zeros(64, '\0');
  const std::string signed_part = good.head() + "." + good.body();
  const std::string es_text = to_base64url(kEsHeader) + "." + to_base64url(claims());
  std::string r_zero = KeyPair::p256().sign_raw(es_text);
  r_zero.replace(0, 32, 32, '\0');
  check_rows({
      {38, good.text + "=", "malformed"},
      {38, good.head() + "=." + good.body() + "." + good.signature(), "malformed"},
      {38, good.text + " ", "malformed"},
      {38, " " + good.text, "malformed"},
      {38, good.text + "\n", "malformed"},
      {38, other_alphabet, "malformed"},
      {38, good.head() + "." + good.body() + "./" + good.signature().substr(1), "malformed"},
      {38, trailing_bits, "malformed"},
      {38, flipped, "bad_signature"},
      {38, good.head() + "." + good.body() + "." + good.signature().substr(0, 40), "bad_signature"},
      {38, signed_part, "malformed"},
      {38, signed_part + ".", "bad_signature"},
      {38, good.text + ".x", "malformed"},
      {38, "", "malformed"},
      {38, ".", "malformed"},
      {38, "..", "malformed"},
      {38, "a.b.c", "malformed"},
      {38, std::string(1024 * 1024, 'a'), "too_long"},
      {38, std::string(200'000, '.'), "too_long"},
      {38, std::string(4096, '.'), "malformed"},
      {38, hs256(kHsHeader, "[1]"), "malformed"},
      {38, hs256(kHsHeader, "{}x"), "malformed"},
      {38, hs256(kHsHeader, ""), "malformed"},
      {38, hs256(kHsHeader, std::string(9, '[')), "malformed"},
      {39, with_signature(kEsHeader, claims(), zeros), "bad_signature"},
      {39, with_signature(kEsHeader, claims(), r_zero), "bad_signature"},
      {39, with_signature(kEsHeader, claims(), KeyPair::p256().sign(es_text)), "bad_signature"},
      {39, with_signature(kEsHeader, claims(), std::string(64, '\xFF')), "bad_signature"},
      {39, with_signature(kEsHeader, claims(), std::string(63, 'a')), "bad_signature"},
      {39, with_signature(kEsHeader, claims(), std::string(65, 'a')), "bad_signature"},
      {39, with_signature(kRsHeader, claims(), std::string(256, '\0')), "bad_signature"},
      {39, with_signature(kRsHeader, claims(), "x"), "bad_signature"},
      {40, with_claim("sub", ""), "bad_claims"},
      {40, with_claim("sub", R"("")"), "bad_claims"},
      {40, with_claim("sub", R"(" ")"), "bad_claims"},
      {40, with_claim("sub", "7"), "bad_claims"},
      {40, with_claim("sub", R"({"$ne":""})"), "bad_claims"},
      {40, with_claim("sub", R"("anna\u0000boris")"), "malformed"},
      {40, with_claim("sub", R"("anna\nboris")"), "bad_claims"},
      {40, with_claim("sub", "\"" + std::string(128, 'a') + "\""), "ok"},
      {40, with_claim("sub", "\"" + std::string(129, 'a') + "\""), "bad_claims"},
      {40, with_claim("sub", "\"" + std::string(2800, 'a') + "\""), "bad_claims"},
      {40, with_claim("sub", "\"" + std::string(10'240, 'a') + "\""), "too_long"},
  });
}

TEST_CASE("jwt attacks: every single changed letter of a token is noticed", "[bot][access]") {
  const std::string good = es256(kEsHeader, claims());
  REQUIRE(outcome(good) == "ok");
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = good[i] == 'x' ? 'y' : 'x';
    INFO(i);
    CHECK(outcome(changed) != "ok");
  }
  for (std::size_t length = 0; length < good.size(); ++length) {
    CHECK(outcome(good.substr(0, length)) != "ok");
  }
}

TEST_CASE("jwt attacks: a token has at most 4 KiB", "[bot][access]") {
  // A claim that nobody reads fills it up; base64url grows by a third, so sizes go in steps.
  const auto padded = [](std::size_t bytes) {
    return hs256(kHsHeader, claims({{"pad", "\"" + std::string(bytes, 'p') + "\""}}));
  };
  std::size_t largest = 2000;
  while (padded(largest + 1).size() <= kMaxTokenBytes) ++largest;
  CHECK(outcome(padded(largest)) == "ok");
  CHECK(padded(largest).size() >= kMaxTokenBytes - 1);
  CHECK(outcome(padded(largest + 1)) == "too_long");
}
