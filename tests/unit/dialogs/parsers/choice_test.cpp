#include "dialogs/parsers/choice.hpp"

#include <catch2/catch.hpp>

#include "base/json.hpp"

using dialogs::Fit;
using dialogs::OptionText;
using dialogs::Parsed;

namespace {

const OptionText kReasons[] = {{"Arrived damaged", "damaged"},
                               {"Not what I ordered", "wrong_item"},
                               {"Does not fit", "not_fit"},
                               {"I changed my mind", "changed_mind"}};
const OptionText kItems[] = {{"Red kettle", ""}, {"Desk lamp", ""}, {"Floor lamp", ""}};

std::string show(const Parsed& parsed) {
  if (parsed.fit == Fit::none) return "none " + std::string(parsed.reason);
  const std::string value = base::to_json(parsed.value);
  return parsed.fit == Fit::whole ? value : value + " | " + parsed.rest;
}
std::string one(std::string_view text) {
  return show(dialogs::parse_choice(text, kReasons));
}
std::string item(std::string_view text) {
  return show(dialogs::parse_choice(text, kItems));
}
std::string many(std::string_view text) {
  return show(dialogs::parse_choices(text, kItems));
}
std::string yes_no(std::string_view text) {
  return show(dialogs::parse_yes_no(text, "Yes", "No"));
}

}  // namespace

TEST_CASE("choice: label, word, case and white space", "[dialogs]") {
  CHECK(one("Arrived damaged") == "0");
  CHECK(one("  arrived   DAMAGED. ") == "0");
  CHECK(one("damaged") == "0");
  CHECK(one("wrong_item") == "1");
  CHECK(one("wrong item") == "1");
  CHECK(one("it's damaged, please") == "0");
}

TEST_CASE("choice: ordinals", "[dialogs]") {
  for (const auto* text : {"2", "#2", "2.", "second", "the second", "the second one", "2nd", "two",
                           "option 2", "number two"}) {
    INFO(text);
    CHECK(one(text) == "1");
  }
  CHECK(one("the last one") == "3");
  CHECK(one("5") == "none not_an_option");
  CHECK(one("0") == "none not_an_option");
}

TEST_CASE("choice: a unique beginning or word is enough, an ambiguous one is not", "[dialogs]") {
  CHECK(one("does not") == "2");
  CHECK(one("changed my mind") == "3");
  CHECK(item("kettle") == "0");
  CHECK(item("kettles") == "0");
  CHECK(item("desk") == "1");
  CHECK(item("lamp") == "none ambiguous");
  CHECK(item("teapot") == "none not_an_option");
  CHECK(item("") == "none not_an_option");
}

TEST_CASE("choice: an answer and something else", "[dialogs]") {
  CHECK(one("damaged, and where is my other parcel?") == "0 | where is my other parcel?");
  CHECK(one("The second one. Cancel") == "1 | Cancel");
  CHECK(one("damaged, thanks!") == "0");
}

TEST_CASE("choices: numbers, names, all, none and all but", "[dialogs]") {
  CHECK(many("1 and 3") == "[0,2]");
  CHECK(many("3, 1, 3") == "[0,2]");
  CHECK(many("1 3") == "[0,2]");
  CHECK(many("the kettle & the floor lamp") == "[0,2]");
  CHECK(many("desk lamp") == "[1]");
  CHECK(many("all") == "[0,1,2]");
  CHECK(many("Everything.") == "[0,1,2]");
  CHECK(many("none") == "[]");
  CHECK(many("all but the kettle") == "[1,2]");
  CHECK(many("kettle, and where is my money?") == "[0] | where is my money?");
}

TEST_CASE("choices: refusals say why", "[dialogs]") {
  CHECK(many("lamp") == "none ambiguous");
  CHECK(many("kettle and teapot") == "[0] | teapot");
  CHECK(many("both") == "none not_an_option");
  CHECK(many("") == "none not_an_option");
  CHECK(many("7") == "none not_an_option");
}

TEST_CASE("yes or no", "[dialogs]") {
  for (const auto* text : {"yes", "Yes!", "y", "yep", "sure, thanks", "OK please", "of course"}) {
    INFO(text);
    CHECK(yes_no(text) == "true");
  }
  for (const auto* text : {"no", "Nope.", "not really", "no thanks", "i don't"}) {
    INFO(text);
    CHECK(yes_no(text) == "false");
  }
  for (const auto* text : {"maybe", "", "yesterday", "nobody", "norway"}) {
    INFO(text);
    CHECK(yes_no(text) == "none not_yes_or_no");
  }
  CHECK(yes_no("yes, and cancel the other one") == "true | cancel the other one");
}

TEST_CASE("choice: in Russian", "[dialogs]") {
  const OptionText reasons[] = {{"Брак или повреждение", "defective"},
                                {"Привезли не то", "wrong_item"},
                                {"Не подошло", "not_fit"},
                                {"Передумал(а)", "changed_mind"}};
  const auto reason = [&](std::string_view text) {
    return show(dialogs::parse_choice(text, reasons));
  };
  CHECK(reason("НЕ ПОДОШЛО") == "2");
  CHECK(reason("брак") == "0");
  CHECK(reason("повреждения") == "0");
  CHECK(reason("вторая") == "1");
  CHECK(reason("третий вариант") == "none not_an_option");
  CHECK(reason("вариант третий") == "2");
  CHECK(reason("2-й") == "1");
  CHECK(reason("№ 2") == "1");
  CHECK(reason("последняя") == "3");
  CHECK(reason("пятая") == "none not_an_option");
  CHECK(reason("брак, а где моя посылка?") == "0 | где моя посылка?");
  CHECK(reason("чайник") == "none not_an_option");

  const OptionText items[] = {{"Чайник зелёный", ""}, {"Настольная лампа", ""}, {"Сапоги", ""}};
  const auto chosen = [&](std::string_view text) {
    return show(dialogs::parse_choices(text, items));
  };
  CHECK(chosen("1 и 3") == "[0,2]");
  CHECK(chosen("чайник и лампу") == "[0,1]");
  CHECK(chosen("зеленый") == "[0]");
  CHECK(chosen("все") == "[0,1,2]");
  CHECK(chosen("Всё") == "[0,1,2]");
  CHECK(chosen("все, кроме сапог") == "[0,1]");
  CHECK(chosen("ничего") == "[]");
}

TEST_CASE("yes or no: in Russian", "[dialogs]") {
  const auto answer = [](std::string_view text) {
    return show(dialogs::parse_yes_no(text, "Да", "Нет"));
  };
  for (const auto* text : {"да", "Да!", "ага", "верно", "всё верно", "да, спасибо", "КОНЕЧНО"}) {
    INFO(text);
    CHECK(answer(text) == "true");
  }
  for (const auto* text : {"нет", "Не", "неа", "нет, спасибо", "не надо", "ещё нет"}) {
    INFO(text);
    CHECK(answer(text) == "false");
  }
  for (const auto* text : {"не знаю", "датчик", "нетто", "может быть"}) {
    INFO(text);
    CHECK(answer(text) == "none not_yes_or_no");
  }
}
