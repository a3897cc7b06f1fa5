// What a mistyped tracking number was likely meant to be. Private to this module. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace carriers {

struct Format;

// Numbers that satisfy one of the formats (its check digit too) and come from `number` by one slip,
// likeliest first, each once:
//   0  characters that look alike (O and 0, I and 1, S and 5 ...), also several of them
//   1  two neighbours swapped, or one character typed twice
//   2  one digit taken for another that looks or lies near it (1 and 7, 3 and 8, neighbouring keys)
//   3  one digit for any other
struct Correction {
  std::string number;
  int slip = 0;
};
std::vector<Correction> corrections(std::string_view number,
                                    const std::vector<const Format*>& formats);

// Whether the number has the form and its check digit.
bool satisfies(const Format& format, std::string_view number);

}  // namespace carriers
