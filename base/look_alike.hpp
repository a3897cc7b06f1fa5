// Letters of the Cyrillic keyboard that look like Latin ones: people who type with it copy "Н" for
// "H" and never see the difference. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace base {

// Latin letters in upper case, digits as they are; Cyrillic look-alikes become Latin; white space
// and dashes of every kind vanish. Any other character becomes '?'.
std::string fold_to_latin(std::string_view typed);

}  // namespace base
