// What a question's own parser says about a message. Parsers are pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/value.hpp"

namespace dialogs {

enum class Fit {
  none,   // not an answer: `reason` says why
  part,   // the message begins with an answer; `rest` is what follows it
  whole,  // nothing but an answer and courtesy
};

struct Parsed {
  Fit fit = Fit::none;
  base::Value value;
  std::string rest;
  // A key of the texts `repair.reason.<key>`, always a literal.
  std::string_view reason = "not_understood";

  static Parsed whole(base::Value value) { return {Fit::whole, std::move(value), {}, {}}; }
  static Parsed refused(std::string_view reason) { return {Fit::none, {}, {}, reason}; }
};

}  // namespace dialogs
