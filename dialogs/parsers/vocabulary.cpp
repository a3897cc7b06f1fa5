#include "dialogs/parsers/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dialogs {
namespace {

using namespace std::string_view_literals;

constexpr std::array kCourtesy = {
    // English
    "it's"sv,
    "its"sv,
    "it"sv,
    "is"sv,
    "i"sv,
    "think"sv,
    "about"sv,
    "please"sv,
    "just"sv,
    "only"sv,
    "maybe"sv,
    "the"sv,
    "was"sv,
    "that"sv,
    "would"sv,
    "be"sv,
    "well"sv,
    "hmm"sv,
    "hi"sv,
    "hello"sv,
    "oh"sv,
    "so"sv,
    "on"sv,
    "my"sv,
    "i'd"sv,
    "say"sv,
    "want"sv,
    "take"sv,
    "i'll"sv,
    "paid"sv,
    "number"sv,
    "around"sv,
    "like"sv,
    "it’s"sv,
    "option"sv,
    "this"sv,
    "mine"sv,
    "for"sv,
    "exactly"sv,
    // Russian
    "это"sv,
    "я"sv,
    "думаю"sv,
    "наверное"sv,
    "кажется"sv,
    "пожалуйста"sv,
    "просто"sv,
    "только"sv,
    "около"sv,
    "примерно"sv,
    "где-то"sv,
    "мой"sv,
    "моя"sv,
    "мое"sv,
    "мне"sv,
    "хочу"sv,
    "ну"sv,
    "так"sv,
    "было"sv,
    "был"sv,
    "была"sv,
    "хм"sv,
    "привет"sv,
    "здравствуйте"sv,
    "номер"sv,
    "вариант"sv,
    "пункт"sv,
    "выбираю"sv,
    "давайте"sv,
    "пусть"sv,
    "будет"sv,
    "заплатил"sv,
    "заплатила"sv,
    "отправил"sv,
    "отправила"sv,
    "за"sv,
    "ровно"sv,
    "вот"sv,
    "всего"sv,
    "мы"sv,
    "получил"sv,
    "получила"sv,
};
constexpr std::array kTrailing = {
    "please"sv, "thanks"sv,     "thank"sv,    "you"sv,   "pieces"sv,  "piece"sv,     "pcs"sv,
    "items"sv,  "item"sv,       "units"sv,    "of"sv,    "them"sv,    "one"sv,       "ones"sv,
    "then"sv,   "i"sv,          "think"sv,    "ok"sv,    "it"sv,      "was"sv,       "is"sv,
    "thx"sv,    "пожалуйста"sv, "спасибо"sv,  "штуки"sv, "штук"sv,    "штука"sv,     "штуку"sv,
    "шт"sv,     "тогда"sv,      "наверное"sv, "думаю"sv, "кажется"sv, "года"sv,      "год"sv,
    "г"sv,      "это"sv,        "было"sv,     "вроде"sv, "будет"sv,   "благодарю"sv, "числа"sv,
    "так"sv,    "correct"sv,    "right"sv,    "все"sv,   "верно"sv,   "правильно"sv,
};
constexpr std::array kConjunctions = {"and"sv, "but"sv, "also"sv, "plus"sv, "by"sv,
                                      "и"sv,   "а"sv,   "но"sv,   "еще"sv,  "кстати"sv};
constexpr std::array kJoining = {" and "sv, " и "sv};

constexpr std::array kUnits = {
    WordValue{"zero", 0},          WordValue{"one", 1},           WordValue{"two", 2},
    WordValue{"three", 3},         WordValue{"four", 4},          WordValue{"five", 5},
    WordValue{"six", 6},           WordValue{"seven", 7},         WordValue{"eight", 8},
    WordValue{"nine", 9},          WordValue{"ten", 10},          WordValue{"eleven", 11},
    WordValue{"twelve", 12},       WordValue{"thirteen", 13},     WordValue{"fourteen", 14},
    WordValue{"fifteen", 15},      WordValue{"sixteen", 16},      WordValue{"seventeen", 17},
    WordValue{"eighteen", 18},     WordValue{"nineteen", 19},     WordValue{"ноль", 0},
    WordValue{"один", 1},          WordValue{"одна", 1},          WordValue{"одну", 1},
    WordValue{"одно", 1},          WordValue{"два", 2},           WordValue{"две", 2},
    WordValue{"двух", 2},          WordValue{"три", 3},           WordValue{"трех", 3},
    WordValue{"четыре", 4},        WordValue{"пять", 5},          WordValue{"шесть", 6},
    WordValue{"семь", 7},          WordValue{"восемь", 8},        WordValue{"девять", 9},
    WordValue{"десять", 10},       WordValue{"одиннадцать", 11},  WordValue{"двенадцать", 12},
    WordValue{"тринадцать", 13},   WordValue{"четырнадцать", 14}, WordValue{"пятнадцать", 15},
    WordValue{"шестнадцать", 16},  WordValue{"семнадцать", 17},   WordValue{"восемнадцать", 18},
    WordValue{"девятнадцать", 19},
};
constexpr std::array kTens = {
    WordValue{"twenty", 20},     WordValue{"thirty", 30},    WordValue{"forty", 40},
    WordValue{"fifty", 50},      WordValue{"sixty", 60},     WordValue{"seventy", 70},
    WordValue{"eighty", 80},     WordValue{"ninety", 90},    WordValue{"двадцать", 20},
    WordValue{"тридцать", 30},   WordValue{"сорок", 40},     WordValue{"пятьдесят", 50},
    WordValue{"шестьдесят", 60}, WordValue{"семьдесят", 70}, WordValue{"восемьдесят", 80},
    WordValue{"девяносто", 90},
};
constexpr std::array kHundreds = {
    WordValue{"сто", 100},       WordValue{"двести", 200},    WordValue{"триста", 300},
    WordValue{"четыреста", 400}, WordValue{"пятьсот", 500},   WordValue{"шестьсот", 600},
    WordValue{"семьсот", 700},   WordValue{"восемьсот", 800}, WordValue{"девятьсот", 900},
};
constexpr std::array kOrdinals = {
    WordValue{"first", 1}, WordValue{"second", 2}, WordValue{"third", 3},   WordValue{"fourth", 4},
    WordValue{"fifth", 5}, WordValue{"sixth", 6},  WordValue{"seventh", 7}, WordValue{"eighth", 8},
    WordValue{"ninth", 9}, WordValue{"tenth", 10}, WordValue{"last", -1},
};
// Without their endings, which the gender and case decide.
constexpr std::array kOrdinalStems = {
    WordValue{"перв", 1},    WordValue{"втор", 2},     WordValue{"трет", 3},
    WordValue{"четверт", 4}, WordValue{"пят", 5},      WordValue{"шест", 6},
    WordValue{"седьм", 7},   WordValue{"восьм", 8},    WordValue{"девят", 9},
    WordValue{"десят", 10},  WordValue{"последн", -1},
};
constexpr std::array kOrdinalEndings = {
    "ый"sv, "ая"sv, "ое"sv, "ые"sv,   "ой"sv,  "ую"sv, "ого"sv, "ому"sv, "ым"sv,  "ий"sv,
    "ья"sv, "ье"sv, "ью"sv, "ьего"sv, "ьей"sv, "яя"sv, "ее"sv,  "юю"sv,  "его"sv, "ей"sv,
};
constexpr std::array kOrdinalSuffixes = {
    ""sv,   "st"sv,  "nd"sv,  "rd"sv,  "th"sv,  ")"sv, "-й"sv, "-я"sv, "-е"sv,
    "-ю"sv, "-ой"sv, "-го"sv, "-ую"sv, "-ая"sv, "й"sv, "я"sv,  "ой"sv, "го"sv,
};

constexpr std::array kMonths = {"january"sv,   "february"sv, "march"sv,    "april"sv,
                                "may"sv,       "june"sv,     "july"sv,     "august"sv,
                                "september"sv, "october"sv,  "november"sv, "december"sv};
constexpr std::array kMonthStems = {"январ"sv,   "феврал"sv, "март"sv,  "апрел"sv,
                                    "ма"sv,      "июн"sv,    "июл"sv,   "август"sv,
                                    "сентябр"sv, "октябр"sv, "ноябр"sv, "декабр"sv};
constexpr std::array kMonthEndings = {""sv, "ь"sv, "я"sv, "е"sv, "а"sv, "ю"sv, "у"sv, "ем"sv};
constexpr std::array kMay = {"май"sv, "мая"sv, "мае"sv};

constexpr std::array kRelative = {
    WordValue{"day before yesterday", -2},
    WordValue{"day after tomorrow", 2},
    WordValue{"today", 0},
    WordValue{"yesterday", -1},
    WordValue{"tomorrow", 1},
    WordValue{"a week ago", -7},
    WordValue{"last week", -7},
    WordValue{"сегодня", 0},
    WordValue{"позавчера", -2},
    WordValue{"вчера", -1},
    WordValue{"послезавтра", 2},
    WordValue{"завтра", 1},
    WordValue{"неделю назад", -7},
    WordValue{"день назад", -1},
};

constexpr std::array kYes = {
    "yes"sv,       "yep"sv,       "yeah"sv,          "y"sv,        "ok"sv,          "okay"sv,
    "sure"sv,      "right"sv,     "correct"sv,       "true"sv,     "of course"sv,   "yup"sv,
    "certainly"sv, "it is"sv,     "i do"sv,          "go ahead"sv, "да"sv,          "ага"sv,
    "угу"sv,       "верно"sv,     "правильно"sv,     "конечно"sv,  "хорошо"sv,      "ладно"sv,
    "ок"sv,        "окей"sv,      "точно"sv,         "именно"sv,   "подтверждаю"sv, "согласен"sv,
    "согласна"sv,  "все верно"sv, "все правильно"sv, "давайте"sv,
};
constexpr std::array kNo = {
    "no"sv,
    "nope"sv,
    "n"sv,
    "nah"sv,
    "not"sv,
    "false"sv,
    "no way"sv,
    "not really"sv,
    "i don't"sv,
    "never"sv,
    "not yet"sv,
    "it isn't"sv,
    "нет"sv,
    "не"sv,
    "неа"sv,
    "неверно"sv,
    "неправильно"sv,
    "не надо"sv,
    "не нужно"sv,
    "не так"sv,
    "пока нет"sv,
    "еще нет"sv,
    "ни в коем случае"sv,
    "никогда"sv,
};

constexpr std::array kAll = {
    "all"sv,       "everything"sv,      "all of them"sv,   "all of it"sv,  "every one"sv,
    "each"sv,      "the whole order"sv, "whole order"sv,   "все"sv,        "всё"sv,
    "все сразу"sv, "весь заказ"sv,      "заказ целиком"sv, "все товары"sv, "целиком"sv,
};
constexpr std::array kBoth = {"both"sv, "both of them"sv, "оба"sv, "обе"sv, "и то и другое"sv};
constexpr std::array kNone = {"none"sv,   "nothing"sv, "none of them"sv, "neither"sv,
                              "ничего"sv, "ни один"sv, "ни одного"sv,    "ни одну"sv};
constexpr std::array kAllBut = {"all but "sv,           "all except "sv, "everything but "sv,
                                "everything except "sv, "все кроме "sv,  "все, кроме "sv};

constexpr std::array kCurrencies = {
    CurrencyWord{"€", "EUR"},       CurrencyWord{"euros", "EUR"},    CurrencyWord{"euro", "EUR"},
    CurrencyWord{"евро", "EUR"},    CurrencyWord{"$", "USD"},        CurrencyWord{"dollars", "USD"},
    CurrencyWord{"dollar", "USD"},  CurrencyWord{"долларов", "USD"}, CurrencyWord{"доллара", "USD"},
    CurrencyWord{"доллар", "USD"},  CurrencyWord{"£", "GBP"},        CurrencyWord{"pounds", "GBP"},
    CurrencyWord{"pound", "GBP"},   CurrencyWord{"₽", "RUB"},      CurrencyWord{"rubles", "RUB"},
    CurrencyWord{"roubles", "RUB"}, CurrencyWord{"рублей", "RUB"},   CurrencyWord{"рубля", "RUB"},
    CurrencyWord{"рубль", "RUB"},   CurrencyWord{"руб", "RUB"},      CurrencyWord{"р", "RUB"},
    CurrencyWord{"₪", "ILS"},       CurrencyWord{"shekels", "ILS"},  CurrencyWord{"шекелей", "ILS"},
    CurrencyWord{"шекеля", "ILS"},  CurrencyWord{"₸", "KZT"},        CurrencyWord{"tenge", "KZT"},
    CurrencyWord{"тенге", "KZT"},   CurrencyWord{"¥", "JPY"},        CurrencyWord{"yen", "JPY"},
    CurrencyWord{"usd", "USD"},     CurrencyWord{"eur", "EUR"},      CurrencyWord{"gbp", "GBP"},
    CurrencyWord{"rub", "RUB"},     CurrencyWord{"ils", "ILS"},      CurrencyWord{"kzt", "KZT"},
    CurrencyWord{"byn", "BYN"},     CurrencyWord{"jpy", "JPY"},      CurrencyWord{"kwd", "KWD"},
};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

template <std::size_t N>
std::optional<std::int64_t> find_value(std::string_view word,
                                       const std::array<WordValue, N>& table) {
  for (const WordValue& entry : table) {
    if (entry.word == word) return entry.value;
  }
  return std::nullopt;
}

}  // namespace

