#include "dialogs/parsers/tracking_number.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

constexpr std::size_t kMinLength = 8;
constexpr std::size_t kMaxLength = 35;
constexpr std::ptrdiff_t kMinDigits = 6;

// "RR123456785RU": service, eight digits, check digit, country.
bool has_s10_form(std::string_view number) {
  if (number.size() != 13) return false;
  for (std::size_t at = 0; at < number.size(); ++at) {
    const bool wants_letter = at < 2 || at > 10;
    if (wants_letter ? !is_letter(number[at]) : !is_digit(number[at])) return false;
  }
  return true;
}

// Letters, digits and the separators that people put between them.
std::string normalised(std::string_view text) {
  std::string number;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    if (!is_digit(c) && !is_letter(c)) return {};
    number += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return number;
}

}  // namespace

int s10_check_digit(std::string_view serial) {
  constexpr std::array kWeights = {8, 6, 4, 2, 3, 5, 9, 7};
  int sum = 0;
  for (std::size_t at = 0; at < kWeights.size(); ++at) sum += (serial[at] - '0') * kWeights[at];
  const int check = 11 - sum % 11;
  if (check == 10) return 0;
  return check == 11 ? 5 : check;
}

Parsed parse_tracking_number(std::string_view text) {
  constexpr std::string_view kReason = "not_a_track";
  std::string_view body = skip_courtesy(base::trim(text));
  while (!body.empty() && (body.back() == '.' || body.back() == '!')) body.remove_suffix(1);
  if (body.starts_with('#')) body.remove_prefix(1);
  const std::string number = normalised(body);
  const auto digits = std::count_if(number.begin(), number.end(), is_digit);
  if (number.size() < kMinLength || number.size() > kMaxLength || digits < kMinDigits) {
    return Parsed::refused(kReason);
  }
  std::string_view match = "weak";
  if (has_s10_form(number)) {
    if (s10_check_digit(std::string_view(number).substr(2, 8)) != number[10] - '0') {
      return Parsed::refused("track_check");
    }
    match = "strong";
  }
  return Parsed::whole(base::Record{{"number", number}, {"match", match}, {"confirmed", false}});
}

}  // namespace dialogs
