#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/scenarios/scenario.hpp"

namespace tests {
namespace {

using base::YamlNode;
using base::YamlReader;

class ScenarioReader {
 public:
  ScenarioReader(std::string file, base::Faults& faults)
      : file_(std::move(file)), faults_(faults) {}

  ScenarioFile read(const YamlNode& root) {
    ScenarioFile scenario;
    scenario.name = file_;
    YamlReader reader(root, file_, "scenario file", faults_);
    scenario.suite = reader.required_text("suite").value_or("");
    const std::string layer = reader.required_text("layer").value_or("");
    if (layer == "text") {
      scenario.layer = Layer::text;
    } else if (layer == "understanding") {
      scenario.layer = Layer::understanding;
    } else if (layer != "commands") {
      faults_.error(reader.position(), "the layer is `commands`, `text` or `understanding`");
    }
    read_given(reader, scenario);
    read_matrix(reader, scenario);
    if (const auto* tests = reader.required("tests")) {
      for (const auto& test : tests->items) scenario.tests.push_back(read_test(test, scenario));
    }
    reader.finish();
    return scenario;
  }

 private:
  void fault(const YamlNode& node, std::string message, std::string hint = {}) {
    faults_.error({file_, node.line, node.column}, std::move(message), std::move(hint));
  }

  void read_given(YamlReader& outer, ScenarioFile& scenario) {
    const auto* given = outer.required("given");
    if (given == nullptr) return;
    YamlReader reader(*given, file_, "given", faults_);
    if (const auto* customer = reader.optional("customer")) read_customer(*customer, scenario);
    const std::string clock = reader.required_text("clock").value_or("");
    if (const auto instant = base::from_iso(clock)) {
      scenario.clock = *instant;
    } else {
      faults_.error(reader.position(), "the clock is a moment such as 2026-03-02T10:00:00+03:00");
    }
    if (const auto* lookups = reader.optional("lookups")) read_lookups(*lookups, scenario.world);
    if (const auto* actions = reader.optional("actions")) read_actions(*actions, scenario.world);
    reader.finish();
  }

  // `anna`, or { id: anna, signed_in: yes, language: ru }.
  void read_customer(const YamlNode& node, ScenarioFile& scenario) {
    if (node.is_scalar()) {
      scenario.customer = node.scalar == "guest" ? "" : node.scalar;
      return;
    }
    YamlReader reader(node, file_, "customer", faults_);
    scenario.customer = reader.optional_text("id").value_or("");
    scenario.language = reader.optional_text("language").value_or("");
    const auto is_signed_in = reader.optional_boolean("signed_in");
    if (is_signed_in && *is_signed_in && scenario.customer.empty()) {
      fault(node, "who is signed in?", "write `id:` with a customer of the demo shop");
    }
    if (is_signed_in && !*is_signed_in) scenario.customer.clear();
    reader.finish();
  }

  // A value, or the name of a YAML file beside this one that holds it.
  void read_lookups(const YamlNode& node, ScriptedWorld& world) {
    for (const auto& [name, value] : node.members) {
      if (!value.is_scalar() || !value.scalar.ends_with(".yaml")) {
        world.lookups[name.scalar] = plain_value(value);
        continue;
      }
      const auto path = std::filesystem::path(file_).parent_path() / value.scalar;
      std::ifstream stream(path);
      if (!stream) {
        fault(value, "there is no file " + path.string());
        continue;
      }
      const std::string text(std::istreambuf_iterator<char>(stream), {});
      if (const auto fixture = base::parse_yaml(text, path.string(), faults_)) {
        world.lookups[name.scalar] = plain_value(*fixture);
      }
    }
  }

  void read_actions(const YamlNode& node, ScriptedWorld& world) {
    for (const auto& [name, answers] : node.members) {
      for (const auto& answer : answers.items) {
        world.actions[name.scalar].push_back(read_answer(answer));
      }
    }
  }

  // { ok: {...} }, { refused: name, with: {...} } or { trouble: timeout }.
  ScriptedAnswer read_answer(const YamlNode& node) {
    ScriptedAnswer answer;
    if (const auto* fields = node.find("ok")) {
      if (fields->is_map()) answer.fields = plain_value(*fields).record();
    } else if (const auto* refusal = node.find("refused")) {
      answer.kind = ScriptedAnswer::Kind::refused;
      answer.refusal = refusal->scalar;
      const auto* with = node.find("with");
      if (with != nullptr && with->is_map()) answer.fields = plain_value(*with).record();
    } else if (node.find("trouble") != nullptr) {
      answer.kind = ScriptedAnswer::Kind::trouble;
    } else {
      fault(node, "an action answers with `ok`, `refused` or `trouble`");
    }
    return answer;
  }

