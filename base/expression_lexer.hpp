// Cuts a condition into tokens; private to the expression parser.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.hpp"
#include "base/value.hpp"

namespace base {

struct ExpressionToken {
  enum class Kind { name, number, text, symbol, end };
  Kind kind = Kind::end;
  std::string_view spelling;  // as written, a view into the text
  std::size_t begin = 0;      // byte offset
  int column = 0;             // characters before it
  Value value;                // kinds number and text

  bool is(std::string_view word) const {
    return (kind == Kind::name || kind == Kind::symbol) && spelling == word;
  }
};

// The tokens, closed by one of kind end; nothing and a fault at the first bad character. Dotted
// names are one token. Text of any length; the views hold as long as `text` does.
std::optional<std::vector<ExpressionToken>> cut_expression(std::string_view text,
                                                           const Position& where, Faults& faults);

}  // namespace base
