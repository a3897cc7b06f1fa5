#include "tests/scenarios/understood.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"

namespace tests {
namespace {

using dialogs::Command;
using Kind = Command::Kind;

constexpr std::int64_t kUsuallySure = 90;  // percent

const std::map<std::string, Kind, std::less<>>& kinds() {
  static const auto kAll = [] {
    std::map<std::string, Kind, std::less<>> all;
    for (auto kind = 0; kind <= static_cast<int>(Kind::hello); ++kind) {
      all.emplace(to_string(static_cast<Kind>(kind)), static_cast<Kind>(kind));
    }
    return all;
  }();
  return kAll;
}

std::optional<Command> read_command(const base::YamlNode& node, const std::string& file,
                                    base::Faults& faults) {
  base::YamlReader reader(node, file, "command", faults);
  Command command;
  command.source = Command::Source::classifier;
  if (!node.is_map() || node.members.empty()) {
    faults.error(reader.position(), "a command is written as { correct: reason, to: not_fit }");
    return std::nullopt;
  }
  const std::string& word = node.members.front().first.scalar;
  const auto kind = kinds().find(word);
  if (kind == kinds().end()) {
    std::vector<std::string> known;
    for (const auto& [name, ignored] : kinds()) known.push_back(name);
    faults.error(reader.position(), "'" + word + "' is no command", base::suggest(word, known));
    return std::nullopt;
  }
  command.kind = kind->second;
  const auto& name = node.members.front().second;
  if (name.scalar != "yes" || name.is_quoted) command.name = name.scalar;
  reader.optional(word);
  command.item = reader.optional_text("item").value_or("");
  command.words = reader.optional_text("to");
  const auto sure = reader.optional_integer("sure", 0, 100).value_or(kUsuallySure);
  command.confidence = static_cast<double>(sure) / 100;
  if (command.kind == Kind::start) {
    for (const auto& [question, words] : node.members) {
      if (question.scalar == word || question.scalar == "sure") continue;
      command.values.emplace_back(question.scalar, words.scalar);
      reader.optional(question.scalar);
    }
  }
  reader.finish();
  return command;
}

bool says(const std::string& found, const std::string& wanted) {
  return base::fold(found) == base::fold(wanted);
}

// A flow goes by its own name and by that of its button.
bool names(const Command& found, const Command& wanted, const dialogs::Program& program) {
  if (found.name == wanted.name) return true;
  return std::any_of(program.flows.begin(), program.flows.end(), [&](const dialogs::Flow& flow) {
    const auto is_it = [&](const std::string& name) {
      return name == flow.name || name == flow.starts.button;
    };
    return wanted.kind == Kind::start && is_it(found.name) && is_it(wanted.name);
  });
}

bool fits(const Command& found, const Command& wanted, const dialogs::Program& program) {
  if (found.kind != wanted.kind || !names(found, wanted, program)) return false;
  if (!wanted.item.empty() && !says(found.item, wanted.item)) return false;
  if (wanted.words && (!found.words || !says(*found.words, *wanted.words))) return false;
  return std::all_of(wanted.values.begin(), wanted.values.end(), [&](const auto& value) {
    return std::any_of(found.values.begin(), found.values.end(), [&](const auto& one) {
      return one.first == value.first && says(one.second, value.second);
    });
  });
}

std::string describe(const std::vector<Command>& commands) {
  std::string out;
  for (const auto& one : commands) {
    out.append(out.empty() ? "" : ", ").append(tests::describe(one));
  }
  return out.empty() ? "nothing" : out;
}

}  // namespace

std::vector<Command> read_understood(const base::YamlNode& node, const std::string& file,
                                     base::Faults& faults) {
  std::vector<Command> commands;
  if (!node.is_list()) {
    faults.error({file, node.line, node.column}, "write a list of commands; [] for none");
  }
  for (const auto& item : node.items) {
    if (auto command = read_command(item, file, faults)) commands.push_back(std::move(*command));
  }
  return commands;
}

std::optional<std::string> difference(const std::vector<Command>& wanted,
                                      const std::vector<dialogs::Judged>& judged,
                                      const dialogs::Program& program) {
  std::vector<Command> found;
  for (const auto& one : judged) {
    if (one.is_applied) found.push_back(one.command);
  }
  auto left = found;
  for (const Command& one : wanted) {
    const auto at = std::find_if(left.begin(), left.end(),
                                 [&](const Command& seen) { return fits(seen, one, program); });
    if (at == left.end()) {
      return "understood " + describe(found) + ", without " + tests::describe(one);
    }
    left.erase(at);
  }
  std::erase_if(left,
                [](const Command& one) { return one.kind == Kind::answer && one.name.empty(); });
  if (left.empty()) return std::nullopt;
  return "understood " + describe(left) + " besides";
}

std::string describe(const Command& command) {
  std::string out(to_string(command.kind));
  if (!command.name.empty()) out.append(" ").append(command.name);
  if (!command.item.empty()) out.append(" of ").append(command.item);
  if (command.words) out.append(" = ").append(*command.words);
  for (const auto& [question, words] : command.values) {
    out.append(", ").append(question).append(" = ").append(words);
  }
  return out;
}

}  // namespace tests
