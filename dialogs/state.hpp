// Everything the bot knows about one conversation: the stack of tasks with their answers, what is
// being asked, and which buttons are out. It changes only through Change (change.hpp), so that the
// fold of the journal is always exactly this. A plain value; one conversation, one thread at a
// time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/value.hpp"
#include "dialogs/command.hpp"

namespace dialogs {

// Where an answer came from (dialogs.md feature 1: every value stores its provenance).
enum class Provenance { message, button, fallback, given, action, lookup };

// One answer of a frame. `path` is "order", or "lines[0].reason" inside a for_each.
struct Answer {
  std::string path;
  base::Value value;
  Provenance source = Provenance::message;
  std::uint32_t revision = 0;  // grows with every change of any answer of the frame
  friend bool operator==(const Answer&, const Answer&) = default;
};

// Which item of which for_each, from the outside in.
struct LoopPosition {
  std::uint32_t step = 0;
  std::uint32_t item = 0;
  friend bool operator==(const LoopPosition&, const LoopPosition&) = default;
};

struct Position {
  std::uint32_t step = 0;  // index into Flow::steps
  std::vector<LoopPosition> loops;
  friend bool operator==(const Position&, const Position&) = default;
};

// The question that the next message is probably about. Always of the top frame of the stack.
struct Pending {
  enum class Kind { question, review };
  Kind kind = Kind::question;
  std::uint64_t run = 0;
  std::string path;            // the answer's path
  std::uint64_t issue = 0;     // under which its buttons were issued
  std::uint32_t tries = 0;     // misunderstood answers so far
  std::uint32_t offer = 0;     // 1 + index of the check whose offer is open, 0: none
  bool is_correction = false;  // asked again from the review, to which it returns
  base::Value options;         // what a look-up returned; nothing when the flow knows them
  base::Value::List chosen;    // files gathered so far; the value that an offer is about
  friend bool operator==(const Pending&, const Pending&) = default;
};

enum class FrameKind { task, call };
// returned: a called flow that came to its end. It is kept beside the stack until its caller ends,
// so that its answers can still be corrected (C8).
enum class FrameStatus { active, interrupted, waiting, parked, returned };

// Words for a question that must be asked first, because its options come from a look-up. They are
// read as soon as it is, and never survive it.
struct Held {
  std::uint64_t run = 0;
  std::string path;
  std::string words;
  friend bool operator==(const Held&, const Held&) = default;
};

struct Frame {
  std::uint64_t run = 0;     // unique in the conversation, counts up
  std::uint64_t caller = 0;  // kind call: the run that called
  std::string flow;
  std::string hash;  // of the flow's text when the run began
  FrameKind kind = FrameKind::task;
  FrameStatus status = FrameStatus::active;
  Position position;
  std::uint32_t revision = 0;  // of the newest answer
  // Revision at which a `do` with point_of_no_return was committed; 0: none. Answers up to it are
  // not editable in place (C6, X5).
  std::uint32_t fence = 0;
  std::vector<Answer> answers;   // in the order they were given
  std::vector<Answer> archived;  // C5: of branches left by a correction
  // Paths of say, do, call, review and wait steps behind us; "create!window_closed" when a step was
  // left by one of its arms. After a correction the flow is walked again from its start: what is
  // answered or done is passed by, so the first stop is the earliest open question (C3).
  std::vector<std::string> done;
  // status parked: when it is let go, in milliseconds since 1970; 0 otherwise.
  std::int64_t kept_until_ms = 0;
  std::string call_path;  // kind call: of the caller's call step
  // R1: the question that was open when the task was left, to be asked again when it comes back.
  std::optional<Pending> kept;
  // Words of the wish for questions whose options come from a look-up (1.1): read once their
  // question is asked.
  std::vector<Held> early;
  friend bool operator==(const Frame&, const Frame&) = default;

