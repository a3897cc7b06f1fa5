// Structured log: one JSON object a line on standard error. The event name comes first, then
// fields: ids, counts and durations only; never message text, tokens, names or addresses.
// Levels: error = a person must look; warn = degraded but handled; info = one line a connection and
// case change; debug = off by default. Any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace base::log {

enum class Level { debug, info, warn, error, off };

struct Field {
  std::string_view name;
  std::variant<std::string_view, std::int64_t> value;

  Field(std::string_view field_name, std::string_view text) : name(field_name), value(text) {}
  Field(std::string_view field_name, const std::string& text)
      : name(field_name), value(std::string_view(text)) {}
  Field(std::string_view field_name, const char* text)
      : name(field_name), value(std::string_view(text)) {}
  template <class Number>
  requires std::is_integral_v<Number> Field(std::string_view field_name, Number number)
      : name(field_name), value(static_cast<std::int64_t>(number)) {}
};

void set_level(Level level);
// How many lines of level error were written; the simulation fails when there is one.
std::int64_t error_count();

void debug(std::string_view event, std::initializer_list<Field> fields = {});
void info(std::string_view event, std::initializer_list<Field> fields = {});
void warn(std::string_view event, std::initializer_list<Field> fields = {});
void error(std::string_view event, std::initializer_list<Field> fields = {});

}  // namespace base::log
