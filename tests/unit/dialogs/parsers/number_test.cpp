#include "dialogs/parsers/number.hpp"

#include <catch2/catch.hpp>

#include "base/json.hpp"

using dialogs::Fit;
using dialogs::Parsed;

namespace {

// "whole 2", "part 2 | rest", "none not_a_number".
std::string show(const Parsed& parsed) {
  if (parsed.fit == Fit::none) return "none " + std::string(parsed.reason);
  const std::string value = base::to_json(parsed.value);
  return parsed.fit == Fit::whole ? "whole " + value : "part " + value + " | " + parsed.rest;
}
std::string number(std::string_view text, std::string_view locale = "en") {
  return show(dialogs::parse_number(text, locale, false));
}
std::string money(std::string_view text, std::string_view currency = "EUR",
                  std::string_view locale = "en") {
  return show(dialogs::parse_money(text, locale, currency));
}

}  // namespace

TEST_CASE("number: digits, words and courtesy", "[dialogs]") {
  CHECK(number("2") == "whole 2");
  CHECK(number(" 2. ") == "whole 2");
  CHECK(number("-3") == "whole -3");
  CHECK(number("two") == "whole 2");
  CHECK(number("Twenty-one") == "whole 21");
  CHECK(number("a hundred and five") == "whole 105");
  CHECK(number("it's 3 please") == "whole 3");
  CHECK(number("2 pieces") == "whole 2");
  CHECK(number("just two of them, thanks!") == "whole 2");
  CHECK(number("1,000") == "whole 1000");
  CHECK(number("1 000 000") == "whole 1000000");
}

TEST_CASE("number: decimals follow the locale and give way to sense", "[dialogs]") {
  CHECK(number("2.5") == "whole 2.5");
  CHECK(number("2,5", "de") == "whole 2.5");
  CHECK(number("2,5") == "whole 2.5");
  CHECK(number("1.000", "de") == "whole 1000");
  CHECK(number("1.000") == "whole 1");
  CHECK(number("1.234,5", "ru-RU") == "whole 1234.5");
  CHECK(show(dialogs::parse_number("2.5", "en", true)) == "none not_whole");
}

TEST_CASE("number: what follows an answer is kept", "[dialogs]") {
  CHECK(number("2, and where is my other parcel?") == "part 2 | where is my other parcel?");
  CHECK(number("two but stop") == "part 2 | stop");
}

TEST_CASE("number: in Russian", "[dialogs]") {
  CHECK(number("две", "ru") == "whole 2");
  CHECK(number("ОДНУ, пожалуйста", "ru") == "whole 1");
  CHECK(number("Двадцать одна", "ru") == "whole 21");
  CHECK(number("сто двадцать пять", "ru") == "whole 125");
  CHECK(number("трёх штук", "ru") == "whole 3");
  CHECK(number("всего 2 шт.", "ru") == "whole 2");
  CHECK(number("2,5", "ru") == "whole 2.5");
  CHECK(number("2, а где моя другая посылка?", "ru") == "part 2 | где моя другая посылка?");
  CHECK(number("чайник", "ru") == "none not_a_number");
}

TEST_CASE("number: what is none", "[dialogs]") {
  for (const auto* text : {"", "   ", "kettle", "2nd", "12abc", "the 2 of them are 5 years old",
                           "99999999999999999999", "-", "."}) {
    INFO(text);
    CHECK(number(text) == "none not_a_number");
  }
}

TEST_CASE("money: minor units of the currency", "[dialogs]") {
  CHECK(money("12.50") == "whole 1250");
  CHECK(money("12,50") == "whole 1250");
  CHECK(money("€12") == "whole 1200");
  CHECK(money("12 EUR") == "whole 1200");
  CHECK(money("I paid 12 euros please") == "whole 1200");
  CHECK(money("1 234,50 €", "EUR", "ru") == "whole 123450");
  CHECK(money("1500", "JPY") == "whole 1500");
  CHECK(money("1.234", "KWD") == "whole 1234");
}

TEST_CASE("money: in Russian", "[dialogs]") {
  CHECK(money("1 250,50 руб.", "RUB", "ru") == "whole 125050");
  CHECK(money("заплатила 300 рублей", "RUB", "ru") == "whole 30000");
  CHECK(money("21 рубль", "RUB", "ru") == "whole 2100");
  CHECK(money("450р", "RUB", "ru") == "whole 45000");
  CHECK(money("₽450", "RUB", "ru") == "whole 45000");
  CHECK(money("5000 тенге", "RUB", "ru") == "none other_currency");
  CHECK(money("много", "RUB", "ru") == "none not_an_amount");
}

TEST_CASE("money: refusals say why", "[dialogs]") {
  CHECK(money("$5") == "none other_currency");
  CHECK(money("12.505") == "none too_precise");
  CHECK(money("a lot") == "none not_an_amount");
  CHECK(money("") == "none not_an_amount");
  CHECK(money("99999999999999") == "none not_an_amount");
}
