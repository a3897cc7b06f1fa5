// Checks what came with an event, or opens a case, against its declaration. Private to this module.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"
#include "carriers/table.hpp"
#include "workflow/machine.hpp"

namespace workflow {

inline constexpr std::size_t kMaxTextCharacters = 32'000;
inline constexpr std::size_t kMaxListItems = 256;

// What track numbers are checked against: the table, and who carries the parcel as far as the case
// knows (a field `carrier` of the data itself comes first).
struct TrackRules {
  const carriers::Table& table;
  std::string carrier;
};

// The data with texts trimmed, empty texts dropped, instants in to_iso form, and track numbers
// normalised; beside each its `<name>_strength` and, when a person should look at it,
// `<name>_note`. Error: bad_data, naming the field.
base::Result<base::Record> check_data(const std::vector<FieldType>& declared,
                                      const base::Record& data, const TrackRules& rules);

}  // namespace workflow
