#include <algorithm>
#include <filesystem>
#include <map>

#include "base/text.hpp"
#include "tests/scenarios/scenario.hpp"
#include "tests/scenarios/understood.hpp"

namespace tests {
namespace {

using base::YamlNode;
using base::YamlReader;
using Kind = ScenarioLine::Kind;

const std::map<std::string, Kind, std::less<>>& line_kinds() {
  static const std::map<std::string, Kind, std::less<>> kKinds{
      {"user", Kind::user},       {"press", Kind::press},     {"start", Kind::start},
      {"attach", Kind::attach},   {"bot", Kind::bot},         {"unordered", Kind::unordered},
      {"office", Kind::office},   {"refused", Kind::refused}, {"case", Kind::case_is},
      {"wait", Kind::wait},       {"tab", Kind::tab},         {"reconnect", Kind::reconnect},
      {"resend", Kind::resend},   {"crash", Kind::crash},     {"error", Kind::error},
      {"nothing", Kind::nothing}, {"agent", Kind::agent}};
  return kKinds;
}

class LineReader {
 public:
  LineReader(const ScenarioFile& scenario, base::Faults& faults)
      : scenario_(scenario), file_(scenario.name), faults_(faults) {}

  std::optional<ScenarioLine> read(const YamlNode& node) {
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
      fault(node, "'" + word + "' is no line of a chat", base::suggest(word, known));
      return std::nullopt;
    }
    line.kind = kind->second;
    if (line.kind == Kind::start && scenario_.layer == Layer::text) {
      fault(node, "at the text layer flows are started by words");
    }
    read_more(node, line);
    if (content != nullptr) read_content(*content, line);
    return line;
  }

 private:
  void fault(const YamlNode& node, std::string message, std::string hint = {}) {
    faults_.error({file_, node.line, node.column}, std::move(message), std::move(hint));
  }

  void read_content(const YamlNode& content, ScenarioLine& line) {
    switch (line.kind) {
      case Kind::bot:
        return read_bot(content, line);
      case Kind::unordered:
        for (const auto& item : content.items) {
          const auto message = read(item);
          if (message && message->kind == Kind::bot) {
            line.messages.push_back(*message);
          } else if (message) {
            fault(item, "only messages of the bot can be unordered");
          }
        }
        return;
      case Kind::office:
      case Kind::refused:
        return read_office(content, line);
      case Kind::agent:
        return read_agent(content, line);
      default:
        return read_words(content, line);
    }
  }

  // What stands beside the word: `inject`, `understood`.
  void read_more(const YamlNode& node, ScenarioLine& line) {
    for (std::size_t at = 1; at < node.members.size(); ++at) {
      const auto& [key, value] = node.members[at];
      const bool is_sent = line.kind == Kind::user || line.kind == Kind::press ||
                           line.kind == Kind::start || line.kind == Kind::attach;
      if (key.scalar == "inject" && is_sent) {
        read_injection(value, line.inject);
      } else if (key.scalar == "understood" && line.kind == Kind::user) {
        line.understood = read_understood(value, file_, faults_);
      } else {
        fault(key, "'" + key.scalar + "' does not belong to this line");
      }
    }
  }

  void read_injection(const YamlNode& node, Injection& inject) {
    YamlReader reader(node, file_, "injection", faults_);
    const std::string crash = reader.optional_text("crash").value_or("");
    if (crash == "after_action_accepted") {
      inject.crash = Injection::Crash::after_action_accepted;
    } else if (crash == "after_commit") {
      inject.crash = Injection::Crash::after_commit;
    } else if (!crash.empty()) {
      fault(node, "there is no crash point '" + crash + "'",
            base::suggest(crash, {"after_action_accepted", "after_commit"}));
    }
    inject.resend = static_cast<int>(reader.optional_integer("resend", 1, 20).value_or(0));
    inject.duplicate = reader.optional_boolean("duplicate").value_or(false);
    inject.reorder = reader.optional_boolean("reorder").value_or(false);
    inject.drop_socket = reader.optional_boolean("drop_socket").value_or(false);
    if (const auto* publish = reader.optional("publish")) inject.publish = read_publish(*publish);
    inject.clock = base::Duration(reader.optional_duration_ms("clock").value_or(0));
    reader.finish();
  }

