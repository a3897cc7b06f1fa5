// A person takes the dialog, and gives it back with an outcome. In between the bot is silent.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// Calls a person: one text, then silence until HandoverEnded. `run` is the task it is about (0:
// none), `words` the flow's own text (empty: the queue's), `before` a sentence that leads in. When
// nobody is there at this hour the text says so, and when somebody will be.
struct HandoverCall {
  std::string queue;
  std::string_view reason;
  std::uint64_t run = 0;
  bool is_step = false;
  std::string words;
  std::string before;
};
void begin_handover(Turn& turn, const HandoverCall& call);
// A person takes the dialog without having been called: a signal of this name, whose subject is the
// queue (empty: the usual one). The bot says nothing to it, and is silent until HandoverEnded.
// Nothing happens where a person has the dialog or is called already.
inline constexpr std::string_view kTakenSignal = "staff.taken";
void on_taken(Turn& turn, const SignalEvent& event);
void on_handover_ended(Turn& turn, const HandoverEnded& event);

// The queue for a customer who asks for a person.
std::string default_queue(const Program& program);

// When the queue opens next; nothing while it is open, or when it keeps no hours.
std::optional<base::Instant> next_opening(const Context& context, const QueueSettings& queue);

}  // namespace dialogs
