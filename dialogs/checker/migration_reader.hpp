// Reads `migrate:` of a flow: how open runs of older versions move to this one. Load time only.
#pragma once

#include <vector>

#include "base/yaml.hpp"
#include "dialogs/checker/draft.hpp"

namespace dialogs {

// One map, or a list of them, one for each older version. `draft` has its steps already.
std::vector<Migration> read_migrations(const base::YamlNode& node, const Draft& draft,
                                       base::Faults& faults);

}  // namespace dialogs
