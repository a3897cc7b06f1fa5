// The dialog engine: state and event in, changed state, replies and requests out. Pure and total:
// no clock, no randomness, no input or output, and no event throws whatever it holds. The rules are
// docs/dialogs.md; their numbers (R1, C6, X4 ...) stand beside the code that keeps them.
//
// A turn: step(event); while the result has a LookupRequest or ActionRequest that can be answered
// now, step(its result); then commit everything those steps gave. Any thread; immutable.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/value.hpp"
#include "dialogs/change.hpp"
#include "dialogs/command.hpp"
#include "dialogs/event.hpp"
#include "dialogs/reply.hpp"
#include "dialogs/request.hpp"
#include "dialogs/state.hpp"

namespace dialogs {

class Formatter;
class ShopTime;
struct Flow;
struct Program;

// A run replayed under another version of its flow, to learn whether it would have gone the same.
struct Trial {
  std::uint64_t run = 0;
  const Flow* flow = nullptr;
};

// What the engine may know of the world while it steps. The references outlive the call.
struct Context {
  base::Instant now;
  std::string_view today;          // the customer's local date, ISO: formatter.local_date(now)
  std::string_view locale;         // "en", "ru-RU"
  const Formatter& formatter;      // of this locale and the customer's time zone (texts.hpp)
  const base::Value& customer;     // a record with signed_in and more; nothing for a guest
  const base::Value& policy;       // the figures, by name
  const ShopTime* shop = nullptr;  // hours and working days of the shop; null: in UTC
  const Trial* trial = nullptr;    // only in replays
  bool is_traced = false;  // fill StepResult::commands: for `boomerang why`, not for every turn
};

struct StepResult {
  std::vector<Change> changes;  // already applied to the state
  std::vector<Reply> replies;
  std::vector<Request> requests;
  // Which commands were seen in the event and what became of each, in the order of judging. Only
  // when Context::is_traced.
  std::vector<Judged> commands;
};

// A task that the customer can go on with.
struct Unfinished {
  std::uint64_t run = 0;
  std::string flow;
  std::string title;
};

class Engine {
 public:
  // `program` is a sound one: loaded without faults.
  explicit Engine(std::shared_ptr<const Program> program);

  // One event. Every change is applied to `state` and listed in the result. Never throws for any
  // event or state; a broken invariant of the engine itself throws base::InvariantError.
  StepResult step(State& state, const Event& event, const Context& context) const;

  // Whether the message means one thing, whatever proposals come with it: the open question's own
  // parser takes the whole of it, or with nothing open it is a phrase of the flows from end to end
  // (dialogs.md 1.1). Then no classifier needs to be asked. `state` stays as it is.
  bool is_beyond_doubt(State& state, const MessageEvent& event, const Context& context) const;

  // Tasks that are parked or interrupted, or open with an answer given; newest first.
  std::vector<Unfinished> unfinished(const State& state, std::string_view locale) const;

  const Program& program() const { return *program_; }

 private:
  std::shared_ptr<const Program> program_;
};

}  // namespace dialogs
