// The canonical layout of a YAML file that people write: two blanks of indentation, one blank
// behind a colon, `{ a: b }` and `[a, b]`, no line over a width where a text can be folded, at most
// one blank line. Every comment stays beside what it stood by. Any thread; no state.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/fault.hpp"
#include "base/yaml.hpp"

namespace base {

struct LayoutRules {
  // Whether the value under `key`, itself under `parent` (empty at the top), is a text that gets a
  // line of its own: a map inside { } that holds one is written out.
  std::function<bool(std::string_view parent, std::string_view key)> is_own_line;
  std::size_t width = 100;  // in characters
};

// The file in its canonical layout; laying that out again changes nothing. Nothing, and faults,
// when the file cannot be read, or cannot be laid out without changing what it says.
std::optional<std::string> lay_out_yaml(std::string_view text, const std::string& file,
                                        const LayoutRules& rules, Faults& faults);

// Whether two files say the same: layout, comments and { } against lines do not count.
bool is_same_content(const YamlNode& left, const YamlNode& right);

}  // namespace base
