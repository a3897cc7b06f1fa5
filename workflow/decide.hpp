// The one function that changes cases. Pure: takes a case and an event, gives the case after it and
// everything that must become durable with it, or a refusal that explains itself. Any thread.
//
// A refusal is an Error: `name` is stable and lives as long as the machine; `detail` says the rule
// in words with the numbers of the facts. Beside the guards of the machine these names exist:
//   unknown_event   no machine has it (invalid_argument)
//   bad_data        the event's data is not as declared (invalid_argument)
//   not_yours       customer or bot of somebody else's case (forbidden)
//   not_allowed     the event exists here, but not for this actor (forbidden)
//   wrong_state     the event does not exist in this state (conflict)
//   timer_stale     the clock's event comes for a timer that does not run any more: drop it
//   timer_early     the clock's event comes before its due instant: try again at that instant
//   date_not_later  a new date lies in the past, or not after the present one (invalid_argument)
//   policy_changed  `policy` is not the version stored on the case (conflict): load that one
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "workflow/case.hpp"
#include "workflow/machine.hpp"
#include "workflow/policy.hpp"

namespace workflow {

// A due row to write or to remove. Cancelling a row that fired already is harmless. Within one
// transition an id occurs once: a restarted timer is one change with `start`.
struct DueChange {
  std::string id;                      // "case:<case id>:<timer>"
  std::optional<base::Instant> start;  // absent: cancel
  std::string event;                   // for start: what the clock sends
};

// A message to the customer: the text's key and the values it may name. `values` has `number`, what
// the machine lists, and `policy` with the figures it lists, of the case's own policy version (D6).
struct Notice {
  std::string text;
  base::Record values;
  bool is_mandatory = false;
  bool has_sheet = false;  // the return sheet of the case goes with it
  std::string zone;        // in which its dates and times are to be written (D7)
};

// Work for people.
struct Task {
  std::string queue;
  std::string reason;
  std::string priority;  // "normal" or "raised"
};

// A case that the caller opens next, linked to this one.
struct FollowUp {
  std::string type;
  base::Record fields;  // taken over, with `linked_from` = this case's number
};

struct Transition {
  Case after;
  std::string event;
  std::string from;  // kNewState when it opened the case
  std::string to;    // = after.state
  std::vector<DueChange> due;
  std::vector<Notice> notices;
  std::vector<Task> tasks;
  std::optional<FollowUp> follow_up;
};

struct NewCase {
  std::string id;
  std::string number;
  std::string customer;
  std::string conversation;
  base::Record fields;  // must be declared by the machine; `zone` = the customer's time zone
};

// The first event of a case: `submit` straight to submitted, or `start` for a draft. `first.data`
// is what the dialog collected; the machine's sets copy it into the fields.
base::Result<Transition> open_case(const Machine& machine, const Policy& policy,
                                   const NewCase& fresh, const CaseEvent& first, base::Instant now);

// `now` is the moment the server received the event: it decides whether a deadline was kept (D2).
base::Result<Transition> decide(const Machine& machine, const Policy& policy, const Case& before,
                                const CaseEvent& event, base::Instant now);

// The deadline that a case has in its state, for lists and consoles: the earliest moment in a field
// that a timer still waits for (the customer has until then), otherwise when the last of the other
// timers fires (those before it remind). Nothing when no timer runs.
std::optional<base::Instant> deadline_of(const Machine& machine, const Case& subject);

// The id of a due row and back: nothing when it is no case timer's.
std::string due_id(std::string_view case_id, std::string_view timer);
struct DueName {
  std::string case_id;
  std::string timer;
};
std::optional<DueName> parse_due_id(std::string_view id);

}  // namespace workflow
