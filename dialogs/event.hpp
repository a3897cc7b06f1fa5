// What can happen to a conversation, as the engine sees it: typed, authenticated and deduplicated
// before it gets here. Plain values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/value.hpp"
#include "dialogs/command.hpp"

namespace dialogs {

// A file that the customer uploaded: its bytes are durable already and never reach the engine.
struct Attachment {
  std::string upload;  // the upload's id
  std::string name;
  std::string type;  // "jpeg", "png", "pdf": by signature, not by name
  std::int64_t bytes = 0;
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

// The customer opened the conversation (first contact, or coming back). Greets a fresh one, offers
// an unfinished task, and says nothing while a person has the dialog.
struct OpenEvent {};

// The customer wrote something, sent files, or both. `proposals` is what a classifier made of the
// text, recorded with the event so that a replay needs no classifier; in any order. Several of the
// middle band (command.hpp) about the same words are the possible meanings of them: at most three
// are put to the customer as "did you mean ...?", the surest first, and what a choice brought
// along (Command::values) is kept. The engine adds what its own rules find (engine/propose.hpp).
struct MessageEvent {
  std::string text;
  std::vector<Attachment> attachments;
  std::vector<Command> proposals = {};
};

// The customer pressed buttons (tokens from Reply) and, for a form, filled in values.
struct PressEvent {
  std::vector<std::string> buttons;
  base::Record values;
};

// The shop's page asks to start a flow (a link or a button outside the chat). A name that does not
// exist is answered like a message that was not understood.
struct StartEvent {
  std::string flow;
};

// The answer to a LookupRequest. `failed` when the other side did not answer in time.
struct LookupResult {
  std::uint64_t request = 0;
  base::Value value;
  bool failed = false;
};

// The answer to an ActionRequest.
struct ActionResult {
  enum class Outcome { ok, refused, trouble };
  std::uint64_t request = 0;
  Outcome outcome = Outcome::ok;
  std::string refusal;  // refused: a name of the action's contract; trouble: kOnItsWay or nothing
  base::Value value;    // ok: what the action gives; refused: the fields of that refusal
};

// A time that a TimerRequest asked for has come.
struct TimerEvent {
  std::string key;
};

// Something outside that a `wait:` step may wait for ("compensation.decided"). `subject` is the
// first argument of the wait (such as the claim's number); empty matches any.
struct SignalEvent {
  std::string name;
  std::string subject;
  base::Value value;
};

// The person who had the dialog gives it back.
struct HandoverEnded {
  enum class Outcome {
    resolved,   // the question is settled: the task goes on after its handover step, or ends
    proceed,    // the bot asks its pending question again (`continue` in dialogs.md)
    take_over,  // the task ends here; the bot stays silent until another HandoverEnded
  };
  Outcome outcome = Outcome::resolved;
};

// The conversation goes on in another language (LanguageRequest); the step's context has it
// already.
struct LanguageChosen {};

// A profile was published: these runs move to the current version of their flow (dialogs.md 2.5).
// Each was found to have gone the same way so far, or a `migrate:` of the flow covers it.
struct Republished {
  std::vector<std::uint64_t> runs;
};

using Event =
    std::variant<OpenEvent, MessageEvent, PressEvent, StartEvent, LookupResult, ActionResult,
                 TimerEvent, SignalEvent, HandoverEnded, LanguageChosen, Republished>;

}  // namespace dialogs
