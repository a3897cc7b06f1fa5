// What a chat looks like in a terminal, and what a typed line means: pure text in, text out, so
// that it can be tested without a terminal. One thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/value.hpp"

namespace bot {

// What the user wants with a line.
struct SayLine {
  std::string text;
};
struct PressLine {
  std::vector<std::string> buttons;
};
struct FileLine {
  std::string path;
};
struct QuitLine {};
struct HelpLine {};
struct MistakeLine {
  std::string why;
};  // to be told to the user
using LineMeaning = std::variant<SayLine, PressLine, FileLine, QuitLine, HelpLine, MistakeLine>;

class ChatView {
 public:
  // The text to show for one frame of the server; empty for frames that need none. Remembers the
  // buttons of the newest message that asks or offers something.
  std::string show(const base::Value& frame);

  // A number presses that button, "1 3" several where the question takes several; `/file PATH`,
  // `/quit` and `/help` are commands; anything else is said, also a number that is no button.
  LineMeaning read(std::string_view line) const;

  static std::string help();

 private:
  std::string show_message(const base::Value& frame);

  std::vector<std::string> tokens_;  // of the numbers shown last, from 1
  bool takes_several_ = false;
};

}  // namespace bot
