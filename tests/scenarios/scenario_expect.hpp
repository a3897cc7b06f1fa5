// What a scenario expects, compared with what was. Stateless.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/value.hpp"
#include "dialogs/state.hpp"
#include "tests/scenarios/scenario.hpp"

namespace tests {

// Whether the step is the one wanted, with or without its flow.
bool is_step(std::string_view step, std::string_view wanted);

// Why the message is not the one that the line expects; nothing when it is. Words are compared only
// when `in_words`: in another language they are others.
std::optional<std::string> difference(const ScenarioLine& line, const base::Value& message,
                                      bool in_words);

// Why the end of a conversation is not as expected: answers, archived ones and the stack.
std::optional<std::string> difference(const Expectation& expect, const dialogs::State& state);

// A message that was said twice in a row, which a resend or a crash must not do; nothing when none.
std::optional<std::string> said_twice(const std::vector<base::Value>& messages);

// The expectation of a line as people write it: "asks order, contains kettle".
std::string describe(const ScenarioLine& line);
// What a line does, as people write it: "press Send the request".
std::string shown(const ScenarioLine& line);
// "(create_return.order) Which order is it about?".
std::string describe(const base::Value& message);
// The stack with the open question and every answer, for a transcript.
std::string describe(const dialogs::State& state);

}  // namespace tests
