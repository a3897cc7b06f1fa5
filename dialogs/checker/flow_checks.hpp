// What must be true of the graph of a flow: every name leads somewhere, every step can be reached,
// every path ends, nothing runs round without asking, and what cannot be undone was reviewed.
// Completes the draft: start buttons, called flows, questions to ask again. Load time only.
#pragma once

#include <vector>

#include "dialogs/checker/draft.hpp"
#include "dialogs/checker/fields.hpp"

namespace dialogs {

// The names in `draft` that lead to flows, steps, queues and outcomes; comes first. `drafts` are
// all flows of the profile.
void resolve_names(Draft& draft, const std::vector<Draft>& drafts, Workspace& workspace);
// The shape of a draft whose names are resolved and whose branches are settled.
void check_shape(const Draft& draft, Workspace& workspace);

// Reports flows that call each other in a circle, and names, start buttons and phrases used twice.
void check_flows_together(const std::vector<Draft>& drafts, Workspace& workspace);
// Finds every Draft::sensitive, through calls in both directions.
void mark_sensitive(std::vector<Draft>& drafts);
// Reports answers that a flow and one that it calls both ask for under one name: they form one
// task, in which "change the reason" would mean either.
void check_shared_names(const std::vector<Draft>& drafts, Workspace& workspace);

}  // namespace dialogs
