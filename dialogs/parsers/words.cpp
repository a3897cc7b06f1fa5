#include "dialogs/parsers/words.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace dialogs {

namespace {

using namespace std::string_view_literals;

constexpr std::array kCourtesy = {
    "it's"sv, "its"sv,  "it"sv,     "is"sv,    "i"sv,    "think"sv, "about"sv,   "please"sv,
    "just"sv, "only"sv, "maybe"sv,  "the"sv,   "was"sv,  "that"sv,  "would"sv,   "be"sv,
    "well"sv, "hmm"sv,  "hi"sv,     "hello"sv, "oh"sv,   "so"sv,    "on"sv,      "my"sv,
    "i'd"sv,  "say"sv,  "want"sv,   "take"sv,  "i'll"sv, "paid"sv,  "number"sv,  "around"sv,
    "like"sv, "it’s"sv, "option"sv, "this"sv,  "mine"sv, "for"sv,   "exactly"sv,
};
constexpr std::array kTrailing = {
    "please"sv, "thanks"sv, "thank"sv, "you"sv,  "pieces"sv, "piece"sv, "pcs"sv,  "items"sv,
    "item"sv,   "units"sv,  "of"sv,    "them"sv, "one"sv,    "ones"sv,  "then"sv, "i"sv,
    "think"sv,  "ok"sv,     "it"sv,    "was"sv,  "is"sv,     "thx"sv,
};
constexpr std::array kConjunctions = {"and"sv, "but"sv, "also"sv, "plus"sv, "by"sv};

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_mark(char c) {
  return c == '.' || c == '!' || c == ',' || c == ';' || c == '?' || c == ':';
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !is_blank(text[at]) && !is_mark(text[at])) ++at;
  return at;
}

struct Small {
  std::string_view word;
  std::int64_t value;
};
constexpr std::array kUnits = {
    Small{"zero", 0},     Small{"one", 1},        Small{"two", 2},       Small{"three", 3},
    Small{"four", 4},     Small{"five", 5},       Small{"six", 6},       Small{"seven", 7},
    Small{"eight", 8},    Small{"nine", 9},       Small{"ten", 10},      Small{"eleven", 11},
    Small{"twelve", 12},  Small{"thirteen", 13},  Small{"fourteen", 14}, Small{"fifteen", 15},
    Small{"sixteen", 16}, Small{"seventeen", 17}, Small{"eighteen", 18}, Small{"nineteen", 19},
};
constexpr std::array kTens = {
    Small{"twenty", 20}, Small{"thirty", 30},  Small{"forty", 40},  Small{"fifty", 50},
    Small{"sixty", 60},  Small{"seventy", 70}, Small{"eighty", 80}, Small{"ninety", 90},
};
constexpr std::array kOrdinals = {
    Small{"first", 1}, Small{"second", 2}, Small{"third", 3},   Small{"fourth", 4},
    Small{"fifth", 5}, Small{"sixth", 6},  Small{"seventh", 7}, Small{"eighth", 8},
    Small{"ninth", 9}, Small{"tenth", 10}, Small{"last", -1},
};

template <std::size_t N>
std::optional<std::int64_t> find_small(std::string_view word, const std::array<Small, N>& table) {
  for (const Small& entry : table) {
    if (entry.word == word) return entry.value;
  }
  return std::nullopt;
}

// "21", "twenty-one" and "twenty one" below a hundred.
std::optional<NumberInWords> below_hundred(const std::vector<std::string_view>& words,
                                           std::size_t from) {
  if (from >= words.size()) return std::nullopt;
  const std::string_view word = words[from];
  if (auto unit = find_small(word, kUnits)) return NumberInWords{*unit, 1};
  if (const auto dash = word.find('-'); dash != std::string_view::npos) {
    const auto tens = find_small(word.substr(0, dash), kTens);
    const auto unit = find_small(word.substr(dash + 1), kUnits);
    if (tens && unit && *unit > 0 && *unit < 10) return NumberInWords{*tens + *unit, 1};
    return std::nullopt;
  }
  const auto tens = find_small(word, kTens);
  if (!tens) return std::nullopt;
  if (from + 1 < words.size()) {
    const auto unit = find_small(words[from + 1], kUnits);
    if (unit && *unit > 0 && *unit < 10) return NumberInWords{*tens + *unit, 2};
  }
  return NumberInWords{*tens, 1};
}

}  // namespace

