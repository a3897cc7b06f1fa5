// The commands in a customer's words, as a scenario writes them: [{ correct: reason, to: not_fit
// }].
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/fault.hpp"
#include "base/yaml.hpp"
#include "dialogs/command.hpp"
#include "dialogs/flow.hpp"

namespace tests {

// A list of commands: the kind with its name (`cancel: yes` has none), `item`, `to` (the words of
// an answer or correction), `sure` (in percent; 90 when left out), and for `start` the answers that
// come with it by question. Faults with their place.
std::vector<dialogs::Command> read_understood(const base::YamlNode& node, const std::string& file,
                                              base::Faults& faults);

// Why the commands that were carried out are not these, in whatever order; nothing when they are.
// An answer to the open question needs no mention; what a wanted command leaves open may be
// anything.
std::optional<std::string> difference(const std::vector<dialogs::Command>& wanted,
                                      const std::vector<dialogs::Judged>& judged,
                                      const dialogs::Program& program);

// "correct reason = not_fit".
std::string describe(const dialogs::Command& command);

}  // namespace tests
