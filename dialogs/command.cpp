#include "dialogs/command.hpp"

namespace dialogs {

std::string_view to_string(Command::Kind kind) {
  constexpr std::string_view kNames[] = {"handover", "cancel",   "correct", "answer", "start",
                                         "info",     "chitchat", "back",    "repeat", "why",
                                         "skip",     "hold",     "hello"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Command::Source source) {
  constexpr std::string_view kNames[] = {"rule", "button", "classifier", "model"};
  return kNames[static_cast<std::size_t>(source)];
}

}  // namespace dialogs
