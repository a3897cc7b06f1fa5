#include "dialogs/parsers/contact.hpp"

#include <catch2/catch.hpp>

using dialogs::Fit;
using dialogs::Parsed;

namespace {

std::string show(const Parsed& parsed) {
  if (parsed.fit == Fit::none) return "none " + std::string(parsed.reason);
  return parsed.value.text() + (parsed.fit == Fit::part ? " | " + parsed.rest : "");
}
std::string phone(std::string_view text) {
  return show(dialogs::parse_phone(text));
}
std::string email(std::string_view text) {
  return show(dialogs::parse_email(text));
}
std::string iban(std::string_view text) {
  return show(dialogs::parse_iban(text));
}

}  // namespace

TEST_CASE("phone: separators go, the plus stays", "[dialogs]") {
  CHECK(phone("+7 (495) 232-10-00") == "+74952321000");
  CHECK(phone("8-800-444-55-55") == "88004445555");
  CHECK(phone("my number is +375 29 123 45 67, thanks") == "+375291234567");
  CHECK(phone("12345") == "none not_a_phone");
  CHECK(phone("+1234567890123456") == "none not_a_phone");
  CHECK(phone("call me") == "none not_a_phone");
}

TEST_CASE("email: one address", "[dialogs]") {
  CHECK(email("Anna.K+shop@Example.ORG") == "Anna.K+shop@example.org");
  CHECK(email("it's anna@example.org.") == "anna@example.org");
  for (const auto* text : {"anna", "anna@", "@example.org", "anna@example", "a b@example.org",
                           "anna@exa_mple.org", "an.@example.org", "an..na@example.org",
                           "anna@-example.org", "anna@example.1", "a@b@c.org"}) {
    INFO(text);
    CHECK(email(text) == "none not_an_email");
  }
  CHECK(email(std::string(250, 'a') + "@example.org") == "none not_an_email");
}

TEST_CASE("iban: length of the country and check digits", "[dialogs]") {
  CHECK(iban("DE89 3704 0044 0532 0130 00") == "DE89370400440532013000");
  CHECK(iban("gb29nwbk60161331926819") == "GB29NWBK60161331926819");
  CHECK(iban("IBAN KZ86 125K ZT50 0410 0100") == "KZ86125KZT5004100100");
  CHECK(iban("DE89 3704 0044 0532 0130 01") == "none iban_check");
  CHECK(iban("DE89 3704 0044 0532 0130 0") == "none iban_length");
  CHECK(iban("XX89370400440532013000") == "none not_an_iban");
  CHECK(iban("my account") == "none not_an_iban");
  CHECK(iban("") == "none not_an_iban");
}

TEST_CASE("text: length counts characters, not bytes", "[dialogs]") {
  CHECK(show(dialogs::parse_text("  hello ", 1, 10)) == "hello");
  CHECK(show(dialogs::parse_text("\xD0\xBF\xD1\x80\xD0\xB8", 3, 3)) == "\xD0\xBF\xD1\x80\xD0\xB8");
  CHECK(show(dialogs::parse_text("ab", 3, 10)) == "none too_short");
  CHECK(show(dialogs::parse_text("abcd", 1, 3)) == "none too_long");
  CHECK(show(dialogs::parse_text(" \n\t ", 0, 3)) == "none empty");
}
