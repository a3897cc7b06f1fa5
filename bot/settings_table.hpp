// Every plain setting of boomerang.yaml, declared once. Part of reading settings; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <variant>

#include "bot/settings.hpp"

namespace bot {

// Where a setting's value goes; its type says how it is written.
using WholeNumber = std::int64_t& (*)(Settings&);
using Time = base::Duration& (*)(Settings&);  // "5 seconds"
using YesOrNo = bool& (*)(Settings&);
using Text = std::string& (*)(Settings&);
using Address = ListenAddress& (*)(Settings&);
struct Size {  // "10 MiB"
  std::int64_t& (*target)(Settings&);
};

struct Setting {
  std::string_view section;  // empty: at the top of the file
  std::string_view name;
  std::variant<WholeNumber, Size, Time, YesOrNo, Text, Address> target;
  std::string_view fallback;  // as it would be written
  // Bounds of numbers, of bytes, of milliseconds, or of a text's characters.
  std::int64_t min = 0;
  std::int64_t max = 0;
  std::string_view meaning;
};

// Grouped by section, in the order of the manual.
std::span<const Setting> settings_table();

// The settings that are lists or name secrets, which settings_reader.cpp reads; for the manual.
std::string_view settings_lists_manual();

// Reads `text` into the setting. Returns what is wrong, or empty.
std::string assign_setting(Settings& settings, const Setting& setting, std::string_view text);

}  // namespace bot
