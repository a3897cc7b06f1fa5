#include "dialogs/checker/migration_reader.hpp"

#include <algorithm>

namespace dialogs {
namespace {

using base::YamlNode;
using base::YamlReader;

constexpr std::size_t kShortestHash = 8;
constexpr std::size_t kLongestHash = 64;

bool is_hash(std::string_view text) {
  return text.size() >= kShortestHash && text.size() <= kLongestHash &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Names of questions and of steps: what answers and marks are called by.
std::vector<std::string> names_of(const Flow& flow) {
  std::vector<std::string> names;
  for (const Step& step : flow.steps) {
    names.push_back(step.id);
    const auto* ask = step.as<AskStep>();
    if (ask != nullptr && ask->name != step.id) names.push_back(ask->name);
  }
  for (const Slot& slot : flow.slots) names.push_back(slot.name);
  return names;
}

Migration read_one(const YamlNode& node, const Draft& draft, base::Faults& faults) {
  Migration migration;
  YamlReader reader(node, draft.file, "migrate", faults);
  migration.from = reader.required_text("from").value_or("");
  const YamlNode* from = node.find("from");
  if (from != nullptr && !is_hash(migration.from)) {
    faults.error(reader.position(*from), "'" + migration.from + "' is no hash of a flow",
                 "`boomerang publish --dry-run` lists the hashes that runs are pinned to");
  }
  const auto names = names_of(draft.flow);
  const auto must_exist = [&](const std::string& name, const base::Position& where) {
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    faults.error(where, "the flow has nothing called '" + name + "'", base::suggest(name, names));
  };
  if (const YamlNode* rename = reader.optional("rename")) {
    if (!rename->is_map()) {
      faults.error(reader.position(*rename), "expected old names with their new ones",
                   "one on a line: `old: new`");
    }
    for (const auto& [old_name, new_name] : rename->members) {
      must_exist(new_name.scalar, reader.position(new_name));
      migration.rename.emplace_back(old_name.scalar, new_name.scalar);
    }
  }
  migration.drop = reader.optional_texts("drop");
  migration.reask = reader.optional_texts("reask");
  for (const std::string& name : migration.reask) {
    if (draft.flow.find_question(name) == kNoStep) {
      faults.error(reader.position(*node.find("reask")), "the flow has no question '" + name + "'",
                   base::suggest(name, names));
    }
  }
  reader.finish();
  return migration;
}

}  // namespace

std::vector<Migration> read_migrations(const YamlNode& node, const Draft& draft,
                                       base::Faults& faults) {
  std::vector<Migration> migrations;
  if (!node.is_list()) {
    migrations.push_back(read_one(node, draft, faults));
    return migrations;
  }
  for (const YamlNode& one : node.items) migrations.push_back(read_one(one, draft, faults));
  return migrations;
}

}  // namespace dialogs
