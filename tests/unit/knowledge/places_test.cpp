#include "knowledge/places.hpp"

#include <catch2/catch.hpp>

#include "knowledge/place_names.hpp"

namespace {

knowledge::Places places() {
  base::Faults faults;
  const auto read = knowledge::Places::read(
      {"zones.yaml",
       "zones:\n"
       "  - article: outside\n    places:\n"
       "      kronstadt: { facts: 113, names: { en: [Kronstadt, Krondshtadt], ru: [Кронштадт] } }\n"
       "      pushkin: { facts: 109, names: { en: [Pushkin], ru: [Пушкин] } }\n"
       "      pushkinskiy: { facts: 119, names: { en: [Pushkinskiy], ru: [Пушкинский] } }\n"
       "      olgino: { facts: 112, names: { en: [Olgino], ru: [Ольгино] } }\n"
       "      selo: { facts: 120, names: { en: [Krasnoye Selo], ru: [Красное Село] } }\n"
       "  - article: city\n    wide: yes\n    places:\n"
       "      spb: { names: { en: [Saint Petersburg], ru: [Санкт-Петербург] } }\n"},
      faults);
  INFO(faults.to_string());
  REQUIRE_FALSE(faults.has_errors());
  return read;
}

std::string found(std::string_view text) {
  static const knowledge::Places all = places();
  const auto* place = all.find(text);
  return place == nullptr ? "" : place->id;
}

}  // namespace

TEST_CASE("places: one place in every spelling (fact 150a)", "[knowledge]") {
  for (const char* text : {"Kronstadt", "Krondshtadt?", "to kronshtadt please", "Kronstad",
                           "в Кронштадте", "из Кронштадта", "КРОНШТАДТ", "кронштат"}) {
    INFO(text);
    CHECK(found(text) == "kronstadt");
  }
  for (const char* text : {"Ol'gino", "Ol\u2019gino", "olgino", "в Ольгине", "Ольгино"}) {
    INFO(text);
    CHECK(found(text) == "olgino");
  }
  for (const char* text : {"Krasnoe Selo", "Krasnoye Selo", "в Красном Селе"}) {
    INFO(text);
    CHECK(found(text) == "selo");
  }
}

TEST_CASE("places: a town and the district named after it are two", "[knowledge]") {
  CHECK(found("do you deliver to Pushkin") == "pushkin");
  CHECK(found("Pushkinsky district") == "pushkinskiy");
  CHECK(found("в Пушкинском районе") == "pushkinskiy");
  CHECK(found("в Пушкине") == "pushkin");
}

TEST_CASE("places: the narrower place of a question wins", "[knowledge]") {
  CHECK(found("Is Pushkin in Saint Petersburg?") == "pushkin");
  CHECK(found("Saint Petersburg") == "spb");
}

TEST_CASE("places: other words and other towns are no place", "[knowledge]") {
  for (const char* text : {"", "pushing the button", "Gatchina", "Вологда", "when", "olga",
                           "красное платье", "'; DROP TABLE places; --"}) {
    INFO(text);
    CHECK(found(text).empty());
  }
}

TEST_CASE("places: faults have their place in the file", "[knowledge]") {
  base::Faults faults;
  knowledge::Places::read(
      {"zones.yaml", "zones:\n  - article: a\n    places:\n      x: { facts: 1 }\n"}, faults);
  REQUIRE(faults.has_errors());
  CHECK(faults.all().front().where.line == 4);
}
