#include "bot/cli/chat_view.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace bot {
namespace {

using base::Value;

const Value::List& list_at(const Value& frame, std::string_view name) {
  static const Value::List kEmpty;
  const Value& found = frame.at(name);
  return found.is_list() ? found.list() : kEmpty;
}

// Control characters of a message must not reach the terminal.
std::string plain(std::string_view text) {
  std::string shown;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '\n') {
      shown += "\n    ";
    } else if (byte >= 0x20 && byte != 0x7F) {
      shown += letter;
    }
  }
  return shown;
}

std::string_view speaker(std::string_view from) {
  if (from == "customer") return "you";
  if (from == "bot") return "assistant";
  if (from == "agent") return "colleague";
  return "system";
}

bool is_button_too(const Value& row, const Value& frame) {
  const auto token = row.text_at("token");
  const auto& buttons = list_at(frame, "buttons");
  return !token.empty() && std::any_of(buttons.begin(), buttons.end(), [&](const Value& button) {
    return button.text_at("token") == token;
  });
}

// The numbers of a line such as "1 3" or "1,3"; nothing when it holds anything else.
std::optional<std::vector<std::size_t>> read_numbers(std::string_view line) {
  std::vector<std::size_t> numbers;
  while (!line.empty()) {
    if (line.front() == ' ' || line.front() == ',') {
      line.remove_prefix(1);
      continue;
    }
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc()) return std::nullopt;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    if (!line.empty() && line.front() != ' ' && line.front() != ',') return std::nullopt;
    numbers.push_back(number);
  }
  if (numbers.empty()) return std::nullopt;
  return numbers;
}

}  // namespace

std::string ChatView::help() {
  return "  Write and press Enter. A number presses that button; several (1 3) where you may "
         "choose\n"
         "  several. /file PATH sends a photo or receipt. /quit leaves; the conversation stays.\n";
}

std::string ChatView::show(const Value& frame) {
  const auto type = frame.text_at("type");
  if (type == "message") return show_message(frame);
  if (type == "error") {
    return "  ! " + plain(frame.text_at("message", frame.text_at("code"))) + "\n";
  }
  if (type == "case") {
    return "  * return " + plain(frame.text_at("number")) + ": " + plain(frame.text_at("state")) +
           "\n";
  }
  if (type == "owner" && frame.text_at("owner") != "bot") {
    return "  * a colleague has been asked to join\n";
  }
  return {};
}

std::string ChatView::show_message(const Value& frame) {
  std::string text(speaker(frame.text_at("from")));
  text += ": " + plain(frame.text_at("text")) + "\n";
  for (const Value& file : list_at(frame, "attachments")) {
    text += "    [file] " + plain(file.text_at("name")) + "\n";
  }
  if (frame.text_at("from") != "bot") return text;
  std::vector<std::string> tokens;
  const auto number = [&](const Value& part) {
    if (part.text_at("token").empty()) return std::string("       ");
    tokens.emplace_back(part.text_at("token"));
    return "    [" + std::to_string(tokens.size()) + "] ";
  };
  for (const Value& card : list_at(frame, "cards")) {
    if (!card.text_at("title").empty()) text += "    -- " + plain(card.text_at("title")) + "\n";
    for (const Value& row : list_at(card, "rows")) {
      if (is_button_too(row, frame)) continue;  // a picture of what the buttons say
      text += number(row) + plain(row.text_at("label")) + ": " + plain(row.text_at("value")) + "\n";
    }
  }
  for (const Value& button : list_at(frame, "buttons")) {
    text += number(button) + plain(button.text_at("label"));
    const auto hint = button.text_at("hint");
    if (!hint.empty()) text += "  (" + plain(hint) + ")";
    text += "\n";
  }
  // A new question takes the numbers away from the buttons of the one before.
  if (!tokens.empty() || !frame.at("expects").is_nothing()) {
    tokens_ = std::move(tokens);
    takes_several_ = frame.text_at("expects.kind") == "choices";
  }
  if (frame.text_at("expects.kind") == "files") text += "    (send one with /file PATH)\n";
  return text;
}

LineMeaning ChatView::read(std::string_view line) const {
  line = base::trim(line);
  if (line == "/quit" || line == "/exit") return QuitLine{};
  if (line == "/help") return HelpLine{};
  if (line.starts_with("/file")) {
    const auto path = base::trim(line.substr(5));
    if (path.empty()) return MistakeLine{"name the file: /file photo.jpg"};
    return FileLine{std::string(path)};
  }
  if (line.starts_with("/")) return MistakeLine{"there are /file, /help and /quit"};
  if (const auto numbers = read_numbers(line); numbers && !tokens_.empty()) {
    PressLine press;
    for (const std::size_t number : *numbers) {
      // A number that is no button is an answer like any other ("2" pieces of 3).
      if (number < 1 || number > tokens_.size()) return SayLine{std::string(line)};
      press.buttons.push_back(tokens_[number - 1]);
    }
    if (press.buttons.size() > 1 && !takes_several_) {
      return MistakeLine{"here you can choose one"};
    }
    return press;
  }
  return SayLine{std::string(line)};
}

}  // namespace bot
