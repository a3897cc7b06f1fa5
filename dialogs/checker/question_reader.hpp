// Reads the fields of an `ask` that make its question. Load time only.
#pragma once

#include <string>

#include "base/yaml.hpp"
#include "dialogs/checker/fields.hpp"
#include "dialogs/flow.hpp"

namespace dialogs {

// `key` is the text key of the step ("create_return.order"). Does not read `when_empty`, `only_if`
// and `otherwise`, which belong to the step.
Question read_question(base::YamlReader& reader, const std::string& key, const std::string& file,
                       Workspace& workspace);

}  // namespace dialogs
