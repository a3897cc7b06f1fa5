// Tracking numbers of posts and couriers. Any thread.
#pragma once

#include <string_view>

#include "carriers/table.hpp"
#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// A record {number, match, confirmed: no}. The number is in capitals without blanks and hyphens,
// look- alikes of the Cyrillic alphabet are Latin. `carrier` is who carries the parcel, as the
// customer called it (may be empty). match "strong": a published form with the right check digit;
// "weak": 8 to 35 letters and digits, at least 6 of them digits, that no rule can prove. Then
// `doubt` says why (carriers/track.hpp), and there may be `suggested`, a list of numbers that were
// likely meant, and `belongs_to`, another carrier whose number it is. Reason: not_a_track.
Parsed parse_tracking_number(std::string_view text, const carriers::Table& table,
                             std::string_view carrier);

// The answers that the suggestions of such a record stand for; empty when there are none.
base::Value::List corrected_tracks(const base::Value& track);

}  // namespace dialogs
