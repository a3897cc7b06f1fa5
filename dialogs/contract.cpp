#include "dialogs/contract.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "base/yaml.hpp"

namespace dialogs {
namespace {

using base::Faults;
using base::Position;
using base::Type;
using base::YamlNode;
using base::YamlReader;

template <class Named>
const Named* find_named(const std::vector<Named>& all, std::string_view name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::optional<Type> simple_type(std::string_view name) {
  if (name == "text") return Type::of(Type::Kind::text);
  if (name == "number") return Type::of(Type::Kind::number);
  if (name == "boolean") return Type::of(Type::Kind::boolean);
  if (name == "date") return Type::of(Type::Kind::date);
  if (name == "instant") return Type::of(Type::Kind::instant);
  if (name == "money") return money_type();
  if (name == "file") return file_type();
  if (name == "track") return track_type();
  return std::nullopt;
}

std::vector<std::string> type_names(const Contracts& contracts) {
  std::vector<std::string> names = {"text",    "number", "boolean", "date",
                                    "instant", "money",  "file",    "track"};
  for (const RecordType& type : contracts.types) names.push_back(type.name);
  return names;
}

// Small letters, digits and _, not starting with a digit.
bool is_word(std::string_view text) {
  return !text.empty() && (text.front() < '0' || text.front() > '9') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

// "choice(new, used)": the words between the brackets; nothing when it is not written so.
std::optional<std::vector<std::string>> choice_words(std::string_view text) {
  if (!text.starts_with("choice(") || !text.ends_with(")")) return std::nullopt;
  text = text.substr(7, text.size() - 8);
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    words.emplace_back(base::trim(text.substr(0, comma)));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return words;
}

std::vector<ContractField> read_fields(const YamlNode& node, const std::string& file,
                                       const Contracts& contracts, Faults& faults) {
  std::vector<ContractField> fields;
  if (node.is_nothing()) return fields;
  if (!node.is_map()) {
    faults.error({file, node.line, node.column}, "expected names with their types",
                 "write `name: type` on lines of their own");
    return fields;
  }
  for (const auto& [key, value] : node.members) {
    const auto text = base::yaml_text(value, file, faults);
    if (!text) continue;
    if (!is_word(key.scalar)) {
      faults.error({file, key.line, key.column}, "'" + key.scalar + "' is no name for a field",
                   "small letters, digits and _");
    }
    auto type = parse_type(*text, contracts, {file, value.line, value.column}, faults);
    if (type) fields.push_back({key.scalar, std::move(*type)});
  }
  return fields;
}

class ContractsReader {
 public:
  ContractsReader(const std::string& file, Faults& faults) : file_(file), faults_(faults) {}

  Contracts read(const YamlNode& root) {
    YamlReader reader(root, file_, "contracts file", faults_);
    each(reader.optional("types"),
         [&](const YamlNode& name, const YamlNode& node) { read_record(name, node); });
    if (const YamlNode* customer = reader.required("customer")) {
      contracts_.customer = fields(*customer);
    }
    each(reader.optional("lookups"),
         [&](const YamlNode& name, const YamlNode& node) { read_lookup(name, node); });
    each(reader.optional("actions"),
         [&](const YamlNode& name, const YamlNode& node) { read_action(name, node); });
    each(reader.optional("signals"),
         [&](const YamlNode& name, const YamlNode& node) { read_signal(name, node); });
    reader.finish();
    return std::move(contracts_);
  }

 private:
  std::vector<ContractField> fields(const YamlNode& node) {
    return read_fields(node, file_, contracts_, faults_);
  }

  template <class Read>
  void each(const YamlNode* map, Read read) {
    if (map == nullptr || map->is_nothing()) return;
    if (!map->is_map()) {
      faults_.error({file_, map->line, map->column}, "expected names, each with its contract",
                    "write `name:`, and below it the fields of its contract");
      return;
    }
    for (const auto& [key, value] : map->members) read(key, value);
  }

  base::Position at(const YamlNode& node) const { return {file_, node.line, node.column}; }

  // A contract is called by whom it belongs to and what it does, so that flows tell a call from a
  // name: "shop.returnable_orders".
  void check_dotted(const YamlNode& name) {
    const std::size_t dot = name.scalar.find('.');
    const bool is_dotted = dot != std::string::npos && is_word(name.scalar.substr(0, dot)) &&
                           is_word(name.scalar.substr(dot + 1));
    if (is_dotted) return;
    faults_.error(at(name), "'" + name.scalar + "' is no name for a contract",
                  "two words and a dot, such as returns.create");
  }

  void read_record(const YamlNode& name, const YamlNode& node) {
    if (simple_type(name.scalar) || !is_word(name.scalar)) {
      faults_.error(at(name), "'" + name.scalar + "' is no name for a type",
                    "small letters, digits and _, and none of the types that exist by themselves");
    }
    contracts_.types.push_back({name.scalar, fields(node)});
  }

  void read_lookup(const YamlNode& name, const YamlNode& node) {
    check_dotted(name);
    YamlReader reader(node, file_, "look-up", faults_);
    Lookup lookup{name.scalar, reader.optional_texts("takes"), {}, at(name)};
    if (const YamlNode* gives = reader.required("gives")) {
      if (const auto text = base::yaml_text(*gives, file_, faults_)) {
        auto type = parse_type(*text, contracts_, reader.position(*gives), faults_);
        if (type) lookup.gives = std::move(*type);
      }
    }
    reader.finish();
    contracts_.lookups.push_back(std::move(lookup));
  }

  void read_action(const YamlNode& name, const YamlNode& node) {
    check_dotted(name);
    YamlReader reader(node, file_, "action", faults_);
    Action action;
    action.name = name.scalar;
    action.where = at(name);
    if (const YamlNode* with = reader.required("with")) action.with = fields(*with);
    if (const YamlNode* gives = reader.optional("gives")) action.gives = fields(*gives);
    each(reader.optional("refused"), [&](const YamlNode& refusal, const YamlNode& refusal_node) {
      action.refused.push_back({refusal.scalar, fields(refusal_node)});
    });
    if (const auto repeat = reader.required_text("repeat")) {
      if (*repeat == "by_key") {
        action.repeat = Repeat::by_key;
      } else if (*repeat == "by_query") {
        action.repeat = Repeat::by_query;
      } else if (*repeat != "never") {
        faults_.error(reader.position(*node.find("repeat")), "unknown repeat '" + *repeat + "'",
                      "one of by_key, by_query, never");
      }
    }
    reader.finish();
    contracts_.actions.push_back(std::move(action));
  }

  void read_signal(const YamlNode& name, const YamlNode& node) {
    check_dotted(name);
    YamlReader reader(node, file_, "signal", faults_);
    Signal signal{name.scalar, reader.optional_texts("takes"), {}};
    if (const YamlNode* gives = reader.optional("gives")) signal.gives = fields(*gives);
    reader.finish();
    contracts_.signals.push_back(std::move(signal));
  }

  const std::string& file_;
  Faults& faults_;
  Contracts contracts_;
};

}  // namespace

const ContractField* RecordType::find(std::string_view field) const {
  return find_named(fields, field);
}

const RecordType* Contracts::find_type(std::string_view name) const {
  return find_named(types, name);
}
const Lookup* Contracts::find_lookup(std::string_view name) const {
  return find_named(lookups, name);
}
const Action* Contracts::find_action(std::string_view name) const {
  return find_named(actions, name);
}
const Signal* Contracts::find_signal(std::string_view name) const {
  return find_named(signals, name);
}

Type record_of(const std::vector<ContractField>& fields) {
  Type record = Type::of(Type::Kind::record);
  for (const ContractField& field : fields) record.fields.emplace_back(field.name, field.type.type);
  return record;
}

Type money_type() {
  Type money = Type::of(Type::Kind::record);
  money.fields = {{"amount", Type::of(Type::Kind::number)},
                  {"currency", Type::of(Type::Kind::text)}};
  return money;
}

Type file_type() {
  Type file = Type::of(Type::Kind::record);
  file.fields = {{"upload", Type::of(Type::Kind::text)},
                 {"name", Type::of(Type::Kind::text)},
                 {"type", Type::of(Type::Kind::text)},
                 {"bytes", Type::of(Type::Kind::number)}};
  return file;
}

Type track_type() {
  Type match = Type::of(Type::Kind::choice);
  match.choices = {"strong", "weak"};
  Type track = Type::of(Type::Kind::record);
  Type doubt = Type::of(Type::Kind::choice);
  doubt.choices = {"no_check_digit", "no_form", "unknown_carrier", "unusual", "mistyped"};
  doubt.may_be_missing = true;
  Type suggested = Type::list_of(Type::of(Type::Kind::text));
  suggested.may_be_missing = true;
  Type belongs_to = Type::of(Type::Kind::text);
  belongs_to.may_be_missing = true;
  track.fields = {
      {"number", Type::of(Type::Kind::text)},       {"match", std::move(match)},
      {"confirmed", Type::of(Type::Kind::boolean)}, {"doubt", std::move(doubt)},
      {"suggested", std::move(suggested)},          {"belongs_to", std::move(belongs_to)}};
  return track;
}

std::optional<ContractType> parse_type(std::string_view text, const Contracts& contracts,
                                       const Position& where, Faults& faults) {
  text = base::trim(text);
  if (text.ends_with("?")) {
    auto inner = parse_type(text.substr(0, text.size() - 1), contracts, where, faults);
    if (inner) inner->type.may_be_missing = true;
    return inner;
  }
  if (text.starts_with("list of ")) {
    auto item = parse_type(text.substr(8), contracts, where, faults);
    if (!item) return std::nullopt;
    return ContractType{Type::list_of(std::move(item->type)), std::move(item->name), true};
  }
  if (auto words = choice_words(text)) {
    for (const std::string& word : *words) {
      if (is_word(word) && std::count(words->begin(), words->end(), word) == 1) continue;
      faults.error(where, "'" + word + "' is no word of a choice, or there twice",
                   "small letters, digits and _, each once: choice(new, used)");
      return std::nullopt;
    }
    if (words->empty()) {
      faults.error(where, "a choice of nothing", "write its words: choice(new, used)");
      return std::nullopt;
    }
    Type choice = Type::of(Type::Kind::choice);
    choice.choices = std::move(*words);
    return ContractType{std::move(choice), "choice", false};
  }
  if (auto simple = simple_type(text)) {
    return ContractType{std::move(*simple), std::string(text), false};
  }
  if (const RecordType* record = contracts.find_type(text)) {
    return ContractType{record_of(record->fields), record->name, false};
  }
  std::string hint = base::suggest(text, type_names(contracts));
  if (hint.empty()) hint = "declare it under `types:`, above its first use";
  faults.error(where, "unknown type '" + std::string(text) + "'", hint);
  return std::nullopt;
}

Contracts load_contracts(const SourceFile& file, Faults& faults) {
  const auto root = base::parse_yaml(file.text, file.name, faults);
  if (!root) return {};
  return ContractsReader(file.name, faults).read(*root);
}

}  // namespace dialogs
