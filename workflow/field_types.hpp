// Reads how a field of a case or an event is declared. Private to this module.
#pragma once

#include <string>
#include <vector>

#include "base/yaml.hpp"
#include "workflow/machine.hpp"

namespace workflow {

// A map of names to types: text, number, boolean, date, instant, file, track, any; `list of text`;
// { list: { item: text, ... } }; { choice: [mail, courier] }.
std::vector<FieldType> read_field_types(const base::YamlNode& node, const std::string& file,
                                        base::Faults& faults);

}  // namespace workflow
