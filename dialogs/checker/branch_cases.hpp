// Which cases are left at a condition: the words that a choice may still be, and yes or no, after
// the conditions before it. Finds conditions that never hold, `if` chains that leave a case without
// an answer, and chains that cover every case, so that no `else` is needed. Load time only.
#pragma once

#include <functional>

#include "dialogs/checker/draft.hpp"
#include "dialogs/checker/typed_scope.hpp"

namespace dialogs {

// Sets IfStep::is_last_case where a condition cannot fail. The conditions have been checked, so
// that names and words are told apart; `scope_at` gives the names in reach at a step, with types.
// A fault is reported at the step of its condition.
void settle_branches(Draft& draft, const std::function<TypedScope(StepIndex)>& scope_at,
                     base::Faults& faults);

}  // namespace dialogs
