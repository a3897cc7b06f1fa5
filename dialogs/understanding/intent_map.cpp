#include "dialogs/understanding/intent_map.hpp"

#include <algorithm>

#include "base/yaml.hpp"

namespace dialogs {
namespace {

std::optional<Command::Kind> kind_named(std::string_view word) {
  for (const auto kind :
       {Command::Kind::handover, Command::Kind::cancel, Command::Kind::start, Command::Kind::info,
        Command::Kind::chitchat, Command::Kind::hello, Command::Kind::hold}) {
    if (to_string(kind) == word) return kind;
  }
  return std::nullopt;
}

// A map of texts to texts, with every value of another kind a fault.
Answers read_pairs(const base::YamlNode& node, const std::string& file, base::Faults& faults) {
  Answers out;
  for (const auto& [key, value] : node.members) {
    const auto text = base::yaml_text(value, file, faults);
    if (text) out.emplace_back(key.scalar, *text);
  }
  return out;
}

void check_questions(const Answers& answers, const Program& program, std::string_view flow,
                     const base::Position& where, base::Faults& faults) {
  const FlowIndex index = program.find_flow(flow);
  if (index == kNoFlow) return faults.error(where, "there is no flow '" + std::string(flow) + "'");
  for (const auto& [question, words] : answers) {
    if (program.flows[index].find_question(question) == kNoStep) {
      faults.error(where,
                   "the flow '" + std::string(flow) + "' has no question '" + question + "'");
    }
  }
}

}  // namespace

IntentMap IntentMap::read(const SourceFile& file, const Program& program, base::Faults& faults) {
  IntentMap map;
  for (const Flow& flow : program.flows) {
    // A flow's own name is an intent of it; what it lists wins over another flow's name.
    map.meanings_.try_emplace(flow.name, Meaning{Command::Kind::start, flow.name, {}});
  }
  for (const Flow& flow : program.flows) {
    for (const auto& intent : flow.starts.intents) {
      map.meanings_[intent] = {Command::Kind::start, flow.name, {}};
    }
  }
  const auto root = base::parse_yaml(file.text, file.name, faults);
  if (!root) return map;
  base::YamlReader reader(*root, file.name, "intent file", faults);
  if (const auto* intents = reader.optional("intents")) {
    for (const auto& [name, node] : intents->members) {
      base::YamlReader one(node, file.name, "intent", faults);
      Meaning& meaning = map.meanings_[name.scalar];
      if (const auto does = one.optional_text("does"); does && *does == "nothing") {
        meaning = {};
      } else if (does) {
        meaning.kind = kind_named(*does);
        meaning.name = one.optional_text("name").value_or("");
        if (!meaning.kind) faults.error(one.position(), "an intent cannot do '" + *does + "'");
      }
      if (const auto* answers = one.optional("answers")) {
        meaning.implied = read_pairs(*answers, file.name, faults);
        check_questions(meaning.implied, program, meaning.name, one.position(), faults);
      }
      one.finish();
    }
  }
  if (const auto* questions = reader.optional("questions")) {
    for (const auto& [flow, node] : questions->members) {
      map.questions_[flow.scalar] = read_pairs(node, file.name, faults);
      check_questions(map.questions_[flow.scalar], program, flow.scalar, reader.position(node),
                      faults);
    }
  }
  reader.finish();
  return map;
}

std::set<std::string> IntentMap::answered_by_articles(const SourceFile& file) {
  std::set<std::string> names;
  base::Faults told_by_read;
  const auto root = base::parse_yaml(file.text, file.name, told_by_read);
  const auto* intents = root ? root->find("intents") : nullptr;
  if (intents == nullptr) return names;
  for (const auto& [name, node] : intents->members) {
    const auto* does = node.find("does");
    if (does != nullptr && does->scalar == to_string(Command::Kind::info))
      names.insert(name.scalar);
  }
  return names;
}

const Meaning* IntentMap::find(std::string_view intent) const {
  const auto found = meanings_.find(intent);
  return found == meanings_.end() ? nullptr : &found->second;
}

const Answers& IntentMap::questions_of(std::string_view flow) const {
  static const Answers kNone;
  const auto found = questions_.find(flow);
  return found == questions_.end() ? kNone : found->second;
}

}  // namespace dialogs
