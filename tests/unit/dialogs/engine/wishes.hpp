// Proposals as a classifier makes them, for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/dialogs/engine/chat.hpp"

namespace dialogs::testing {

inline Command wish(Command::Kind kind, std::string name, double confidence = 0.9) {
  Command command;
  command.kind = kind;
  command.name = std::move(name);
  command.source = Command::Source::classifier;
  command.confidence = confidence;
  return command;
}

// With words: a correction or an answer.
inline Command set(Command::Kind kind, std::string name, std::string words,
                   double confidence = 0.9) {
  Command command = wish(kind, std::move(name), confidence);
  command.words = std::move(words);
  return command;
}

inline std::string say(Chat& chat, std::string text, std::vector<Command> proposals) {
  return chat.happen(MessageEvent{std::move(text), {}, std::move(proposals)});
}

}  // namespace dialogs::testing
