#include "dialogs/checker/flow_reader.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "dialogs/checker/migration_reader.hpp"
#include "dialogs/checker/step_reader.hpp"

namespace dialogs {
namespace {

using base::YamlNode;
using base::YamlReader;

// Fields whose scalars are texts for customers. They are no part of a flow's hash, so that
// correcting a word moves no open conversation to another flow.
bool is_text_field(std::string_view field) {
  for (const std::string_view text :
       {"say", "text", "label", "why", "reworded", "item", "hint", "confirm", "title"}) {
    if (field == text) return true;
  }
  return false;
}

// A form of the file that does not change with layout, comments or texts.
void write_canonical(std::string& out, const YamlNode& node, bool are_texts) {
  if (node.is_scalar()) {
    out += are_texts ? std::string("~") : std::to_string(node.scalar.size()) + ":" + node.scalar;
  } else if (node.is_list()) {
    out += '[';
    for (const YamlNode& item : node.items) write_canonical(out, item, are_texts);
    out += ']';
  } else if (node.is_map()) {
    out += '{';
    for (const auto& [key, value] : node.members) {
      out += key.scalar + "=";
      write_canonical(out, value, is_text_field(key.scalar) || key.scalar == "options");
    }
    out += '}';
  }
  out += ';';
}

// How open runs of older versions move is no part of what the flow does.
YamlNode without_migrations(YamlNode root) {
  std::erase_if(root.members, [](const auto& one) { return one.first.scalar == "migrate"; });
  return root;
}

class FlowReader {
 public:
  FlowReader(const YamlNode& root, const std::string& file, Workspace& workspace)
      : reader_(root, file, "flow", workspace.faults), file_(file), workspace_(workspace) {}

  std::optional<Draft> read() {
    draft_.file = file_;
    draft_.where = reader_.position();
    Flow& flow = draft_.flow;
    flow.name = reader_.required_text("flow").value_or("");
    if (!is_name(flow.name)) {
      fault(reader_.position(), "'" + flow.name + "' is no name for a flow",
            "small letters, digits and _");
      return std::nullopt;
    }
    flow.title = read_required_text(reader_, "title", flow.name + ".title", file_, workspace_);
    read_starts();
    read_requires();
    read_given();
    if (const YamlNode* unfinished = reader_.optional("unfinished")) read_unfinished(*unfinished);
    read_outcomes();
    flow.cancelled_after = reader_.optional_text("cancelled_after").value_or("");
    flow.changed_after = reader_.optional_text("changed_after").value_or("");
    const YamlNode* migrate = reader_.optional("migrate");
    if (const YamlNode* steps = reader_.required("steps")) {
      StepReader(draft_, workspace_).read(*steps);
    }
    if (migrate != nullptr) flow.migrations = read_migrations(*migrate, draft_, workspace_.faults);
    reader_.finish();
    std::string canonical;
    write_canonical(canonical, without_migrations(reader_.node()), false);
    flow.hash = base::sha256_hex(canonical);
    return std::move(draft_);
  }

 private:
  void fault(const base::Position& where, std::string message, std::string hint = {}) {
    workspace_.faults.error(where, std::move(message), std::move(hint));
  }

  void read_starts() {
    const YamlNode* node = reader_.optional("starts");
    if (node == nullptr) return;
    YamlReader reader(*node, file_, "starts", workspace_.faults);
    Starts& starts = draft_.flow.starts;
    starts.button = reader.optional_text("button").value_or("");
    starts.label = read_text(reader, "label", draft_.flow.name + ".starts", file_, workspace_);
    if (starts.label.empty() && !starts.button.empty()) {
      fault(reader.position(), "a start button has no `label`", "label: Return a product");
    }
    for (const std::string& phrase : reader.optional_texts("phrases")) {
      std::string folded = fold_phrase(phrase);
      if (folded.empty())
        fault(reader.position(*node->find("phrases")), "a phrase without words",
              "write words that customers type");
      starts.phrases.push_back(std::move(folded));
    }
    for (std::string& phrase : workspace_.texts.phrases_of(draft_.flow.name)) {
      starts.phrases.push_back(std::move(phrase));
    }
    starts.intents = reader.optional_texts("intents");
    reader.finish();
  }

  // A condition whose refusal is the shared text `requires.sign_in`, or a map with its own text.
  void read_requires() {
    const YamlNode* node = reader_.optional("requires");
    if (node == nullptr) return;
    Flow& flow = draft_.flow;
    if (!node->is_map()) {
      flow.requires_that = read_expression(*node, file_, workspace_.faults);
      flow.requires_say =
          workspace_.texts.flow_text(flow.name + ".requires", nullptr, draft_.where);
      return;
    }
    YamlReader reader(*node, file_, "requires", workspace_.faults);
    if (const YamlNode* must = reader.required("must")) {
      flow.requires_that = read_expression(*must, file_, workspace_.faults);
    }
    flow.requires_say =
        read_required_text(reader, "say", flow.name + ".requires", file_, workspace_);
    reader.finish();
  }

  void read_given() {
    const YamlNode* node = reader_.optional("given");
    if (node == nullptr) return;
    if (!node->is_map()) {
      fault(reader_.position(*node), "expected names with their types",
            "one on a line: `ret: return?`");
      return;
    }
    for (const auto& [name, type] : node->members) {
      const auto raw = read_scalar(type, file_, workspace_.faults);
      if (!raw) continue;
      const auto read = parse_type(raw->text, workspace_.contracts, raw->where, workspace_.faults);
      if (read) draft_.flow.given.emplace_back(name.scalar, read->type);
    }
  }

  void read_unfinished(const YamlNode& node) {
    const auto raw = read_scalar(node, file_, workspace_.faults);
    if (!raw) return;
    if (!raw->text.starts_with("keep ")) {
      fault(raw->where, "'" + raw->text + "' does not say how long to keep an unfinished task",
            "write it as keep 7 days");
      return;
    }
    YamlNode length = node;
    length.scalar = raw->text.substr(5);
    draft_.flow.unfinished = read_span(length, file_, workspace_.faults).value_or(Span{});
  }

  void read_outcomes() {
    const YamlNode* node = reader_.required("outcomes");
    if (node == nullptr) return;
    draft_.flow.outcomes = reader_.optional_texts("outcomes");
    for (const std::string& outcome : draft_.flow.outcomes) {
      draft_.outcomes.emplace_back(outcome, reader_.position(*node));
      if (!is_name(outcome) || outcome == "cancelled" || outcome == "handed_over") {
        fault(reader_.position(*node), "'" + outcome + "' is no name for an outcome",
              "cancelled and handed_over exist by themselves");
      }
    }
    if (draft_.flow.outcomes.empty())
      fault(reader_.position(*node), "the flow has no outcome", "outcomes: [done]");
  }

  YamlReader reader_;
  const std::string& file_;
  Workspace& workspace_;
  Draft draft_;
};

}  // namespace

std::optional<Draft> read_flow(const SourceFile& file, Workspace& workspace) {
  const auto root = base::parse_yaml(file.text, file.name, workspace.faults);
  if (!root) return std::nullopt;
  return FlowReader(*root, file.name, workspace).read();
}

}  // namespace dialogs
