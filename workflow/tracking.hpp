// Tracking numbers as people type them. Only the UPU S10 form (post, most countries) has a check
// digit we compute; everything else is weak and needs the customer's confirmation. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace workflow {

enum class TrackStrength { strong, weak, unusable };
// "strong", "weak", "unusable".
std::string_view to_string(TrackStrength strength);

struct TrackCheck {
  TrackStrength strength = TrackStrength::unusable;
  // It has the form of S10, but its check digit or country is wrong: most likely mistyped.
  bool looks_mistyped = false;
};

// Upper case, without blanks and dashes; Cyrillic letters that look Latin become Latin.
std::string normalise_track(std::string_view typed);

// `track` is normalised. Unusable: not 6 to 40 Latin letters and digits with at least one digit.
TrackCheck check_track(std::string_view track);

}  // namespace workflow
