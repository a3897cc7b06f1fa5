// Short ways to look at a case and a transition, for the tests of decide().
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "profile.hpp"

namespace workflow_test {

// The text at a path of the case's fields, or "".
std::string text(const workflow::Case& subject, std::string_view path);
// "ship 2027-03-07T21:00:00.000Z ship_deadline" and "cancel approval": the changes to due rows.
std::set<std::string> due_rows(const workflow::Transition& transition);
// The keys of the notices.
std::set<std::string> texts(const workflow::Transition& transition);
// The refusal; fails the test when the event is allowed.
base::Error refused(const workflow::Case& subject, const workflow::CaseEvent& sent,
                    base::Instant now);
workflow::CaseEvent with(workflow::CaseEvent sent, std::string_view field, base::Value value);
workflow::CaseEvent without(workflow::CaseEvent sent, std::string_view field);

}  // namespace workflow_test