std::vector<std::string_view> split_words(std::string_view folded) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < folded.size();) {
    while (at < folded.size() && (is_blank(folded[at]) || is_mark(folded[at]))) ++at;
    std::size_t end = at;
    while (end < folded.size() && !is_blank(folded[end])) ++end;
    std::size_t last = end;
    while (last > at && is_mark(folded[last - 1])) --last;
    if (last > at) words.push_back(folded.substr(at, last - at));
    at = end;
  }
  return words;
}

std::size_t find_words(std::string_view text, std::string_view words, std::size_t from) {
  if (words.empty()) return std::string_view::npos;
  for (auto at = text.find(words, from); at != std::string_view::npos;
       at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool is_start = at == 0 || text[at - 1] == ' ';
    const bool is_end =
        end == text.size() || std::string_view(" ,.;:!?").find(text[end]) != std::string_view::npos;
    if (is_start && is_end) return at;
  }
  return std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::string_view skip_courtesy(std::string_view text) {
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && (is_blank(text[at]) || is_mark(text[at]))) ++at;
    const std::size_t end = word_end(text, at);
    if (end == at || !is_one_of(lower(text.substr(at, end - at)), kCourtesy)) break;
    at = end;
  }
  return text.substr(at);
}

Parsed with_rest(base::Value value, std::string_view rest, std::string_view reason) {
  std::size_t at = 0;
  while (at < rest.size()) {
    at = skip_blanks(rest, at);
    if (at == rest.size()) break;
    if (is_mark(rest[at])) {
      // Marks alone are courtesy; words after a mark are something else unless courtesy too.
      std::string_view after = rest.substr(at);
      while (!after.empty() && (is_blank(after.front()) || is_mark(after.front()))) {
        after.remove_prefix(1);
      }
      const Parsed inner = with_rest(nullptr, after, reason);
      if (inner.fit == Fit::whole) return Parsed::whole(std::move(value));
      return Parsed{Fit::part,
                    std::move(value),
                    inner.fit == Fit::part ? inner.rest : std::string(after),
                    {}};
    }
    const std::size_t end = word_end(rest, at);
    const std::string word = lower(rest.substr(at, end - at));
    if (is_one_of(word, kConjunctions)) {
      const std::string_view after = base::trim(rest.substr(end));
      return Parsed{Fit::part, std::move(value), std::string(after), {}};
    }
    if (!is_one_of(word, kTrailing)) return Parsed::refused(reason);
    at = end;
  }
  return Parsed::whole(std::move(value));
}

std::optional<NumberInWords> number_in_words(const std::vector<std::string_view>& words) {
  if (words.empty()) return std::nullopt;
  NumberInWords result;
  std::size_t at = 0;
  auto head = below_hundred(words, 0);
  if (!head && words.size() > 1 && words[0] == "a" && words[1] == "hundred") {
    head = NumberInWords{1, 1};
  }
  if (!head) return std::nullopt;
  at = head->taken;
  result = *head;
  if (at < words.size() && words[at] == "hundred" && head->value > 0 && head->value < 10) {
    result = {head->value * 100, ++at};
    const std::size_t after_and = at < words.size() && words[at] == "and" ? at + 1 : at;
    if (const auto tail = below_hundred(words, after_and)) {
      result = {result.value + tail->value, after_and + tail->taken};
    }
  }
  return result;
}

std::optional<int> ordinal(std::string_view folded) {
  std::vector<std::string_view> words = split_words(folded);
  while (!words.empty() && is_one_of(words.front(), kCourtesy)) words.erase(words.begin());
  while (words.size() > 1 && is_one_of(words.back(), kTrailing)) words.pop_back();
  if (words.empty() || words.size() > 2) return std::nullopt;
  if (const auto value = find_small(words[0], kOrdinals); value && words.size() == 1) {
    return static_cast<int>(*value);
  }
  std::string_view word = words[0];
  if (word.starts_with('#')) word.remove_prefix(1);
  std::size_t digits = 0;
  int value = 0;
  while (digits < word.size() && is_digit(word[digits]) && digits < 3) {
    value = value * 10 + (word[digits++] - '0');
  }
  const std::string_view suffix = word.substr(digits);
  const bool is_suffix_fine = suffix.empty() || suffix == "st" || suffix == "nd" ||
                              suffix == "rd" || suffix == "th" || suffix == ")";
  if (digits > 0 && is_suffix_fine && words.size() == 1 && value > 0) return value;
  const auto in_words = number_in_words(words);
  if (in_words && in_words->taken == words.size() && in_words->value > 0) {
    return static_cast<int>(in_words->value);
  }
  return std::nullopt;
}

}  // namespace dialogs