bool is_courtesy(std::string_view word) {
  return is_one_of(word, kCourtesy);
}
bool is_trailing(std::string_view word) {
  return is_one_of(word, kTrailing);
}
bool is_conjunction(std::string_view word) {
  return is_one_of(word, kConjunctions);
}

bool begins_clause(std::string_view word) {
  return is_conjunction(word) && word != "by" && word != "plus";
}

std::size_t joining_word(std::string_view text) {
  for (const auto word : kJoining) {
    if (text.starts_with(word)) return word.size();
  }
  return 0;
}

std::optional<std::int64_t> unit_word(std::string_view word) {
  return find_value(word, kUnits);
}
std::optional<std::int64_t> tens_word(std::string_view word) {
  return find_value(word, kTens);
}
std::optional<std::int64_t> hundreds_word(std::string_view word) {
  return find_value(word, kHundreds);
}

std::optional<std::int64_t> ordinal_word(std::string_view word) {
  if (auto value = find_value(word, kOrdinals)) return value;
  for (const WordValue& stem : kOrdinalStems) {
    if (word.starts_with(stem.word) && is_one_of(word.substr(stem.word.size()), kOrdinalEndings)) {
      return stem.value;
    }
  }
  return std::nullopt;
}

bool is_ordinal_suffix(std::string_view suffix) {
  return is_one_of(suffix, kOrdinalSuffixes);
}

