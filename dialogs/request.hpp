// What a step asks of the world. The turn processor carries them out, and brings answers back as
// events: look-ups and actions usually within the same turn, but any later turn works. Plain
// values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/value.hpp"

namespace dialogs {

// A read-only question to the shop ("shop.returnable_orders"). Answer: LookupResult with this id.
struct LookupRequest {
  std::uint64_t id = 0;  // unique in the conversation, counts up
  std::string name;
  base::Value::List arguments;
};

// Something to be done exactly once ("returns.create"). The same `key` always means the same act:
// a repeat after trouble or a crash carries the same key. Answer: ActionResult with this id.
struct ActionRequest {
  std::uint64_t id = 0;
  std::string name;
  base::Record arguments;
  std::string key;  // run id, step, revision and the once_per values; unique in the conversation
};

// Wake this conversation at `due` with TimerEvent{key}; a second request with the same key moves
// it; `is_cancelled` takes it back.
struct TimerRequest {
  std::string key;
  base::Instant due;
  bool is_cancelled = false;
};

// A person should take the dialog. From here until HandoverEnded the bot says nothing.
struct HandoverRequest {
  std::string queue;
  std::string reason;  // "asked", "not_understood", "tries", "trouble", "flow", "broken"
};

// A customer pressed a button that belongs to the shop, not to a flow ("download_label").
struct ButtonRequest {
  std::string name;
  base::Record values;  // what the flow saved so far
};

// For analytics: a task came to its end. outcome: one of the flow's, or cancelled, handed_over.
struct Finished {
  std::string flow;
  std::string outcome;
};

// The customer asked for another language of the profile. From the next step on the context speaks
// it; that step is LanguageChosen, within the same turn.
struct LanguageRequest {
  std::string locale;
};

using Request = std::variant<LookupRequest, ActionRequest, TimerRequest, HandoverRequest,
                             ButtonRequest, Finished, LanguageRequest>;

}  // namespace dialogs
