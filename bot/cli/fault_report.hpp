// Faults written out for people and for programs. Any thread; no state.
#pragma once

#include <string>

#include "base/fault.hpp"

namespace bot {

enum class FaultFormat { text, json, sarif };

// text: one fault a line. json: one object, {sound, errors, warnings, faults: [{file, line, column,
// severity, rule, message, hint}]}; line and column count from 1, 0 when unknown. sarif: a log in
// SARIF 2.1.0, columns counted in characters, files as relative or file: URIs. `rule` is
// base::rule_of.
std::string write_faults(const base::Faults& faults, FaultFormat format);

}  // namespace bot
