// What a message may want, as a typed command (dialogs.md 1.1): proposed by the engine's own rules
// or by a classifier, judged against the stack as it stood when the turn began, then carried out in
// a fixed order or refused with a reason. A command never holds a value: it holds words, which the
// parser and the checks of the question read, so nothing can be set that could not be typed. Plain
// values; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dialogs {

struct Command {
  // In the order in which the commands of one message are carried out. The last ones belong to the
  // engine's own words ("back", "why"); only `hello` of them may come with others.
  enum class Kind {
    handover,  // name: the queue, empty for the usual one
    cancel,    // name: empty for the task on top, "all" for every task
    correct,   // name: the question; words: the new answer, nothing: ask it again (C10)
    answer,    // name: the question, the pending one or another of an open task
    start,     // name: a flow or its start button; values: answers that come with it
    info,      // name: an article, the shared text "info.<name>" (R4); empty: none answers it;
               // values: others that may be meant instead, and the words of their buttons
    chitchat,  // name: empty
    back,
    repeat,
    why,
    skip,
    hold,
    hello,
  };
  enum class Source { rule, button, classifier, model };

  Kind kind = Kind::chitchat;
  std::string name;
  std::string item;  // correct, answer: which item of a for_each, as a customer would name it (C7)
  std::optional<std::string> words;
  std::vector<std::pair<std::string, std::string>>
      values;  // start: question and words; info: above
  Source source = Source::rule;
  double confidence = 1.0;  // 0 to 1; a rule is sure
  // The bytes of the message's text that say so; equal: the whole message.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  // How the customer is asked "did you mean ...?", in the conversation's language; empty: the
  // engine's own words (the label of a start button, the name of a question).
  std::string label = {};

  friend bool operator==(const Command&, const Command&) = default;
};

// What became of a command.
struct Judged {
  Command command;
  bool is_applied = false;
  std::string_view rule;  // "1.1", "C6", "R2": always a literal
  std::string reason;     // of a refusal, for people; empty when applied
};

// From kSure on a command wins over free text, and a correction needs no confirmation; from kLikely
// on it is carried out where nothing else fits. Between kPlausible and kLikely lies the middle
// band: the customer is asked which was meant (engine/clarify.hpp), or it is offered as a button.
inline constexpr double kSure = 0.75;
inline constexpr double kLikely = 0.6;
inline constexpr double kPlausible = 0.4;

// At most so many of one message are looked at; further ones are refused.
inline constexpr std::size_t kMaxCommands = 8;

std::string_view to_string(Command::Kind kind);
std::string_view to_string(Command::Source source);

}  // namespace dialogs
