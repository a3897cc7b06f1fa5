// What the data of an event says, for models written by hand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/value.hpp"

namespace workflow_test {

inline bool has(const base::Record& data, std::string_view name) {
  const base::Value* value = data.find(name);
  return value != nullptr && !value->is_nothing() && !(value->is_text() && value->text().empty());
}
inline std::string text(const base::Record& data, std::string_view name) {
  return has(data, name) ? data.find(name)->text() : std::string();
}
inline std::int64_t number(const base::Record& data, std::string_view name, std::int64_t missing) {
  return has(data, name) ? data.find(name)->integer() : missing;
}
inline bool has_papers(const base::Record& data, std::string_view name) {
  return has(data, name) && !data.find(name)->list().empty();
}

}  // namespace workflow_test