  void read_matrix(YamlReader& outer, ScenarioFile& scenario) {
    const auto* matrix = outer.optional("matrix");
    if (matrix == nullptr) return;
    YamlReader reader(*matrix, file_, "matrix", faults_);
    scenario.languages = reader.optional_texts("languages");
    scenario.capabilities = reader.optional_texts("capabilities");
    for (const auto& one : scenario.capabilities) {
      if (one != "rich" && one != "text_only") {
        fault(*matrix, "'" + one + "' is no set of capabilities", "there are rich and text_only");
      }
    }
    if (!scenario.languages.empty() && scenario.layer != Layer::commands) {
      fault(*matrix, "words are of one language", "languages belong to the layer `commands`");
    }
    reader.finish();
  }

  ScenarioTest read_test(const YamlNode& node, const ScenarioFile& scenario) {
    YamlReader reader(node, file_, "test", faults_);
    ScenarioTest test;
    test.line = node.line;
    test.name = reader.required_text("name").value_or("");
    test.use = reader.optional_text("use").value_or("");
    test.customer = reader.optional_text("customer").value_or(scenario.customer);
    if (test.customer == "guest") test.customer.clear();
    if (const auto* never = reader.optional("never")) read_never(*never, test);
    if (const auto cases = reader.optional_integer("cases", 0, 1000)) test.cases = *cases;
    if (const auto* chat = reader.required("chat")) {
      for (const auto& line : chat->items) {
        if (auto read = read_line(line, scenario, faults_)) test.chat.push_back(std::move(*read));
      }
    }
    if (const auto* expect = reader.optional("expect")) test.expect = read_expect(*expect);
    reader.finish();
    return test;
  }

  // A step or text key, or { say: key } and { do: action }; several as a list.
  void read_never(const YamlNode& node, ScenarioTest& test) {
    if (node.is_scalar()) test.never_said.push_back(node.scalar);
    for (const auto& item : node.items) read_never(item, test);
    for (const auto& [key, value] : node.members) {
      if (key.scalar == "say") {
        test.never_said.push_back(value.scalar);
      } else if (key.scalar == "do") {
        test.never_done.push_back(value.scalar);
      } else {
        fault(key, "never `say` or never `do`");
      }
    }
  }

  Expectation read_expect(const YamlNode& node) {
    Expectation expect;
    expect.line = node.line;
    YamlReader reader(node, file_, "expectation", faults_);
    if (const auto* answers = reader.optional("answers"); answers != nullptr) {
      for (const auto& [path, value] : answers->members) {
        expect.answers.emplace_back(path.scalar, plain_value(value));
      }
    }
    expect.archived = reader.optional_texts("archived");
    if (const auto* stack = reader.optional("stack")) {
      expect.stack.emplace();
      for (const auto& flow : stack->items) expect.stack->push_back(flow.scalar);
    }
    expect.outcome = reader.optional_text("outcome").value_or("");
    if (const auto* calls = reader.optional("calls")) {
      for (const auto& [action, counts] : calls->members) {
        YamlReader one(counts, file_, "count of calls", faults_);
        ExpectedCalls wanted{action.scalar, {}, {}};
        if (const auto count = one.optional_integer("attempts", 0, 1000)) wanted.attempts = *count;
        if (const auto count = one.optional_integer("distinct_keys", 0, 1000)) {
          wanted.distinct_keys = *count;
        }
        one.finish();
        expect.calls.push_back(std::move(wanted));
      }
    }
    expect.outputs_unique = reader.optional_boolean("outputs_unique").value_or(false);
    reader.finish();
    return expect;
  }

  std::string file_;
  base::Faults& faults_;
};

}  // namespace

std::optional<ScenarioFile> read_scenario(std::string_view text, const std::string& file,
                                          base::Faults& faults) {
  const auto root = base::parse_yaml(text, file, faults);
  if (!root) return std::nullopt;
  auto scenario = ScenarioReader(file, faults).read(*root);
  if (faults.has_errors()) return std::nullopt;
  return scenario;
}

}  // namespace tests
