// Checks what came with an event, or opens a case, against its declaration. Private to this module.
#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/value.hpp"
#include "workflow/machine.hpp"

namespace workflow {

inline constexpr std::size_t kMaxTextCharacters = 32'000;
inline constexpr std::size_t kMaxListItems = 256;

// The data with texts trimmed, empty texts dropped, instants in to_iso form, and track numbers
// normalised with their `<name>_strength` beside them. Error: bad_data, naming the field.
base::Result<base::Record> check_data(const std::vector<FieldType>& declared,
                                      const base::Record& data);

}  // namespace workflow
