#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"

namespace base {

const Value* FieldReader::take(std::string_view name) {
  taken_.push_back(name);
  const Value* found = record_.find(name);
  // null says the same as leaving the field out.
  return found == nullptr || found->is_nothing() ? nullptr : found;
}

void FieldReader::fail(std::string_view error_name, std::string_view field, std::string detail) {
  if (error_) return;
  error_ = Error{Code::invalid_argument, error_name, std::move(detail),
                 std::string(first_characters(field, 64))};
}

std::string FieldReader::text(std::string_view name, std::size_t max_characters) {
  const auto found = optional_text(name, max_characters);
  if (!found) fail("bad_field", name, "a text is missing");
  return found.value_or(std::string());
}

std::optional<std::string> FieldReader::optional_text(std::string_view name,
                                                      std::size_t max_characters) {
  const Value* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_text()) {
    fail("bad_field", name, "not a text");
    return std::nullopt;
  }
  if (count_characters(found->text()) > max_characters) {
    fail("too_long", name, "more than " + std::to_string(max_characters) + " characters");
    return std::nullopt;
  }
  return found->text();
}

std::int64_t FieldReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto found = optional_integer(name, min, max);
  if (!found) fail("bad_field", name, "a whole number is missing");
  return found.value_or(0);
}

std::optional<std::int64_t> FieldReader::optional_integer(std::string_view name, std::int64_t min,
                                                          std::int64_t max) {
  const Value* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_integer()) {
    fail("bad_field", name, "not a whole number");
    return std::nullopt;
  }
  if (found->integer() < min || found->integer() > max) {
    fail("bad_field", name, "not between " + std::to_string(min) + " and " + std::to_string(max));
    return std::nullopt;
  }
  return found->integer();
}

std::optional<bool> FieldReader::optional_boolean(std::string_view name) {
  const Value* found = take(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_boolean()) {
    fail("bad_field", name, "neither true nor false");
    return std::nullopt;
  }
  return found->boolean();
}

std::vector<std::string> FieldReader::optional_texts(std::string_view name, std::size_t max_items,
                                                     std::size_t max_characters) {
  std::vector<std::string> texts;
  const Value* found = take(name);
  if (found == nullptr) return texts;
  if (!found->is_list() || found->list().size() > max_items) {
    fail("bad_field", name, "not a list of at most " + std::to_string(max_items));
    return texts;
  }
  for (const Value& item : found->list()) {
    if (!item.is_text()) {
      fail("bad_field", name, "not a list of texts");
      return {};
    }
    if (count_characters(item.text()) > max_characters) {
      fail("too_long", name, "more than " + std::to_string(max_characters) + " characters");
      return {};
    }
    texts.push_back(item.text());
  }
  return texts;
}

const Record* FieldReader::optional_record(std::string_view name) {
  const Value* found = take(name);
  if (found == nullptr) return nullptr;
  if (!found->is_record()) {
    fail("bad_field", name, "not an object");
    return nullptr;
  }
  return &found->record();
}

const Value* FieldReader::optional_value(std::string_view name) {
  return take(name);
}

void FieldReader::ignore(std::string_view name) {
  taken_.push_back(name);
}

std::optional<Error> FieldReader::finish() {
  for (const Field& field : record_) {
    if (std::find(taken_.begin(), taken_.end(), field.name) == taken_.end()) {
      fail("bad_field", field.name, "no such field here");
    }
  }
  return error_;
}

}  // namespace base
