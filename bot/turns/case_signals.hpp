// What happens to cases as signals that flows wait for (`wait: claims.decided(filed)`). Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dialogs/event.hpp"
#include "workflow/decide.hpp"

namespace bot {

// The signal that a transition is for waiting flows; its subject is the case's number. Nothing for
// most.
std::optional<dialogs::SignalEvent> signal_of(const workflow::Transition& transition);

// The names of all signals that this program sends, to compare with the contracts of a profile.
const std::vector<std::string>& signal_names();

}  // namespace bot
