// Code 128 of a return number, as bars to draw. Any thread.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace bot {

// A black bar, in modules (the narrowest bar is 1 wide) from the left end.
struct Bar {
  double left = 0;
  double width = 0;
};

struct Barcode {
  std::vector<Bar> bars;
  double width = 0;  // of all bars, without the quiet zones: leave 10 modules on both sides
};

// Error: `not_encodable` when the text is empty, longer than 60 characters, or not plain ASCII.
base::Result<Barcode> code128(std::string_view text);

}  // namespace bot
