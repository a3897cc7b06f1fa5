// As much of JSON Schema as docs/openapi.json uses: type, required, properties,
// additionalProperties, items, enum, const, pattern ("^[a-z_]+$" only), minimum, maxLength, format
// date-time, allOf and $ref into the same document. Anything else in a schema is a fault of its
// own, so that nothing is believed to be checked that is not.
#pragma once

#include <string>
#include <vector>

#include "base/value.hpp"

namespace tests {

class JsonSchema {
 public:
  explicit JsonSchema(const base::Value& document) : document_(document) {}
  // What is wrong with the value, each with its place ("$.cases[0].due"); empty when it fits.
  std::vector<std::string> faults(const base::Value& schema, const base::Value& value) const;

 private:
  struct Check;
  const base::Value& document_;
};

}  // namespace tests
