// A case machine: states, events, guards, timers and notices, read from config/cases/*.yaml and
// checked as a whole. Immutable after load; decide() interprets it. Any thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/expression.hpp"
#include "base/fault.hpp"
#include "carriers/table.hpp"
#include "workflow/case.hpp"
#include "workflow/policy.hpp"
#include "workflow/source.hpp"

namespace workflow {

// The state before the first event: `from: new` opens a case.
inline constexpr std::string_view kNewState = "new";

// A timer belongs to a state: entering starts it, leaving cancels it.
struct Timer {
  enum class Kind {
    after,  // so long after entering: figure
    past,   // one millisecond after the instant in a field: that instant was still in time
    before  // so long before the instant in a field: figure; not started when already past
  };
  std::string name;   // of the due row "case:<id>:<name>"
  std::string event;  // sent by the clock when it fires
  Kind kind = Kind::after;
  std::string figure;
  std::string field;
  base::Position where;
};

struct State {
  std::string name;
  std::string meaning;
  bool is_terminal = false;
  // Whether the products of the case still count as being returned (they cannot be returned twice).
  bool holds_items = true;
  std::vector<Timer> timers;
  base::Position where;

  const Timer* timer_for(std::string_view event) const;
};

// One named value of a case or of an event.
struct FieldType {
  std::string name;
  base::Type type;
  bool is_track = false;  // normalised and checked; adds `<name>_strength`, `<name>_note`
  base::Position where;
};

struct EventKind {
  std::string name;
  std::string meaning;
  std::vector<FieldType> data;
  base::Position where;
};

// What must hold, and what to say when it does not.
struct Guard {
  std::optional<base::Expression> must;  // absent: never holds (`refuse:`)
  std::string refusal;                   // stable name
  base::Code code = base::Code::conflict;
  std::string words;       // the rule in plain English
  std::vector<int> facts;  // the facts it stands on; may be empty
};

struct NoticeKind {
  std::string name;
  std::string key;  // of its text: "case.product_return.approved"
  bool is_mandatory = false;
  bool has_sheet = false;  // the return sheet goes with it
  std::vector<std::pair<std::string, base::Expression>> values;
  std::vector<std::pair<std::string, base::Type>> types;  // of the values
  std::vector<std::string> figures;                       // given to the text as policy.<name>
  std::vector<int> facts;                                 // the facts that its text states
  base::Position where;
};

struct TransitionRule {
  struct Set {
    std::string field;
    base::Expression value;
  };
  struct SetDeadline {
    std::string field;
    std::string figure;  // counted from now, or from the date; empty: the end of that date
    std::string date;    // a field of the event; empty: now
  };
  struct Tell {
    const NoticeKind* notice = nullptr;
    std::optional<base::Expression> when;
  };
  struct Call {
    std::string queue;
    std::string reason;
    std::string priority;
  };

  std::vector<std::string> from;
  std::string event;
  std::vector<Actor> actors;
  std::optional<base::Expression> when;  // else the next rule of the same event is tried
  std::vector<Guard> guards;
  std::string to;  // empty: the state stays
  std::vector<Set> sets;
  std::vector<std::string> clears;
  std::vector<SetDeadline> deadlines;
  std::vector<std::string> restarts;  // timers that start afresh although the state stays
  std::vector<Tell> tells;
  std::vector<Call> calls;
  std::string opens;                // type of a linked case to open, or empty
  std::vector<std::string> copies;  // fields that the linked case takes over
  std::vector<int> facts;           // the facts that this rule carries out
  base::Position where;
};

// "To get to a state from another, one of these events is needed, and only people send them":
// checked on the graph when the machine is loaded.
struct Promise {
  std::string never;
  std::string from;
  std::vector<std::string> without;
  std::string why;
  base::Position where;
};

class Machine {
 public:
  struct Loaded {
    std::shared_ptr<const Machine> machine;  // null when there are errors
    base::Faults faults;
  };

  const std::string& type() const { return type_; }
  const std::string& title() const { return title_; }
  const std::vector<State>& states() const { return states_; }
  const std::vector<EventKind>& events() const { return events_; }
  const std::vector<FieldType>& fields() const { return fields_; }
  const std::vector<std::unique_ptr<NoticeKind>>& notices() const { return notices_; }
  const std::vector<TransitionRule>& transitions() const { return transitions_; }
  const std::vector<Promise>& promises() const { return promises_; }

  // What track numbers in events are checked against.
  const carriers::Table& carriers() const { return carriers_; }

  const State* find_state(std::string_view name) const;
  const EventKind* find_event(std::string_view name) const;
  // The rules for an event in a state (kNewState to open one), in file order.
  std::vector<const TransitionRule*> rules(std::string_view state, std::string_view event) const;
  // The events that `actor` could send in this state, guards aside; for consoles and refusals.
  std::vector<std::string> events_in(std::string_view state, Actor actor) const;
  // Every key that the catalogue of texts must have.
  std::vector<std::string> text_keys() const;
  // What the text of a notice may name: a record with `number`, its values and `policy`; for the
  // checker of texts. Nothing when there is no such notice.
  std::optional<base::Type> notice_type(std::string_view name, const Policy& policy) const;

  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

 private:
  friend class MachineReader;
  Machine() = default;

  std::string type_;
  std::string title_;
  std::vector<State> states_;
  std::vector<EventKind> events_;
  std::vector<FieldType> fields_;
  std::vector<std::unique_ptr<NoticeKind>> notices_;
  std::vector<TransitionRule> transitions_;
  std::vector<Promise> promises_;
  carriers::Table carriers_;
};

// Reads one machine and checks it against itself and the policy: unknown states, events, actors,
// figures and fields; mistyped conditions; states that cannot be reached, or not left though they
// are not terminal; timers nobody listens to; missing mandatory notices; broken promises. Every
// fault at once, with file, line and column. `carriers` judges the track numbers of its events.
Machine::Loaded load_machine(const SourceFile& file, const Policy& policy,
                             const carriers::Table& carriers = {});

}  // namespace workflow
