// Tracking numbers of posts and couriers. Any thread.
#pragma once

#include <string_view>

#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// A record {number, match, confirmed: no}. The number is in capitals without blanks and hyphens.
// match "strong": an S10 number of the Universal Postal Union with the right check digit; "weak":
// 8 to 35 letters and digits, at least 6 of them digits, which no rule of ours can prove (couriers
// have their own). Reasons: not_a_track, track_check (the form of S10 with a wrong check digit: a
// typing error).
Parsed parse_tracking_number(std::string_view text);

// The check digit of the eight digits of an S10 number; precondition: eight digits.
int s10_check_digit(std::string_view serial);

}  // namespace dialogs
