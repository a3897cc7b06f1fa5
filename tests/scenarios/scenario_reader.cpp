#include <map>

#include "base/text.hpp"
#include "base/yaml.hpp"
#include "tests/scenarios/scenario.hpp"

namespace tests {
namespace {

using base::YamlNode;
using base::YamlReader;
using Kind = ScenarioLine::Kind;

const std::map<std::string, Kind, std::less<>>& line_kinds() {
  static const std::map<std::string, Kind, std::less<>> kKinds{{"user", Kind::user},
                                                               {"press", Kind::press},
                                                               {"start", Kind::start},
                                                               {"attach", Kind::attach},
                                                               {"bot", Kind::bot},
                                                               {"office", Kind::office},
                                                               {"refused", Kind::refused},
                                                               {"case", Kind::case_is},
                                                               {"wait", Kind::wait},
                                                               {"tab", Kind::tab},
                                                               {"reconnect", Kind::reconnect},
                                                               {"resend", Kind::resend},
                                                               {"crash", Kind::crash},
                                                               {"error", Kind::error},
                                                               {"nothing", Kind::nothing}};
  return kKinds;
}

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
    if (layer != "commands" && layer != "text") {
      faults_.error(reader.position(), "the layer is `commands` or `text`");
    }
    scenario.is_text_layer = layer == "text";
    read_given(reader, scenario);
    if (const auto* tests = reader.required("tests")) {
      for (const auto& test : tests->items) scenario.tests.push_back(read_test(test, scenario));
    }
    reader.finish();
    return scenario;
  }

 private:
  void read_given(YamlReader& outer, ScenarioFile& scenario) {
    const auto* given = outer.required("given");
    if (given == nullptr) return;
    YamlReader reader(*given, file_, "given", faults_);
    scenario.customer = reader.optional_text("customer").value_or("");
    const std::string clock = reader.required_text("clock").value_or("");
    if (const auto instant = base::from_iso(clock)) {
      scenario.clock = *instant;
    } else {
      faults_.error(reader.position(), "the clock is a moment such as 2026-03-02T10:00:00+03:00");
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
    test.never = reader.optional_text("never").value_or("");
    if (const auto cases = reader.optional_integer("cases", 0, 1000)) test.cases = *cases;
    if (const auto* chat = reader.required("chat")) {
      for (const auto& line : chat->items) read_line(line, scenario, test);
    }
    reader.finish();
    return test;
  }

  void read_line(const YamlNode& node, const ScenarioFile& scenario, ScenarioTest& test) {
    ScenarioLine line;
    line.line = node.line;
    std::string word = node.scalar;
    const YamlNode* content = nullptr;
    if (node.is_map() && !node.members.empty()) {
      word = node.members.front().first.scalar;
      content = &node.members.front().second;
    }
    const auto kind = line_kinds().find(word);
    if (kind == line_kinds().end()) {
      std::vector<std::string> known;
      for (const auto& [name, ignored] : line_kinds()) known.push_back(name);
      faults_.error({file_, node.line, node.column}, "'" + word + "' is no line of a chat",
                    base::suggest(word, known));
      return;
    }
    line.kind = kind->second;
    if (line.kind == Kind::start && scenario.is_text_layer) {
      faults_.error({file_, node.line, node.column},
                    "at the text layer flows are started by words");
    }
    if (line.kind == Kind::bot && content != nullptr) {
      read_bot(*content, line);
    } else if (line.kind == Kind::office || line.kind == Kind::refused) {
      if (content != nullptr) read_office(*content, line);
    } else if (content != nullptr) {
      read_words(*content, line);
    }
    test.chat.push_back(std::move(line));
  }

  void read_words(const YamlNode& content, ScenarioLine& line) {
    if (content.is_scalar()) line.words.push_back(content.scalar);
    for (const auto& item : content.items) line.words.push_back(item.scalar);
    if (line.kind != Kind::wait || line.words.empty()) return;
    const auto time = base::parse_duration_ms(line.words.front());
    if (time) line.time = base::Duration(*time);
    if (!time)
      faults_.error({file_, content.line, content.column}, "write a time such as '5 days'");
  }

  void read_bot(const YamlNode& content, ScenarioLine& line) {
    YamlReader reader(content, file_, "message of the bot", faults_);
    line.asks = reader.optional_text("asks").value_or("");
    line.says = reader.optional_text("says").value_or("");
    line.kind_of_answer = reader.optional_text("kind").value_or("");
    line.contains = reader.optional_texts("contains");
    line.lacks = reader.optional_texts("lacks");
    if (const auto count = reader.optional_integer("buttons", 0, 100)) line.buttons = *count;
    reader.finish();
  }

  void read_office(const YamlNode& content, ScenarioLine& line) {
    YamlReader reader(content, file_, "event of the back office", faults_);
    line.role = reader.required_text("by").value_or("");
    line.words.push_back(reader.required_text("event").value_or(""));
    if (line.kind == Kind::refused) {
      line.words.push_back(reader.required_text("status").value_or(""));
    }
    if (const auto* data = reader.optional("data"); data != nullptr && data->is_map()) {
      for (const auto& [key, value] : data->members) line.data[key.scalar] = plain(value);
    }
    reader.finish();
  }

  // Unquoted whole numbers and yes/no are what they look like; everything else is text.
  static base::Value plain(const YamlNode& node) {
    if (node.is_list()) {
      base::Value::List items;
      for (const auto& item : node.items) items.push_back(plain(item));
      return items;
    }
    if (node.is_quoted) return node.scalar;
    if (node.scalar == "yes") return true;
    if (node.scalar == "no") return false;
    const bool is_number = !node.scalar.empty() && node.scalar.size() < 16 &&
                           node.scalar.find_first_not_of("0123456789") == std::string::npos;
    if (is_number) return static_cast<std::int64_t>(std::stoll(node.scalar));
    return node.scalar;
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
