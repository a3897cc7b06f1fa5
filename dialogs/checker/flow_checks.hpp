// What must be true of the graph of a flow: every name leads somewhere, every step can be reached,
// every path ends, nothing runs round without asking, and what cannot be undone was reviewed.
// Completes the draft: start buttons, called flows, questions to ask again. Load time only.
#pragma once

#include <vector>

#include "dialogs/checker/draft.hpp"
#include "dialogs/checker/fields.hpp"

namespace dialogs {

// `drafts` are all flows of the profile. Reports each fault of `draft`.
void check_flow(Draft& draft, const std::vector<Draft>& drafts, Workspace& workspace);

// Reports flows that call each other in a circle, and names or start buttons used twice.
void check_flows_together(const std::vector<Draft>& drafts, Workspace& workspace);

}  // namespace dialogs
