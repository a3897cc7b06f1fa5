// Judges a tracking number: by the forms that its carrier publishes, by S10 of the Universal Postal
// Union (any post), and by the check digit. A number that cannot be proved is not refused: couriers
// change their forms, and some publish none. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "carriers/table.hpp"

namespace carriers {

enum class Strength { strong, weak, unusable };
// "strong", "weak", "unusable".
std::string_view to_string(Strength strength);

// Why a number is not strong.
enum class Doubt {
  none,
  no_check_digit,   // it has a form of the carrier's that proves nothing
  no_form,          // the carrier publishes none
  unknown_carrier,  // the table does not have it
  unusual,          // none of the carrier's forms, nor one slip away from one
  mistyped,  // a form with a wrong check digit or country, or one slip away from a right number
};
// "no_check_digit" ...; empty for none.
std::string_view to_string(Doubt doubt);

// At most so many corrections are suggested.
inline constexpr std::size_t kMaxSuggested = 3;

struct TrackCheck {
  Strength strength = Strength::unusable;
  Doubt doubt = Doubt::none;
  // Likely meant instead, likeliest first; each is strong. For mistyped ones.
  std::vector<std::string> suggested;
  // Strong as a number of this other carrier (its name), or of this other country's post.
  std::string belongs_to;
  // One line in English for the person who looks at a number that is not strong or not the
  // carrier's; else empty.
  std::string note;
};

// Upper case, without blanks and dashes; Cyrillic letters that look Latin become Latin. Characters
// that a number cannot have become '?'.
std::string normalise_track(std::string_view typed);

// `number` is normalised, `carrier` is what the customer calls it (may be empty). Unusable: not 6
// to 40 Latin letters and digits with at least one digit.
TrackCheck check_track(const Table& table, std::string_view number, std::string_view carrier);

}  // namespace carriers
