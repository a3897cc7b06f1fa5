#include "dialogs/parsers/date.hpp"

#include <catch2/catch.hpp>

using dialogs::Fit;

namespace {

// The date, or why there is none; today is Friday 27 November 2026.
std::string date(std::string_view text, std::string_view locale = "en",
                 std::string_view today = "2026-11-27") {
  const auto parsed = dialogs::parse_date(text, today, locale);
  if (parsed.fit == Fit::none) return "none " + std::string(parsed.reason);
  return parsed.value.text() + (parsed.fit == Fit::part ? " | " + parsed.rest : "");
}

}  // namespace

TEST_CASE("date: written in digits", "[dialogs]") {
  CHECK(date("2026-11-27") == "2026-11-27");
  CHECK(date("27.11.2026") == "2026-11-27");
  CHECK(date("27.11.26") == "2026-11-27");
  CHECK(date("27/11/2026") == "2026-11-27");
  CHECK(date("3/4/2026") == "2026-04-03");
  CHECK(date("3/4/2026", "en-US") == "2026-03-04");
  CHECK(date("11/27/2026") == "2026-11-27");
}

TEST_CASE("date: written in words", "[dialogs]") {
  CHECK(date("27 Nov 2026") == "2026-11-27");
  CHECK(date("27th of November 2026") == "2026-11-27");
  CHECK(date("November 27, 2026") == "2026-11-27");
  CHECK(date("It was on the 1st of March 2026, thanks") == "2026-03-01");
  CHECK(date("Sept 3 2026") == "2026-09-03");
}

TEST_CASE("date: without a year it is the nearest one", "[dialogs]") {
  CHECK(date("27 Nov") == "2026-11-27");
  CHECK(date("3 Jan") == "2027-01-03");
  CHECK(date("20 December", "en", "2026-01-05") == "2025-12-20");
  CHECK(date("27.11") == "2026-11-27");
}

TEST_CASE("date: relative to today", "[dialogs]") {
  CHECK(date("today") == "2026-11-27");
  CHECK(date("Yesterday!") == "2026-11-26");
  CHECK(date("tomorrow") == "2026-11-28");
  CHECK(date("the day before yesterday") == "2026-11-25");
  CHECK(date("3 days ago") == "2026-11-24");
  CHECK(date("two weeks ago") == "2026-11-13");
  CHECK(date("yesterday", "en", "2026-01-01") == "2025-12-31");
}

TEST_CASE("date: in Russian", "[dialogs]") {
  CHECK(date("27 ноября 2026", "ru") == "2026-11-27");
  CHECK(date("27-го ноября 2026 года", "ru") == "2026-11-27");
  CHECK(date("1 МАЯ", "ru", "2026-04-20") == "2026-05-01");
  CHECK(date("15 янв. 2027 г.", "ru") == "2027-01-15");
  CHECK(date("ноябрь 3", "ru") == "2026-11-03");
  CHECK(date("27.11.26", "ru") == "2026-11-27");
  CHECK(date("Сегодня", "ru") == "2026-11-27");
  CHECK(date("вчера, кажется", "ru") == "2026-11-26");
  CHECK(date("позавчера", "ru") == "2026-11-25");
  CHECK(date("три дня назад", "ru") == "2026-11-24");
  CHECK(date("21 день назад", "ru") == "2026-11-06");
  CHECK(date("неделю назад", "ru") == "2026-11-20");
  CHECK(date("Это было 1 марта 2026, спасибо", "ru") == "2026-03-01");
  CHECK(date("30 февраля", "ru") == "none no_such_date");
  for (const auto* text : {"скоро", "в марте", "27 марсов", "марсель 3", "маз 3"}) {
    INFO(text);
    CHECK(date(text, "ru") == "none not_a_date");
  }
}

TEST_CASE("date: something else may follow", "[dialogs]") {
  CHECK(date("yesterday, and where is my money?") == "2026-11-26 | where is my money?");
}

TEST_CASE("date: refusals say why", "[dialogs]") {
  CHECK(date("30 February 2026") == "none no_such_date");
  CHECK(date("29.02.2027") == "none no_such_date");
  CHECK(date("31.13.2026") == "none no_such_date");
  for (const auto* text : {"", "soon", "27", "2026", "maybe 12 kettles", "27..11", "1-2-3-4-5"}) {
    INFO(text);
    CHECK(date(text).starts_with("none"));
  }
  CHECK(date("today", "en", "no date") == "none not_a_date");
}
