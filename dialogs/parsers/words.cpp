#include "dialogs/parsers/words.hpp"

#include "base/text.hpp"
#include "dialogs/parsers/vocabulary.hpp"

namespace dialogs {

namespace {

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

// "21", "twenty-one" and "twenty one" below a hundred.
std::optional<NumberInWords> below_hundred(const std::vector<std::string_view>& words,
                                           std::size_t from) {
  if (from >= words.size()) return std::nullopt;
  const std::string_view word = words[from];
  if (auto unit = unit_word(word)) return NumberInWords{*unit, 1};
  if (const auto dash = word.find('-'); dash != std::string_view::npos) {
    const auto tens = tens_word(word.substr(0, dash));
    const auto unit = unit_word(word.substr(dash + 1));
    if (tens && unit && *unit > 0 && *unit < 10) return NumberInWords{*tens + *unit, 1};
    return std::nullopt;
  }
  const auto tens = tens_word(word);
  if (!tens) return std::nullopt;
  if (from + 1 < words.size()) {
    const auto unit = unit_word(words[from + 1]);
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
  const bool is_stem = words.ends_with('*');
  if (is_stem) words.remove_suffix(1);
  if (words.empty()) return std::string_view::npos;
  for (auto at = text.find(words, from); at != std::string_view::npos;
       at = text.find(words, at + 1)) {
    const std::size_t end = at + words.size();
    const bool is_start = at == 0 || text[at - 1] == ' ';
    const bool is_end =
        end == text.size() || std::string_view(" ,.;:!?").find(text[end]) != std::string_view::npos;
    if (is_start && (is_end || is_stem)) return at;
  }
  return std::string_view::npos;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (std::size_t at = 0; at < out.size(); ++at) {
    const auto byte = static_cast<unsigned char>(out[at]);
    if (byte >= 'A' && byte <= 'Z') out[at] = static_cast<char>(byte - 'A' + 'a');
    if ((byte != 0xD0 && byte != 0xD1) || at + 1 == out.size()) continue;
    // Two bytes each, before and after: А-П D0 90-9F, Р-Я D0 A0-AF, р-я D1 80-8F, Ё D0 81, ё D1 91.
    const auto next = static_cast<unsigned char>(out[at + 1]);
    const bool is_yo = (byte == 0xD0 && next == 0x81) || (byte == 0xD1 && next == 0x91);
    if (is_yo) {
      out[at] = static_cast<char>(0xD0);
      out[at + 1] = static_cast<char>(0xB5);
    } else if (byte == 0xD0 && next >= 0x90 && next <= 0x9F) {
      out[at + 1] = static_cast<char>(next + 0x20);
    } else if (byte == 0xD0 && next >= 0xA0 && next <= 0xAF) {
      out[at] = static_cast<char>(0xD1);
      out[at + 1] = static_cast<char>(next - 0x20);
    }
    ++at;
  }
  return out;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return is_letter(c) || byte == 0xD0 || byte == 0xD1 || (byte >= 0x80 && byte <= 0xBF);
}

std::string_view skip_courtesy(std::string_view text) {
  std::size_t at = 0;
  while (true) {
    while (at < text.size() && (is_blank(text[at]) || is_mark(text[at]))) ++at;
    const std::size_t end = word_end(text, at);
    if (end == at || !is_courtesy(lower(text.substr(at, end - at)))) break;
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
    if (is_conjunction(word)) {
      const std::string_view after = base::trim(rest.substr(end));
      return Parsed{Fit::part, std::move(value), std::string(after), {}};
    }
    if (!is_trailing(word)) return Parsed::refused(reason);
    at = end;
  }
  return Parsed::whole(std::move(value));
}

std::optional<NumberInWords> number_in_words(const std::vector<std::string_view>& words) {
  if (words.empty()) return std::nullopt;
  NumberInWords result;
  std::size_t at = 0;
  if (const auto hundreds = hundreds_word(words[0])) {
    const auto tail = below_hundred(words, 1);
    if (!tail || tail->value == 0) return NumberInWords{*hundreds, 1};
    return NumberInWords{*hundreds + tail->value, 1 + tail->taken};
  }
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
  while (!words.empty() && is_courtesy(words.front())) words.erase(words.begin());
  while (words.size() > 1 && is_trailing(words.back())) words.pop_back();
  // "№ 2", which folding wrote as "no 2".
  const bool has_sign = words.size() == 2 && words[0] == "no" && is_digit(words[1].front());
  if (has_sign) words.erase(words.begin());
  if (words.empty() || words.size() > 2) return std::nullopt;
  if (const auto value = ordinal_word(words[0]); value && words.size() == 1) {
    return static_cast<int>(*value);
  }
  std::string_view word = words[0];
  if (word.starts_with('#')) word.remove_prefix(1);
  if (word.starts_with("no") && word.size() > 2 && is_digit(word[2])) word.remove_prefix(2);
  std::size_t digits = 0;
  int value = 0;
  while (digits < word.size() && is_digit(word[digits]) && digits < 3) {
    value = value * 10 + (word[digits++] - '0');
  }
  if (digits > 0 && is_ordinal_suffix(word.substr(digits)) && words.size() == 1 && value > 0)
    return value;
  const auto in_words = number_in_words(words);
  if (in_words && in_words->taken == words.size() && in_words->value > 0) {
    return static_cast<int>(in_words->value);
  }
  return std::nullopt;
}

}  // namespace dialogs