  const Answer* find_answer(std::string_view path) const;
  bool is_done(std::string_view path) const;
};

// A short-lived question of the bot's own above the pending one; at most one at a time.
struct OpenRepair {
  enum class Kind {
    confirm_cancel,      // X4; of every task when `run` is 0 (X6)
    continue_task,       // R6, and coming back: go on with the unfinished task?
    continue_or_new,     // R3
    choose_task,         // R6: which of several interrupted tasks to go on with
    choose_item,         // C7: which item of a for_each a correction is about
    confirm_correction,  // C12: the correction is not sure
    clarify,             // 1.5: which of `options` was meant
  };
  Kind kind = Kind::confirm_cancel;
  std::uint64_t run = 0;    // the task it is about
  std::uint64_t issue = 0;  // of its buttons
  std::string path = {};    // choose_item: the question's name; confirm_correction: its path
  std::string words = {};   // of the correction that waits for the answer
  std::string flow = {};    // confirm_cancel: to be started afterwards (X2), may be empty
  std::vector<Command> options = {};  // clarify: with the values that came with them
  friend bool operator==(const OpenRepair&, const OpenRepair&) = default;
};

// Buttons of one message share one issue number; a token is "<issue>.<index>.<check>" in base 36,
// where check is a hash of what the button stands for. Old issues are remembered up to a bound, so
// that an old button is answered with an explanation and never sets an arbitrary value.
struct Issue {
  enum class Kind { question, review, repair, start, say, resume, helped, article };
  std::uint64_t number = 0;
  Kind kind = Kind::question;
  std::uint64_t run = 0;  // resume: the task that the button goes on with
  std::string path;       // question: the answer's path; say: the step's id; helped, article: the
                          // article that was said
  friend bool operator==(const Issue&, const Issue&) = default;
};

// A look-up or action under way; messages that come meanwhile are answered and lost by nobody.
struct Awaiting {
  enum class Kind { lookup, action };
  Kind kind = Kind::lookup;
  std::uint64_t request = 0;
  std::uint64_t run = 0;
  std::string path;            // of the question or step it is for
  bool is_correction = false;  // lookup: for Pending::is_correction
  std::uint32_t attempts = 1;
  std::int64_t first_asked_ms = 0;
  bool is_retry_due = false;  // action in trouble: a timer will ask again
  bool is_refresh = false;    // lookup: an answer is looked at again on coming back (R8)
  friend bool operator==(const Awaiting&, const Awaiting&) = default;
};

// A person has the dialog, or is called. `run` is the task that asked, 0 for none.
struct Handover {
  std::string queue;
  std::uint64_t run = 0;
  bool is_step = false;  // a `handover:` step of the flow, which continues after it
  friend bool operator==(const Handover&, const Handover&) = default;
};

// How long the customer has been silent. There is one timer of it at most, which is not moved at
// every message: it looks again when it fires.
struct Silence {
  enum class Stage { listening, nudged, closed };
  Stage stage = Stage::listening;
  bool is_held = false;       // "one moment": no reminder, and twice the time
  std::int64_t heard_ms = 0;  // the last sign of life, in milliseconds since 1970
  std::int64_t due_ms = 0;    // of the timer under way; 0: there is none
  friend bool operator==(const Silence&, const Silence&) = default;
};

// The newest task that ended after something was done which cannot be undone: "cancel" and
// corrections after it are told so (C6, X5) until another task ends.
struct Settled {
  std::string flow;
  std::string number;  // of what was created; may be empty
  friend bool operator==(const Settled&, const Settled&) = default;
};

// What the customer was last told from the articles (R4), so that the next question may lean on it.
struct Informed {
  std::string article;        // empty: nothing yet
  bool was_asked = false;     // "did this help?": once in a conversation
  bool is_asked_now = false;  // by the newest reply: the next words may answer it
  friend bool operator==(const Informed&, const Informed&) = default;
};

// Something the bot said last, for "repeat": a step of a run.
struct Said {
  std::uint64_t run = 0;
  std::uint32_t step = 0;
  std::vector<LoopPosition> loops;
  friend bool operator==(const Said&, const Said&) = default;
};

struct State {
  static constexpr int kVersion = 1;
  static constexpr std::size_t kMaxIssues = 32;

  std::string locale;
  bool is_greeted = false;
  std::uint64_t next_run = 1;
  std::uint64_t next_request = 1;
  std::uint64_t next_issue = 1;
  std::uint32_t not_understood = 0;  // messages in a row, since something was understood
  std::uint32_t clarified = 0;       // of them those that asked "did you mean ...?"
  std::vector<Frame> frames;         // the stack, bottom first, with waiting and parked ones aside
  std::vector<std::uint64_t> stack;  // run ids, bottom first
  std::optional<Pending> pending;
  std::optional<OpenRepair> repair;
  std::optional<Awaiting> awaiting;
  std::optional<Handover> handover;
  std::vector<Issue> issues;  // oldest first, at most kMaxIssues
  std::vector<Said> said;
  Silence silence;
  std::optional<Held> held;
  std::optional<Settled> settled;
  Informed informed;
  friend bool operator==(const State&, const State&) = default;

  bool is_mute() const { return handover.has_value(); }
  const Frame* find_frame(std::uint64_t run) const;
  Frame* find_frame(std::uint64_t run);
  // The top of the stack, or nothing.
  const Frame* top() const;
  const Issue* find_issue(std::uint64_t number) const;
};

// A snapshot: compact JSON, the same bytes for equal states.
std::string to_json(const State& state);
// Errors: `bad_json`, `bad_field`. Reads what any released version wrote.
base::Result<State> state_from_json(std::string_view json);

std::string_view to_string(Provenance source);
std::string_view to_string(FrameKind kind);
std::string_view to_string(FrameStatus status);

}  // namespace dialogs
