#include "workflow/tracking.hpp"

#include <unicode/uloc.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "workflow/look_alike.hpp"

namespace workflow {
namespace {

constexpr std::size_t kMinTrack = 6;
constexpr std::size_t kMaxTrack = 40;
constexpr std::size_t kS10Length = 13;

bool is_letter(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Two letters, nine digits, two letters.
bool has_s10_form(std::string_view track) {
  if (track.size() != kS10Length) return false;
  for (std::size_t i = 0; i < kS10Length; ++i) {
    const bool wants_letter = i < 2 || i >= 11;
    if (wants_letter ? !is_letter(track[i]) : !is_digit(track[i])) return false;
  }
  return true;
}

// UPU standard S10, clause 6: weights over the eight digits, the ninth is the check digit.
char s10_check_digit(std::string_view eight_digits) {
  constexpr std::array kWeights = {8, 6, 4, 2, 3, 5, 9, 7};
  int sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i) sum += (eight_digits[i] - '0') * kWeights[i];
  int check = 11 - sum % 11;
  if (check == 10) check = 0;
  if (check == 11) check = 5;
  return static_cast<char>('0' + check);
}

bool is_country(std::string_view letters) {
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    if (letters == *code) return true;
  }
  return false;
}

}  // namespace

std::string_view to_string(TrackStrength strength) {
  switch (strength) {
    case TrackStrength::strong:
      return "strong";
    case TrackStrength::weak:
      return "weak";
    case TrackStrength::unusable:
      return "unusable";
  }
  return "unusable";
}

std::string normalise_track(std::string_view typed) {
  return fold_to_latin(typed);
}

TrackCheck check_track(std::string_view track) {
  const bool is_plain =
      std::all_of(track.begin(), track.end(), [](char c) { return is_letter(c) || is_digit(c); });
  const bool has_digit = std::any_of(track.begin(), track.end(), is_digit);
  if (!is_plain || !has_digit || track.size() < kMinTrack || track.size() > kMaxTrack) {
    return {TrackStrength::unusable, false};
  }
  if (!has_s10_form(track)) return {TrackStrength::weak, false};
  const bool is_right =
      track[10] == s10_check_digit(track.substr(2, 8)) && is_country(track.substr(kS10Length - 2));
  return {is_right ? TrackStrength::strong : TrackStrength::weak, !is_right};
}

}  // namespace workflow
