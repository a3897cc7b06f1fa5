// Events as JSON: what the journal keeps of a turn, so that it can be run again. One object with
// one member that names the event: {"message":{"text":"hello"}}, {"timer":"nudge"}. Any thread.
#pragma once

#include <string>

#include "base/error.hpp"
#include "dialogs/event.hpp"

namespace dialogs {

// Equal events give equal bytes.
std::string to_json(const Event& event);

// Reads what any released version wrote. Errors: `bad_field` (no event, or fields of other types).
base::Result<Event> event_from_json(const base::Value& value);

}  // namespace dialogs
