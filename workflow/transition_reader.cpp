// The entries of a machine file: what can happen in a state.
#include <algorithm>

#include "workflow/machine_reader.hpp"
#include "workflow/scope.hpp"

namespace workflow {
namespace {

using base::YamlNode;
using base::YamlReader;
using Kind = base::Type::Kind;

// The items of a list, or the one node itself.
std::vector<YamlNode> items_of(const YamlNode& node) {
  if (node.is_list()) return node.items;
  return {node};
}

// Texts and choices mix (a choice is a text from a short list), and `any` goes everywhere.
bool can_hold(const base::Type& field, const base::Type& value) {
  const auto is_word = [](Kind kind) { return kind == Kind::text || kind == Kind::choice; };
  if (field.kind == Kind::any || value.kind == Kind::any) return true;
  if (is_word(field.kind) && is_word(value.kind)) return true;
  return field.kind == value.kind;
}

std::optional<base::Code> parse_code(std::string_view word) {
  if (word == "conflict") return base::Code::conflict;
  if (word == "forbidden") return base::Code::forbidden;
  if (word == "invalid_argument") return base::Code::invalid_argument;
  return std::nullopt;
}

}  // namespace

void MachineReader::read_transition(const YamlNode& node, std::vector<std::string> from) {
  TransitionRule rule;
  rule.from = std::move(from);
  rule.where = {file_.name, node.line, node.column};
  YamlReader reader(node, file_.name, "entry", faults_);
  reader.optional("in");  // read by the caller
  rule.event = reader.required_text("on").value_or("");
  const EventKind* event = machine_->find_event(rule.event);
  if (event == nullptr) {
    std::vector<std::string> known;
    for (const EventKind& one : machine_->events_) known.push_back(one.name);
    const YamlNode* on = node.find("on");
    error(on != nullptr ? *on : node, "unknown event '" + rule.event + "'",
          base::suggest_any(rule.event, known));
    return;
  }
  const base::Type event_names = event_type(*event);
  read_actors(reader, rule);
  if (const YamlNode* to = reader.optional("to"); to != nullptr && require_state(*to, to->scalar)) {
    rule.to = to->scalar;
  }
  if (const YamlNode* when = reader.optional("when")) {
    rule.when = read_expression(*when, event_names);
  }
  rule.facts = read_facts(reader);
  read_guards(reader, rule, event_names);
  read_sets(reader, rule, event_names);
  read_deadlines(reader, rule, *event);
  read_tells(reader, rule, event_names);
  read_calls(reader, rule);
  read_opens(reader, rule);
  rule.restarts = reader.optional_texts("restart");
  reader.finish();
  machine_->transitions_.push_back(std::move(rule));
}

void MachineReader::read_actors(YamlReader& reader, TransitionRule& rule) {
  const YamlNode* by = reader.required("by");
  if (by == nullptr) return;
  for (const YamlNode& item : items_of(*by)) {
    if (const auto actor = parse_actor(item.scalar)) {
      rule.actors.push_back(*actor);
      continue;
    }
    std::vector<std::string> known;
    for (const Actor actor : kActors) known.emplace_back(to_string(actor));
    error(item, "unknown actor '" + item.scalar + "'", base::suggest_any(item.scalar, known));
  }
}

void MachineReader::read_guards(YamlReader& reader, TransitionRule& rule, const base::Type& event) {
  const YamlNode* must = reader.optional("must");
  const YamlNode* refuse = reader.optional("refuse");
  if (must != nullptr) {
    for (const YamlNode& item : items_of(*must)) rule.guards.push_back(read_guard(item, &event));
  }
  if (refuse == nullptr) return;
  if (must != nullptr || !rule.to.empty()) {
    error(*refuse, "an entry that refuses has neither `must` nor `to`");
  }
  rule.guards.push_back(read_guard(*refuse, nullptr));
}

Guard MachineReader::read_guard(const YamlNode& node, const base::Type* event) {
  Guard guard;
  YamlReader reader(node, file_.name, event != nullptr ? "guard" : "refusal", faults_);
  if (event != nullptr) {
    if (const YamlNode* that = reader.required("that")) {
      guard.must = read_expression(*that, *event);
    }
  }
  guard.refusal = reader.required_text("else").value_or("");
  guard.words = reader.required_text("says").value_or("");
  guard.facts = read_facts(reader);
  if (const YamlNode* code = reader.optional("code")) {
    if (const auto parsed = parse_code(code->scalar)) {
      guard.code = *parsed;
    } else {
      error(*code, "code is conflict, forbidden or invalid_argument, not '" + code->scalar + "'");
    }
  }
  reader.finish();
  return guard;
}

void MachineReader::read_sets(YamlReader& reader, TransitionRule& rule, const base::Type& event) {
  if (const YamlNode* set = reader.optional("set"); set != nullptr) {
    for (const auto& [name, value] : set->members) {
      const FieldType* field = require_field(name, Kind::any);
      if (field == nullptr) continue;
      const auto& choices = field->type.choices;
      YamlNode node = value;
      // A bare word for a choice field is the choice, not a name.
      if (std::find(choices.begin(), choices.end(), value.scalar) != choices.end()) {
        node.scalar = "'" + value.scalar + "'";
      }
      base::Type type;
      auto expression = read_expression(node, event, &type);
      if (!expression) continue;
      if (!can_hold(field->type, type)) {
        error(value, "field '" + name.scalar + "' is " + base::to_string(field->type) +
                         ", but this is " + base::to_string(type));
      }
      rule.sets.push_back({name.scalar, std::move(*expression)});
    }
  }
  if (const YamlNode* clear = reader.optional("clear"); clear != nullptr) {
    for (const YamlNode& name : items_of(*clear)) {
      if (require_field(name, Kind::any) != nullptr) rule.clears.push_back(name.scalar);
    }
  }
}

void MachineReader::read_deadlines(YamlReader& reader, TransitionRule& rule,
                                   const EventKind& event) {
  const YamlNode* deadlines = reader.optional("deadline");
  if (deadlines == nullptr) return;
  for (const auto& [name, value] : deadlines->members) {
    if (require_field(name, Kind::instant) == nullptr) continue;
    TransitionRule::SetDeadline deadline;
    deadline.field = name.scalar;
    if (value.is_scalar()) {
      if (require_duration(value, value.scalar)) deadline.figure = value.scalar;
    } else {
      YamlReader inner(value, file_.name, "deadline", faults_);
      const YamlNode* figure = inner.optional("figure");
      if (figure != nullptr && require_duration(*figure, figure->scalar)) {
        deadline.figure = figure->scalar;
      }
      const std::string path =
          inner.required_text(figure != nullptr ? "from" : "until").value_or("");
      inner.finish();
      const auto date =
          std::find_if(event.data.begin(), event.data.end(), [&](const FieldType& field) {
            return "event." + field.name == path && field.type.kind == Kind::date;
          });
      if (date == event.data.end()) {
        error(value, "'" + path + "' is no date of event '" + event.name + "'");
        continue;
      }
      deadline.date = date->name;
    }
    rule.deadlines.push_back(std::move(deadline));
  }
}

void MachineReader::read_tells(YamlReader& reader, TransitionRule& rule, const base::Type& event) {
  const YamlNode* tell = reader.optional("tell");
  if (tell == nullptr) return;
  for (const YamlNode& item : items_of(*tell)) read_tell(item, rule, event);
}

void MachineReader::read_tell(const YamlNode& node, TransitionRule& rule, const base::Type& event) {
  TransitionRule::Tell tell;
  std::string name = node.scalar;
  if (node.is_map()) {
    YamlReader reader(node, file_.name, "tell", faults_);
    name = reader.required_text("notice").value_or("");
    if (const YamlNode* when = reader.required("when")) tell.when = read_expression(*when, event);
    reader.finish();
  }
  const auto found = std::find_if(machine_->notices_.begin(), machine_->notices_.end(),
                                  [&](const auto& notice) { return notice->name == name; });
  if (found == machine_->notices_.end()) {
    std::vector<std::string> known;
    for (const auto& notice : machine_->notices_) known.push_back(notice->name);
    error(node, "unknown notice '" + name + "'", base::suggest_any(name, known));
    return;
  }
  NoticeKind& notice = **found;
  // The values are checked at every place that tells them: `event` differs.
  const TypeNames names(case_type_, event, policy_.type());
  notice.types.clear();
  for (const auto& [value, expression] : notice.values) {
    notice.types.emplace_back(value, expression.check(names, faults_));
  }
  tell.notice = &notice;
  rule.tells.push_back(std::move(tell));
}

void MachineReader::read_calls(YamlReader& reader, TransitionRule& rule) {
  const YamlNode* call = reader.optional("call");
  if (call == nullptr) return;
  for (const YamlNode& item : items_of(*call)) {
    YamlReader inner(item, file_.name, "call", faults_);
    TransitionRule::Call work;
    work.queue = inner.required_text("queue").value_or("");
    work.reason = inner.required_text("reason").value_or("");
    work.priority = inner.optional_text("priority").value_or("normal");
    inner.finish();
    if (work.priority != "normal" && work.priority != "raised") {
      error(item, "priority is normal or raised, not '" + work.priority + "'");
    }
    rule.calls.push_back(std::move(work));
  }
}

void MachineReader::read_opens(YamlReader& reader, TransitionRule& rule) {
  const YamlNode* open = reader.optional("open");
  if (open == nullptr) return;
  YamlReader inner(*open, file_.name, "open", faults_);
  rule.opens = inner.required_text("type").value_or("");
  if (const YamlNode* copy = inner.optional("copy"); copy != nullptr) {
    for (const YamlNode& name : items_of(*copy)) {
      if (require_field(name, Kind::any) != nullptr) rule.copies.push_back(name.scalar);
    }
  }
  inner.finish();
}

std::optional<base::Expression> MachineReader::read_expression(const YamlNode& node,
                                                               const base::Type& event,
                                                               base::Type* type) {
  auto expression =
      base::Expression::parse(node.scalar, {file_.name, node.line, node.column}, faults_);
  if (!expression) return std::nullopt;
  const base::Type found = expression->check(TypeNames(case_type_, event, policy_.type()), faults_);
  if (type != nullptr) {
    *type = found;
  } else if (found.kind != Kind::boolean && found.kind != Kind::any) {
    error(node, "this condition gives " + base::to_string(found) + ", not yes or no");
  }
  return expression;
}

}  // namespace workflow