  // A folder beside this file, or a list of { in: file, replace: text, with: text }.
  Republishing read_publish(const YamlNode& node) {
    Republishing publish;
    if (node.is_scalar()) {
      publish.folder = (std::filesystem::path(file_).parent_path() / node.scalar).string();
      if (!std::filesystem::is_directory(publish.folder)) {
        fault(node, "there is no folder " + publish.folder);
      }
    }
    for (const auto& item : node.items) {
      YamlReader reader(item, file_, "edit of the profile", faults_);
      publish.edits.push_back({reader.required_text("in").value_or(""),
                               reader.required_text("replace").value_or(""),
                               reader.required_text("with").value_or("")});
      reader.finish();
    }
    return publish;
  }

  void read_words(const YamlNode& content, ScenarioLine& line) {
    if (content.is_scalar()) line.words.push_back(content.scalar);
    for (const auto& item : content.items) line.words.push_back(item.scalar);
    if (line.kind != Kind::wait || line.words.empty()) return;
    const auto time = base::parse_duration_ms(line.words.front());
    if (time) line.time = base::Duration(*time);
    if (!time) fault(content, "write a time such as '5 days'");
  }

  void read_bot(const YamlNode& content, ScenarioLine& line) {
    YamlReader reader(content, file_, "message of the bot", faults_);
    line.asks = reader.optional_text("asks").value_or("");
    line.says = reader.optional_text("says").value_or("");
    line.kind_of_answer = reader.optional_text("kind").value_or("");
    line.contains = reader.optional_texts("contains");
    line.lacks = reader.optional_texts("lacks");
    if (const auto count = reader.optional_integer("buttons", 0, 100)) line.buttons = *count;
    line.optional = reader.optional_boolean("optional");
    line.why = reader.optional_texts("why");
    reader.finish();
  }

  // takes_over, continue, resolved, or { says: text }.
  void read_agent(const YamlNode& content, ScenarioLine& line) {
    if (content.is_scalar()) {
      line.words = {content.scalar, ""};
      const std::vector<std::string> known{"takes_over", "continue", "resolved"};
      const bool is_known = std::find(known.begin(), known.end(), content.scalar) != known.end();
      if (!is_known) {
        fault(content, "a person does not '" + content.scalar + "'",
              base::suggest(content.scalar, known));
      }
      return;
    }
    YamlReader reader(content, file_, "act of a person", faults_);
    line.words = {"says", reader.required_text("says").value_or("")};
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
      for (const auto& [key, value] : data->members) line.data[key.scalar] = plain_value(value);
    }
    reader.finish();
  }

  const ScenarioFile& scenario_;
  const std::string& file_;
  base::Faults& faults_;
};

}  // namespace

std::optional<ScenarioLine> read_line(const YamlNode& node, const ScenarioFile& scenario,
                                      base::Faults& faults) {
  return LineReader(scenario, faults).read(node);
}

base::Value plain_value(const YamlNode& node) {
  if (node.is_map()) {
    base::Record record;
    for (const auto& [key, value] : node.members) record[key.scalar] = plain_value(value);
    return record;
  }
  if (node.is_list()) {
    base::Value::List items;
    for (const auto& item : node.items) items.push_back(plain_value(item));
    return items;
  }
  if (node.is_nothing()) return {};
  if (node.is_quoted) return node.scalar;
  if (node.scalar == "yes") return true;
  if (node.scalar == "no") return false;
  const bool is_number = !node.scalar.empty() && node.scalar.size() < 16 &&
                         node.scalar.find_first_not_of("0123456789") == std::string::npos;
  if (is_number) return static_cast<std::int64_t>(std::stoll(node.scalar));
  return node.scalar;
}

}  // namespace tests
