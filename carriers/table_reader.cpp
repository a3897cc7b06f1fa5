// Reads config/carriers.yaml.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "base/yaml.hpp"
#include "carriers/table.hpp"

namespace carriers {

namespace {

constexpr long long kLastFact = 158;
constexpr int kLargestWeight = 100;
constexpr std::size_t kMaxCarriers = 200;

const std::vector<std::string>& rule_names() {
  static const std::vector<std::string> kNames = {"s10", "mod7", "mod10", "mod11_10", "mod37_36"};
  return kNames;
}

std::optional<long long> whole_number(const std::string& text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

class TableReader {
 public:
  TableReader(std::string file, base::Faults& faults) : file_(std::move(file)), faults_(faults) {}

  Table read(const base::YamlNode& root) {
    base::YamlReader reader(root, file_, "table of carriers", faults_);
    if (const auto* carriers = reader.required("carriers")) read_carriers(*carriers);
    reader.finish();
    return std::move(table_);
  }

 private:
  void read_carriers(const base::YamlNode& node) {
    if (!node.is_map() || node.members.size() > kMaxCarriers) {
      faults_.error(at(node), "expected at most 200 carriers, each with its name",
                    "dhl: { name: DHL, formats: [...] }");
      return;
    }
    for (const auto& [key, value] : node.members) read_carrier(key, value);
  }

  void read_carrier(const base::YamlNode& key, const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "carrier", faults_);
    Carrier carrier;
    carrier.id = key.scalar;
    carrier.where = at(key);
    carrier.name = reader.required_text("name").value_or(key.scalar);
    add_alias(carrier, carrier.name, key);
    const auto* aliases = reader.optional("aliases");
    for (const std::string& alias : reader.optional_texts("aliases")) {
      add_alias(carrier, alias, aliases == nullptr ? key : *aliases);
    }
    if (const auto country = reader.optional_text("country")) {
      carrier.country = *country;
      if (country->size() != 2 || (*country)[0] < 'A' || (*country)[0] > 'Z' ||
          (*country)[1] < 'A' || (*country)[1] > 'Z') {
        faults_.error(at(*node.find("country")), "'" + *country + "' is no code of a country",
                      "two capitals of ISO 3166, such as BY");
      }
    }
    read_facts(reader, node, carrier);
    if (const auto* formats = reader.optional("formats")) {
      if (!formats->is_list()) {
        faults_.error(at(*formats), "expected a list of formats", "- { form: '9{12}' }");
      }
      for (const auto& format : formats->items) read_format(format, carrier);
    }
    reader.finish();
    table_.all_.push_back(std::move(carrier));
  }

  void add_alias(Carrier& carrier, const std::string& text, const base::YamlNode& node) {
    std::string alias = base::fold(text);
    if (alias.empty())
      return faults_.error(at(node), "a name without a letter", "write what customers call it");
    for (const Carrier& other : table_.all_) {
      if (std::find(other.aliases.begin(), other.aliases.end(), alias) == other.aliases.end()) {
        continue;
      }
      faults_.error(at(node), "'" + text + "' is already a name of '" + other.id + "'",
                    "a name means one carrier");
    }
    carrier.aliases.push_back(std::move(alias));
  }

  void read_facts(base::YamlReader& reader, const base::YamlNode& node, Carrier& carrier) {
    for (const std::string& text : reader.optional_texts("facts")) {
      const auto fact = whole_number(text);
      if (!fact || *fact < 1 || *fact > kLastFact) {
        faults_.error(at(*node.find("facts")), "'" + text + "' is no number of a fact",
                      "facts are numbered 1 to 158");
        continue;
      }
      carrier.facts.push_back(static_cast<int>(*fact));
    }
  }

  void read_format(const base::YamlNode& node, Carrier& carrier) {
    base::YamlReader reader(node, file_, "format", faults_);
    const auto text = reader.required_text("form");
    std::optional<Form> form;
    if (text) {
      std::string why;
      form = Form::parse(*text, why);
      if (!form) {
        faults_.error(at(*node.find("form")), "the form '" + *text + "' has " + why,
                      "9 a digit, A a letter, # either, '1Z' itself, {4} so often, (...) checked");
      }
    }
    std::optional<CheckRule> check;
    if (const auto* rule = reader.optional("check")) check = read_rule(*rule);
    const bool is_recognisable = reader.optional_boolean("recognisable").value_or(false);
    if (is_recognisable && !check) {
      faults_.error(reader.position(), "a form without a check digit cannot be recognised safely",
                    "leave `recognisable` out");
    }
    reader.finish();
    if (form) carrier.formats.push_back({std::move(*form), std::move(check), is_recognisable});
  }

  std::optional<CheckRule> read_rule(const base::YamlNode& node) {
    base::YamlReader reader(node, file_, "check", faults_);
    const auto name = reader.required_text("rule");
    CheckRule rule;
    if (name) {
      const auto found = std::find(rule_names().begin(), rule_names().end(), *name);
      if (found == rule_names().end()) {
        faults_.error(at(*node.find("rule")), "unknown rule for a check digit '" + *name + "'",
                      base::suggest_any(*name, rule_names()));
      } else {
        rule.kind = static_cast<CheckRule::Kind>(found - rule_names().begin());
      }
    }
    for (const std::string& text : reader.optional_texts("weights")) {
      const auto weight = whole_number(text);
      if (!weight || *weight < 0 || *weight > kLargestWeight) {
        faults_.error(at(*node.find("weights")), "'" + text + "' is no weight", "0 to 100");
        continue;
      }
      rule.weights.push_back(static_cast<int>(*weight));
    }
    const bool is_weighted =
        rule.kind == CheckRule::Kind::mod10 || rule.kind == CheckRule::Kind::mod11_10;
    if (name && is_weighted != !rule.weights.empty()) {
      faults_.error(reader.position(),
                    is_weighted ? "the rule has no weights" : "the rule takes no weights",
                    "weights: [3, 1] for mod10 and mod11_10");
    }
    rule.before = reader.optional_text("before").value_or("");
    reader.finish();
    return rule;
  }

  base::Position at(const base::YamlNode& node) const { return {file_, node.line, node.column}; }

  std::string file_;
  base::Faults& faults_;
  Table table_;
};

Table Table::load(std::string_view text, const std::string& file, base::Faults& faults) {
  if (base::trim(text).empty()) return {};
  const auto root = base::parse_yaml(text, file, faults);
  return root ? TableReader(file, faults).read(*root) : Table();
}

}  // namespace carriers
