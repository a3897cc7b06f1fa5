#include "carriers/correction.hpp"

#include <algorithm>
#include <array>

#include "carriers/table.hpp"

namespace carriers {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Digits that are misread in handwriting or lie beside each other on a keypad or keyboard.
bool is_near(char one, char other) {
  constexpr std::array<std::string_view, 10> kNear = {"9685",  "2470",  "1357", "24685", "3519",
                                                      "46230", "57809", "8149", "79036", "8047"};
  return kNear[static_cast<std::size_t>(one - '0')].find(other) != std::string_view::npos;
}

class Search {
 public:
  explicit Search(const std::vector<const Format*>& formats) : formats_(formats) {}

  void add(std::string number, int slip) {
    const bool is_right = std::any_of(formats_.begin(), formats_.end(), [&](const Format* format) {
      return satisfies(*format, number);
    });
    const bool is_new = std::none_of(found_.begin(), found_.end(),
                                     [&](const Correction& one) { return one.number == number; });
    if (is_right && is_new) found_.push_back({std::move(number), slip});
  }

  std::vector<Correction> found_;

 private:
  const std::vector<const Format*>& formats_;
};

void add_swaps(Search& search, std::string_view number) {
  for (std::size_t at = 0; at + 1 < number.size(); ++at) {
    if (number[at] == number[at + 1]) continue;
    std::string swapped(number);
    std::swap(swapped[at], swapped[at + 1]);
    search.add(std::move(swapped), 1);
  }
}

void add_shorter(Search& search, std::string_view number) {
  for (std::size_t at = 0; at + 1 < number.size(); ++at) {
    if (number[at] != number[at + 1]) continue;
    std::string shorter(number);
    search.add(shorter.erase(at, 1), 1);
  }
}

void add_replaced(Search& search, std::string_view number, bool only_near) {
  for (std::size_t at = 0; at < number.size(); ++at) {
    if (!is_digit(number[at])) continue;
    for (char digit = '0'; digit <= '9'; ++digit) {
      if (digit == number[at] || (only_near && !is_near(digit, number[at]))) continue;
      std::string replaced(number);
      replaced[at] = digit;
      search.add(std::move(replaced), only_near ? 2 : 3);
    }
  }
}

}  // namespace

bool satisfies(const Format& format, std::string_view number) {
  if (!format.check) return false;
  const auto span = format.form.match(number);
  if (!span) return false;
  const auto wanted =
      check_digit(*format.check, number.substr(span->first, span->last - span->first - 1));
  return wanted == number[span->last - 1];
}

std::vector<Correction> corrections(std::string_view number,
                                    const std::vector<const Format*>& formats) {
  Search search(formats);
  for (const Format* format : formats) {
    if (auto twin = format->form.match_look_alikes(number)) search.add(std::move(*twin), 0);
  }
  add_swaps(search, number);
  add_shorter(search, number);
  add_replaced(search, number, true);
  add_replaced(search, number, false);
  return std::move(search.found_);
}

}  // namespace carriers
