#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "tests/unit/dialogs/engine/chat.hpp"

namespace dialogs::testing {

namespace {

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> items;
  while (!text.empty()) {
    const auto comma = text.find(", ");
    items.emplace_back(text.substr(0, comma));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 2);
  }
  return items;
}

// The first word of `rest`, which then holds what follows it.
std::string word_of(std::string_view& rest) {
  const auto blank = rest.find(' ');
  const std::string word(rest.substr(0, blank));
  rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
  return word;
}

base::Value json_of(std::string_view text) {
  if (text.empty()) return {};
  const auto value = base::parse_json(text);
  REQUIRE(value.has_value());
  return *value;
}

void plan_action(Chat& chat, std::string_view rest) {
  ActionResult result;
  const std::string outcome = word_of(rest);
  if (outcome == "refused") {
    result.outcome = ActionResult::Outcome::refused;
    result.refusal = word_of(rest);
  } else if (outcome == "trouble") {
    result.outcome = ActionResult::Outcome::trouble;
  }
  result.value = json_of(rest);
  chat.actions.push_back(std::move(result));
}

std::string happen(Chat& chat, std::string_view rest) {
  const std::string what = word_of(rest);
  if (what == "open") return chat.open();
  if (what == "start") return chat.start(rest);
  if (what == "token") return chat.press_token(std::string(rest));
  if (what == "timer") return chat.happen(TimerEvent{std::string(rest)});
  if (what == "taken") return chat.happen(SignalEvent{"staff.taken", {}, {}});
  if (what == "resolved") return chat.happen(HandoverEnded{HandoverEnded::Outcome::resolved});
  if (what == "proceed") return chat.happen(HandoverEnded{HandoverEnded::Outcome::proceed});
  if (what == "take_over") return chat.happen(HandoverEnded{HandoverEnded::Outcome::take_over});
  if (what == "signal") {
    const std::string name = word_of(rest);
    return chat.happen(SignalEvent{name, {}, json_of(rest)});
  }
  if (what == "next") {
    plan_action(chat, rest);
  } else if (what == "lookup") {
    chat.lookups.clear();
  } else if (what == "days") {
    chat.now += std::chrono::days(std::stoi(std::string(rest)));
  } else if (what == "minutes") {
    return chat.pass(std::chrono::minutes(std::stoi(std::string(rest))));
  } else {
    FAIL("no such line: ~ " << what);
  }
  return {};
}

std::string play(Chat& chat, std::string_view line) {
  const std::string_view rest = line.substr(2);
  switch (line[0]) {
    case '>':
      return chat.write(rest);
    case '*':
      return chat.press_all(split_list(rest));
    case '+': {
      const auto as = rest.find(" as ");
      const std::string_view type = as == std::string_view::npos ? "jpeg" : rest.substr(as + 4);
      return chat.send_files(split_list(rest.substr(0, as)), {}, type);
    }
    default:
      return happen(chat, rest);
  }
}

}  // namespace

std::string replay(Chat& chat, std::string_view transcript) {
  std::string out = transcript.starts_with('\n') ? "\n" : "";
  while (!transcript.empty()) {
    const auto end = transcript.find('\n');
    const std::string_view line = transcript.substr(0, end);
    transcript.remove_prefix(end == std::string_view::npos ? transcript.size() : end + 1);
    const bool is_input = line.size() >= 2 && line[1] == ' ' &&
                          std::string_view(">*+~").find(line[0]) != std::string_view::npos;
    if (!is_input) continue;
    out += std::string(line) + "\n";
    out += play(chat, line);
  }
  return out;
}

}  // namespace dialogs::testing
