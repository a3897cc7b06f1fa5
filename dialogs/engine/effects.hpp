// What flows want from the world: look-ups and actions, and what comes back of them. Waits are in
// waits.hpp, people in handover.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

// What a look-up is for: to ask its question, to ask it again as a correction, or to see whether
// the answer still holds (R8).
enum class LookupPurpose { ask, correction, refresh };
void request_lookup(Turn& turn, std::uint64_t run, const Place& place, LookupPurpose purpose);
void request_action(Turn& turn, std::uint64_t run, const Place& place, const std::string& path);
void on_lookup(Turn& turn, const LookupResult& result);
void on_action(Turn& turn, const ActionResult& result);
// Any timer: of a retry, a wait or the silence.
void on_timer(Turn& turn, const TimerEvent& event);

}  // namespace dialogs
