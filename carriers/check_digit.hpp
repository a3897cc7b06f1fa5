// The check digits of posts and couriers. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace carriers {

struct CheckRule {
  enum class Kind {
    s10,       // Universal Postal Union, standard S10: eight digits, modulo 11
    mod7,      // the digits before it as one number, modulo 7
    mod10,     // weighted sum; the check digit fills it up to a multiple of ten. A letter counts as
               // its place in ASCII less 3, modulo 10 (UPS)
    mod11_10,  // weighted sum, modulo 11, then modulo 10
    mod37_36,  // ISO 7064 hybrid system, digits and letters
  };
  Kind kind = Kind::s10;
  std::vector<int> weights;  // mod10, mod11_10: repeated from the left
  std::string before;        // thought to stand before the digits
};

// The check character of what stands before it; nothing when that has characters, or a length, that
// the rule does not know.
std::optional<char> check_digit(const CheckRule& rule, std::string_view before_it);

}  // namespace carriers
