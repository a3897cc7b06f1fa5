#include <catch2/catch.hpp>

#include <map>

#include "dialogs/checker/text_checks.hpp"
#include "dialogs/texts.hpp"
#include "tests/unit/dialogs/compile.hpp"

namespace {

using base::Record;
using base::Value;

class Scope final : public base::ValueScope {
 public:
  explicit Scope(Record values) : values_(std::move(values)) {}
  const Value* find(std::string_view name) const override { return values_.find(name); }
  base::Instant now() const override { return base::Instant{}; }
  std::string today() const override { return "2026-11-22"; }

 private:
  Record values_;
};

std::string render(std::string_view text, Record values, std::string_view locale = "en",
                   std::string_view zone = "Europe/Moscow") {
  base::Faults faults;
  const auto parsed = dialogs::Template::parse(text, {}, faults);
  REQUIRE(faults.to_string() == "");
  std::string out;
  parsed->render(out, Scope(std::move(values)),
                 dialogs::Formatter(locale, zone, dialogs::DateFormats()));
  return out;
}

std::string faults_of(std::string_view text) {
  base::Faults faults;
  CHECK_FALSE(dialogs::Template::parse(text, {"t.yaml", 3, 7}, faults).has_value());
  return faults.to_string();
}

}  // namespace

TEST_CASE("texts: values are written for people", "[dialogs]") {
  CHECK(render("By {at}.", {{"at", "2026-11-27T20:59:59.000Z"}}) ==
        "By Friday 27 November 2026, 23:59 (Moscow time).");
  CHECK(render("By {at}.", {{"at", "2026-11-27T20:59:59.000Z"}}, "en", "Asia/Almaty") ==
        "By Saturday 28 November 2026, 02:59 (Almaty time).");
  CHECK(render("On {day}", {{"day", "2026-11-27"}}) == "On Friday 27 November 2026");
  CHECK(render("{n} of {many}", {{"n", 3}, {"many", 12345}}) == "3 of 12,345");
  CHECK(render("{sum}", {{"sum", Record{{"amount", 349000}, {"currency", "RUB"}}}}) ==
        "RUB\u00a03,490.00");
  CHECK(render("{sum}", {{"sum", Record{{"amount", 500}, {"currency", "JPY"}}}}) == "\u00a5500");
  CHECK(render("{them}", {{"them", Value::List{"DPD", "CDEK", "UPS"}}}) == "DPD, CDEK, and UPS");
  CHECK(render("{track}", {{"track", Record{{"number", "RR473124829BY"}, {"match", "strong"}}}}) ==
        "RR473124829BY");
}

TEST_CASE("texts: braces, paths and what is missing", "[dialogs]") {
  CHECK(render("{{{a.b.c}}}", {{"a", Record{{"b", Record{{"c", "deep"}}}}}}) == "{deep}");
  CHECK(render("<{ a }>", {{"a", "x"}}) == "<x>");
  CHECK(render("<{a.nothing}{unknown}>", {{"a", "x"}}) == "<>");
  CHECK(render("{count(list)} left", {{"list", Value::List{1, 2}}}) == "2 left");
  CHECK(faults_of("Hello {name") ==
        "t.yaml:3:13: error: a placeholder that is not closed (write {{ for a brace)\n");
  CHECK(faults_of("Hello name}") ==
        "t.yaml:3:17: error: a closing brace without an opening one (write }} for a brace)\n");
  CHECK(faults_of("Hello {}") ==
        "t.yaml:3:14: error: an empty placeholder (write {{ and }} for braces)\n");
}

TEST_CASE("texts: a customer's own words are taken for no date and no placeholder", "[dialogs]") {
  base::Faults faults;
  auto parsed = dialogs::Template::parse("{note}", {}, faults);
  REQUIRE(parsed.has_value());
  parsed->parts[0].format = dialogs::Format::text;
  std::string out;
  parsed->render(out, Scope({{"note", "2026-11-27"}}),
                 dialogs::Formatter("en", "UTC", dialogs::DateFormats()));
  parsed->render(out, Scope({{"note", "{note}"}}),
                 dialogs::Formatter("en", "UTC", dialogs::DateFormats()));
  CHECK(out == "2026-11-27{note}");
}

TEST_CASE("texts: the best language", "[dialogs]") {
  dialogs::Sources sources = dialogs::testing::sources_with({});
  std::string russian = dialogs::testing::needed_texts();
  for (const auto& [old_text, new_text] :
       {std::pair<std::string, std::string>("button.yes: 'Some words'", "button.yes: 'Да'"),
        {"'yes': ['yes']", "'yes': ['да']"}}) {
    russian.replace(russian.find(old_text), old_text.size(), new_text);
  }
  sources.texts.push_back({"texts/ru.yaml", russian});
  const auto loaded = dialogs::load(sources);
  REQUIRE(loaded.program != nullptr);
  const dialogs::Texts& texts = loaded.program->texts;
  const dialogs::Formatter formatter("ru", "UTC", texts.formats("ru"));
  const Scope nothing({});
  CHECK(texts.render("button.yes", "ru-RU", nothing, formatter) == "Да");
  CHECK(texts.render("button.yes", "he", nothing, formatter) == "Some words");
  CHECK(texts.render("button.no", "ru", nothing, formatter) == "Some words");
  CHECK(texts.render("no.such", "ru", nothing, formatter) == "[no.such]");
  CHECK(texts.is_word("yes", "ru", "да"));
  CHECK(texts.is_word("yes", "ru", "yes"));
  CHECK_FALSE(texts.is_word("yes", "en", "да"));
  CHECK_FALSE(texts.is_word("no", "ru", "да"));
}

