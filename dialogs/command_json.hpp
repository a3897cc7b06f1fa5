// A command as JSON: inside recorded events (event_json.hpp) and inside the state, where it waits
// for the customer to say which one was meant. Any thread.
#pragma once

#include "base/json.hpp"
#include "base/value.hpp"
#include "dialogs/command.hpp"

namespace dialogs {

// Writes one JSON value. The confidence is kept to the millionth.
void write(base::JsonWriter& json, const Command& command);
// Leaves `is_sound` false when the value has another shape.
void read(const base::Value& value, Command& out, bool& is_sound);

}  // namespace dialogs
