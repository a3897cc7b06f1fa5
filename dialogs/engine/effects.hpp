// What flows want from the world: look-ups, actions, waits and people; and what comes back.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

void request_lookup(Turn& turn, std::uint64_t run, const Place& place, bool is_correction);
void request_action(Turn& turn, std::uint64_t run, const Place& place, const std::string& path);
// Takes the frame off the stack until the signal or its limit.
void begin_wait(Turn& turn, std::uint64_t run, const Place& place, const std::string& path);

void on_lookup(Turn& turn, const LookupResult& result);
void on_action(Turn& turn, const ActionResult& result);
void on_timer(Turn& turn, const TimerEvent& event);
void on_signal(Turn& turn, const SignalEvent& event);

// Calls a person: one text, then silence until HandoverEnded. `run` is the task it is about (0:
// none), `words` the flow's own text (empty: the queue's), `before` a sentence that leads in.
struct HandoverCall {
  std::string queue;
  std::string_view reason;
  std::uint64_t run = 0;
  bool is_step = false;
  std::string words;
  std::string before;
};
void begin_handover(Turn& turn, const HandoverCall& call);
void on_handover_ended(Turn& turn, const HandoverEnded& event);

// The queue for a customer who asks for a person.
std::string default_queue(const Program& program);

}  // namespace dialogs
