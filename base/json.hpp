// Strict JSON, in and out. Reading refuses what lenient readers let through: duplicate keys, depth
// over a bound, too many members, trailing bytes, bad UTF-8, lone surrogates, whole numbers beyond
// 64 bits and numbers beyond a double. All bounds hold while reading, before any copy is made
// (nlohmann/json copies a deeply nested value by recursion and overflows the stack).
// Any thread; no state.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"

namespace base {

struct JsonLimits {
  std::size_t max_bytes = 64 * 1024;
  std::size_t max_depth = 32;
  std::size_t max_members = 256;  // of one object or array
};

// One whole JSON text as a value. Errors: `bad_json` (syntax, duplicates, bounds), `bad_text`
// (invalid UTF-8, lone surrogate, or a control character inside a string other than tab, line feed
// and carriage return), `bad_field` (number out of range), `too_large` (over max_bytes).
Result<Value> parse_json(std::string_view text, const JsonLimits& limits = {});

// Appends the value as compact JSON. Invalid UTF-8 is written as U+FFFD.
void write_json(std::string& out, const Value& value);
std::string to_json(const Value& value);
// Appends text as a JSON string, with its quotes.
void write_json_text(std::string& out, std::string_view text);

// Writes one JSON object or array piece by piece, without building a Value first; commas are its
// business. The caller opens and closes in pairs.
class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}
  JsonWriter& open_object() { return open('{'); }
  JsonWriter& close_object() { return close('}'); }
  JsonWriter& open_list() { return open('['); }
  JsonWriter& close_list() { return close(']'); }
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  JsonWriter& boolean(bool value);
  JsonWriter& nothing();
  JsonWriter& value(const Value& value);
  // Splices text that is JSON already.
  JsonWriter& raw(std::string_view json);

 private:
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void separate();

  std::string& out_;
  bool needs_comma_ = false;
};

// Reads one record field by field, each with its type and bounds, and remembers the first fault;
// `finish` also refuses every field that nobody asked for. Use:
//   FieldReader fields(record);
//   auto id = fields.text("id", 64);
//   auto text = fields.optional_text("text", 4096);
//   if (auto error = fields.finish()) return *error;
// A missing or mistyped field gives an empty value and a `bad_field` fault that names the field;
// null says the same as leaving it out. Names are string literals.
class FieldReader {
 public:
  explicit FieldReader(const Record& record) : record_(record) {}

  // max_characters counts Unicode code points. Errors: `bad_field`, `too_long`.
  std::string text(std::string_view name, std::size_t max_characters);
  std::optional<std::string> optional_text(std::string_view name, std::size_t max_characters);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t min,
                                               std::int64_t max);
  std::optional<bool> optional_boolean(std::string_view name);
  std::vector<std::string> optional_texts(std::string_view name, std::size_t max_items,
                                          std::size_t max_characters);
  const Record* optional_record(std::string_view name);
  // Of any type; nothing when absent or null.
  const Value* optional_value(std::string_view name);
  // Marks a field as known without reading it.
  void ignore(std::string_view name);

  // The first fault, or `bad_field` for the first unknown field, or nothing.
  std::optional<Error> finish();

 private:
  const Value* take(std::string_view name);
  void fail(std::string_view error_name, std::string_view field, std::string detail);

  const Record& record_;
  std::vector<std::string_view> taken_;
  std::optional<Error> error_;
};

}  // namespace base
