#include "tests/scenarios/scenario_expect.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace tests {
namespace {

using base::Value;

// Numbers and dates of a file are texts where the flow has texts.
bool is_same(const Value& wanted, const Value& found) {
  if (wanted == found) return true;
  return wanted.is_integer() && found.is_text() && std::to_string(wanted.integer()) == found.text();
}

// "lines[0].reason" among the answers of the newest task that has it; "order.number" is a field of
// the answer "order".
const Value* find_answer(const dialogs::State& state, const std::string& path) {
  for (std::size_t at = state.frames.size(); at-- > 0;) {
    if (const auto* answer = state.frames[at].find_answer(path)) return &answer->value;
  }
  const auto dot = path.rfind('.');
  const Value* whole = dot == std::string::npos ? nullptr : find_answer(state, path.substr(0, dot));
  if (whole == nullptr || whole->at(path.substr(dot + 1)).is_nothing()) return nullptr;
  return &whole->at(path.substr(dot + 1));
}

bool is_archived(const dialogs::State& state, const std::string& path) {
  return std::any_of(state.frames.begin(), state.frames.end(), [&](const auto& frame) {
    return std::any_of(frame.archived.begin(), frame.archived.end(),
                       [&](const auto& answer) { return answer.path == path; });
  });
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) out += (out.empty() ? "" : ", ") + word;
  return out.empty() ? "nothing" : out;
}

}  // namespace

bool is_step(std::string_view step, std::string_view wanted) {
  return step == wanted || (step.size() > wanted.size() && step.ends_with(wanted) &&
                            step[step.size() - wanted.size() - 1] == '.');
}

std::optional<std::string> difference(const ScenarioLine& line, const Value& message,
                                      bool in_words) {
  const auto step = message.text_at("step");
  const bool asks = !message.at("expects").is_nothing();
  if (!line.asks.empty() && (!asks || !is_step(step, line.asks))) {
    return "asks " + std::string(asks ? step : "nothing") + ", not " + line.asks;
  }
  if (!line.says.empty() && !is_step(step, line.says)) {
    return "says " + std::string(step) + ", not " + line.says;
  }
  if (!line.kind_of_answer.empty() && message.text_at("expects.kind") != line.kind_of_answer) {
    return "expects " + std::string(message.text_at("expects.kind"));
  }
  const Value& optional = message.at("expects.optional");
  if (line.optional && *line.optional != (optional.is_boolean() && optional.boolean())) {
    return std::string(*line.optional ? "must be answered" : "may be skipped");
  }
  const auto& buttons = message.at("buttons");
  const auto count = buttons.is_list() ? static_cast<std::int64_t>(buttons.list().size()) : 0;
  if (line.buttons && count != *line.buttons) return "has " + std::to_string(count) + " buttons";
  if (!in_words) return std::nullopt;
  const std::string whole = base::to_json(message);
  for (const auto& part : line.contains) {
    if (whole.find(part) == std::string::npos) return "does not contain: " + part;
  }
  for (const auto& part : line.lacks) {
    if (whole.find(part) != std::string::npos) return "contains: " + part;
  }
  return std::nullopt;
}

std::optional<std::string> difference(const Expectation& expect, const dialogs::State& state) {
  for (const auto& [path, wanted] : expect.answers) {
    const Value* found = find_answer(state, path);
    if (found == nullptr) return "there is no answer " + path;
    if (!is_same(wanted, *found)) {
      return "the answer " + path + " is " + base::to_json(*found) + ", not " +
             base::to_json(wanted);
    }
  }
  for (const auto& path : expect.archived) {
    if (!is_archived(state, path)) return "the answer " + path + " was not kept aside";
  }
  if (expect.stack) {
    std::vector<std::string> flows;
    for (const auto run : state.stack) flows.push_back(state.find_frame(run)->flow);
    if (flows != *expect.stack) {
      return "the stack is " + joined(flows) + ", not " + joined(*expect.stack);
    }
  }
  return std::nullopt;
}

std::optional<std::string> said_twice(const std::vector<Value>& messages) {
  const auto twice = std::adjacent_find(
      messages.begin(), messages.end(), [](const Value& before, const Value& message) {
        return message.text_at("text") == before.text_at("text") &&
               message.text_at("step") == before.text_at("step");
      });
  if (twice == messages.end()) return std::nullopt;
  return describe(*twice);
}

std::string describe(const ScenarioLine& line) {
  std::string out;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out += (out.empty() ? "" : ", ") + std::string(name) + " " + value;
  };
  add("asks", line.asks);
  add("says", line.says);
  add("kind", line.kind_of_answer);
  if (!line.contains.empty()) add("contains", joined(line.contains));
  if (!line.lacks.empty()) add("lacks", joined(line.lacks));
  if (line.buttons) add("buttons", std::to_string(*line.buttons));
  if (line.optional) add("optional", *line.optional ? "yes" : "no");
  return out.empty() ? "anything" : out;
}

std::string shown(const ScenarioLine& line) {
  static constexpr const char* kNames[] = {
      "you:",      "press",   "start", "attach", "bot",    "bot, in any order",
      "office",    "refused", "agent", "case",   "wait",   "tab",
      "reconnect", "resend",  "crash", "error",  "nothing"};
  std::string out = kNames[static_cast<int>(line.kind)];
  for (const auto& word : line.words) out += " " + word;
  return out;
}

std::string describe(const Value& message) {
  return "(" + std::string(message.text_at("step")) + ") " + std::string(message.text_at("text"));
}

std::string describe(const dialogs::State& state) {
  std::string out = "  stack:";
  if (state.stack.empty()) out += " empty";
  for (const auto run : state.stack) {
    const auto* frame = state.find_frame(run);
    out += " " + frame->flow + " (" + std::string(to_string(frame->status)) + ")";
  }
  out += "\n  open question: " + (state.pending ? state.pending->path : std::string("none"));
  if (state.repair) out += ", with a question of the bot's own above it";
  if (state.is_mute()) out += "; a person has the dialog";
  out += "\n";
  for (const auto& frame : state.frames) {
    for (const auto& answer : frame.answers) {
      out += "  " + frame.flow + "." + answer.path + " = " + base::to_json(answer.value) + "\n";
    }
  }
  return out;
}

}  // namespace tests