TEST_CASE("texts: a moment told again, among many others, is written the same", "[dialogs]") {
  const dialogs::Formatter formatter("en", "UTC", {"yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss", {}});
  const auto first = *base::from_iso("2026-01-01T00:00:00Z");
  for (int round = 0; round < 2; ++round) {
    for (int day = 0; day < 200; ++day) {
      const std::string iso = base::to_iso(first + std::chrono::hours(24) * day);
      std::string out;
      formatter.date(out, iso.substr(0, 10));
      formatter.instant(out, *base::from_iso(iso) + std::chrono::seconds(day));
      std::string expected = iso.substr(0, 10) + iso.substr(0, 10) + " 00:0";
      expected += std::to_string(day / 60) + ":" + (day % 60 < 10 ? "0" : "");
      expected += std::to_string(day % 60);
      CHECK(out == expected);
    }
  }
}

TEST_CASE("texts: unknown zones and languages still speak", "[dialogs]") {
  CHECK(render("{at}", {{"at", "2026-11-27T20:59:59.000Z"}}, "xx", "Mars/Olympus").find("20:59") !=
        std::string::npos);
  const dialogs::Formatter formatter("en", "Asia/Almaty", dialogs::DateFormats());
  CHECK(formatter.local_date(*base::from_iso("2026-11-27T20:59:59Z")) == "2026-11-28");
}

TEST_CASE("texts: figures of the policy in every way people write them", "[dialogs]") {
  const dialogs::PolicyFigures figures(
      Record{{"ship_within", "5 days"},
             {"address", Record{{"phone", "+7(495)-232-10-00"}, {"index", "140961"}}},
             {"days", Record{{"ship_within", 5}}},
             {"refund_within", "a few days"}});
  const auto stated = [&](std::string_view text) {
    std::string names;
    for (const auto& one : figures.stated_in(text)) names += (names.empty() ? "" : " ") + one.path;
    return names;
  };
  for (const char* text : {"within 5 days", "within five days", "a 5-day wait", "5 calendar days",
                           "Five  Days!", "in 5 working days"}) {
    INFO(text);
    CHECK(stated(text) == "policy.ship_within");
  }
  CHECK(stated("call +7 495 232 10 00") == "policy.address.phone");
  CHECK(stated("within 5 days, to 140961.") == "policy.ship_within policy.address.index");
  for (const char* text : {"15 days", "5 photos", "day 5", "a few days", "{policy.ship_within}"}) {
    INFO(text);
    CHECK(stated(text) == "");
  }
}

TEST_CASE("texts: words take the form that their number wants, by the language", "[dialogs]") {
  const std::string russian =
      "{n, plural, one {# товар} few {# товара} many {# товаров} other {# товара}}";
  const auto counted = [&](std::int64_t n) { return render(russian, {{"n", n}}, "ru"); };
  CHECK(counted(1) == "1 товар");
  CHECK(counted(2) == "2 товара");
  CHECK(counted(5) == "5 товаров");
  CHECK(counted(11) == "11 товаров");
  CHECK(counted(21) == "21 товар");
  CHECK(counted(0) == "0 товаров");
  CHECK(render(russian, {{"n", 2.5}}, "ru") == "2,5 товара");
  CHECK(render("{n, plural, one {# item} other {# items}} left", {{"n", 1}}) == "1 item left");
  CHECK(render("{n, plural, one {# item} other {# items}} left", {{"n", 21}}) == "21 items left");
  CHECK(render("{count(l), plural, one {{one}} other {all # of {who}}}",
               {{"l", Value::List{1, 2}}, {"who", "them"}}) == "all 2 of them");
}

TEST_CASE("texts: a plural without its forms is a fault", "[dialogs]") {
  CHECK_THAT(faults_of("{n, plural, one {# item}}"), Catch::Contains("without the form 'other'"));
  CHECK_THAT(faults_of("{n, plural, one # item}"), Catch::Contains("without its braces"));
  CHECK_THAT(faults_of("{n, plural, other {# items}"), Catch::Contains("not closed"));
}

TEST_CASE("texts: lengths of time are said in the language", "[dialogs]") {
  dialogs::DateFormats formats;
  formats.units = {{"day", "{0, plural, one {# день} few {# дня} many {# дней} other {# дня}}"}};
  const dialogs::Formatter formatter("ru", "UTC", formats);
  const auto said = [&](std::string_view text) {
    std::string out;
    formatter.duration(out, text);
    return out;
  };
  CHECK(said("1 day") == "1 день");
  CHECK(said("3 days") == "3 дня");
  CHECK(said("5 days") == "5 дней");
  CHECK(said("21 days") == "21 день");
  CHECK(said("5 days") == "5 дней");
  // A unit without a pattern, and what is no length of time, stay as they are.
  CHECK(said("24 hours") == "24 hours");
  CHECK(said("soon") == "soon");
  CHECK(said("") == "");
}
