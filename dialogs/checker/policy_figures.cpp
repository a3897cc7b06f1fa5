// Which figures of the policy a text states in words of its own.
#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "dialogs/checker/text_checks.hpp"
#include "dialogs/parsers/vocabulary.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {
namespace {

// A word in the form that figures are compared in, in any language: "five" and "пять" are 5, "days"
// and "дней" are day.
std::string plain_word(std::string word) {
  if (const auto number = unit_word(word)) return std::to_string(*number);
  if (const auto tens = tens_word(word)) return std::to_string(*tens);
  const int days = days_of_unit(word);
  if (days > 0) return days == 1 ? "day" : "week";
  constexpr std::pair<std::string_view, std::string_view> kUnits[] = {
      {"second", "second"}, {"minute", "minute"}, {"hour", "hour"}, {"month", "month"},
      {"секунд", "second"}, {"минут", "minute"},  {"час", "hour"},  {"месяц", "month"}};
  for (const auto& [stem, unit] : kUnits) {
    // An ending of one letter, or of two in Russian: "hours", "часов".
    if (word.starts_with(stem) && word.size() <= stem.size() + (stem == unit ? 1 : 4)) {
      return std::string(unit);
    }
  }
  return word;
}

// Letters and digits of a text as words; every other character parts them. What stands between a
// number and its unit without changing it ("5 calendar days") is left out.
std::vector<std::string> words_of(std::string_view original) {
  const std::string text = lower(original);
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    if (word.empty()) return;
    std::string plain = plain_word(std::exchange(word, {}));
    const bool is_between = plain == "calendar" || plain == "working" || plain == "business" ||
                            plain == "full" || plain.starts_with("календарн") ||
                            plain.starts_with("рабоч") || plain.starts_with("полн");
    if (!is_between) words.push_back(std::move(plain));
  };
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80) {
      word += c;
    } else {
      finish();
    }
  }
  finish();
  return words;
}

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

PolicyFigures::PolicyFigures(const base::Value& policy) : policy_(policy) {
  collect(policy, "policy");
}

bool PolicyFigures::is_duration(std::string_view path) const {
  const base::Value& figure = policy_.at(path);
  return figure.is_text() && base::parse_duration_ms(figure.text()).has_value();
}

std::vector<std::string> PolicyFigures::words_at(std::string_view path) const {
  const base::Value& figure = policy_.at(path);
  std::vector<std::string> words;
  if (figure.is_text()) words.push_back(figure.text());
  if (!figure.is_list()) return words;
  for (const base::Value& item : figure.list()) {
    if (item.is_text()) words.push_back(item.text());
  }
  return words;
}

void PolicyFigures::collect(const base::Value& value, const std::string& path) {
  if (value.is_record()) {
    for (const base::Field& field : value.record()) {
      collect(field.value, path + "." + field.name);
    }
    return;
  }
  if (!value.is_text() || !has_digit(value.text())) return;
  std::vector<std::string> words = words_of(value.text());
  // A lone short number says nothing; a post code or a phone number does.
  const bool is_telling = words.size() > 1 || (words.size() == 1 && words[0].size() >= 5);
  if (is_telling) figures_.push_back({{path, value.text()}, std::move(words)});
}

std::vector<PolicyFigures::Stated> PolicyFigures::stated_in(std::string_view text) const {
  const std::vector<std::string> words = words_of(text);
  std::vector<const Figure*> found;
  for (const Figure& figure : figures_) {
    const auto at =
        std::search(words.begin(), words.end(), figure.words.begin(), figure.words.end());
    if (at == words.end()) continue;
    const bool is_known = std::any_of(found.begin(), found.end(), [&](const Figure* other) {
      return other->words == figure.words;
    });
    if (!is_known) found.push_back(&figure);
  }
  std::vector<Stated> stated;
  for (const Figure* figure : found) stated.push_back(figure->stated);
  return stated;
}

}  // namespace dialogs