int month_word(std::string_view word) {
  if (word.size() < 3) return 0;
  for (std::size_t month = 0; month < kMonths.size(); ++month) {
    if (kMonths[month].starts_with(word)) return static_cast<int>(month) + 1;
  }
  if (word == "sept") return 9;
  if (is_one_of(word, kMay)) return 5;
  constexpr std::size_t kThreeLetters = 6;  // bytes
  for (std::size_t month = 0; month < kMonthStems.size(); ++month) {
    const std::string_view stem = kMonthStems[month];
    if (stem.size() < kThreeLetters || word.size() < kThreeLetters) continue;
    if (stem.starts_with(word)) return static_cast<int>(month) + 1;
    if (word.starts_with(stem) && is_one_of(word.substr(stem.size()), kMonthEndings)) {
      return static_cast<int>(month) + 1;
    }
  }
  return 0;
}

bool is_day_suffix(std::string_view word) {
  return word == "st" || word == "nd" || word == "rd" || word == "th" || word == "го" ||
         word == "е";
}

std::span<const WordValue> relative_days() {
  return kRelative;
}

int days_of_unit(std::string_view word) {
  for (const auto day : {"day"sv, "days"sv, "день"sv, "дня"sv, "дней"sv, "сутки"sv, "суток"sv}) {
    if (word == day) return 1;
  }
  for (const auto week : {"week"sv, "weeks"sv, "неделя"sv, "неделю"sv, "недели"sv, "недель"sv}) {
    if (word == week) return 7;
  }
  return 0;
}

bool is_ago(std::string_view word) {
  return word == "ago" || word == "назад";
}

std::span<const std::string_view> yes_words() {
  return kYes;
}
std::span<const std::string_view> no_words() {
  return kNo;
}

bool is_all_words(std::string_view folded) {
  return is_one_of(folded, kAll);
}
bool is_both_words(std::string_view folded) {
  return is_one_of(folded, kBoth);
}
bool is_none_words(std::string_view folded) {
  return is_one_of(folded, kNone);
}
std::span<const std::string_view> all_but_words() {
  return kAllBut;
}

std::span<const CurrencyWord> currency_words() {
  return kCurrencies;
}

}  // namespace dialogs
