// What flows want from the world: look-ups and actions, and what comes back of them. Waits are in
// waits.hpp, people in handover.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dialogs/engine/turn.hpp"

namespace dialogs {

void request_lookup(Turn& turn, std::uint64_t run, const Place& place, bool is_correction);
void request_action(Turn& turn, std::uint64_t run, const Place& place, const std::string& path);
void on_lookup(Turn& turn, const LookupResult& result);
void on_action(Turn& turn, const ActionResult& result);
// Any timer: of a retry, a wait or the silence.
void on_timer(Turn& turn, const TimerEvent& event);

}  // namespace dialogs
