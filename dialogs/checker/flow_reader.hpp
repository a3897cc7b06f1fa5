// Reads one flow file into a Draft: names, texts, expressions, and the steps flattened. Load time
// only.
#pragma once

#include <optional>

#include "dialogs/checker/draft.hpp"
#include "dialogs/checker/fields.hpp"

namespace dialogs {

// Nothing when the file is no flow at all; every fault goes to the workspace.
std::optional<Draft> read_flow(const SourceFile& file, Workspace& workspace);

}  // namespace dialogs
