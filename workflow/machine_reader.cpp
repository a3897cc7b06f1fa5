#include "workflow/machine_reader.hpp"

#include <algorithm>

#include "workflow/field_types.hpp"
#include "workflow/machine_check.hpp"
#include "workflow/scope.hpp"

namespace workflow {
namespace {

using base::YamlNode;
using Kind = base::Type::Kind;

// Names that decide() keeps itself.
constexpr std::string_view kReservedFields[] = {"due", "number", "state", "customer"};

}  // namespace

Machine::Loaded MachineReader::read() {
  const auto root = base::parse_yaml(file_.text, file_.name, faults_);
  if (root) {
    read_root(*root);
    // The rules about the whole would only repeat what is wrong in its parts.
    if (!faults_.has_errors()) check_machine(*machine_, faults_);
  }
  faults_.sort();
  if (faults_.has_errors()) return {nullptr, std::move(faults_)};
  return {std::move(machine_), std::move(faults_)};
}

void MachineReader::read_root(const YamlNode& root) {
  base::YamlReader reader(root, file_.name, "machine", faults_);
  machine_->type_ = reader.required_text("type").value_or("");
  machine_->title_ = reader.required_text("title").value_or("");
  const YamlNode* fields = reader.required("fields");
  const YamlNode* events = reader.required("events");
  const YamlNode* notices = reader.optional("notices");
  const YamlNode* states = reader.required("states");
  const YamlNode* shared = reader.optional("shared");
  const YamlNode* promises = reader.optional("promises");
  reader.finish();
  // In the order in which they refer to each other.
  if (fields != nullptr) read_fields(*fields);
  if (events != nullptr) read_events(*events);
  case_type_ = case_type(machine_->fields_);
  if (notices != nullptr) read_notices(*notices);
  if (states != nullptr && states->is_map()) {
    read_states(*states);
    read_state_events(*states);
  } else if (states != nullptr) {
    error(*states, "states are a map of names to what they mean", "waiting: { means: Waiting }");
  }
  if (shared != nullptr) read_shared(*shared);
  if (promises != nullptr) read_promises(*promises);
}

void MachineReader::read_fields(const YamlNode& node) {
  machine_->fields_ = read_field_types(node, file_.name, faults_);
  std::vector<FieldType> added;
  for (const FieldType& field : machine_->fields_) {
    for (const std::string_view reserved : kReservedFields) {
      if (field.name == reserved) {
        faults_.error(field.where, "field '" + field.name + "' is kept by the machine itself",
                      "give it another name");
      }
    }
    // Every instant may be a deadline: its local date and zone come with it.
    if (field.type.kind != Kind::instant) continue;
    added.push_back({field.name + "_zone", base::Type::of(Kind::text), false, field.where});
    added.push_back({field.name + "_date", base::Type::of(Kind::date), false, field.where});
  }
  std::move(added.begin(), added.end(), std::back_inserter(machine_->fields_));
}

void MachineReader::read_events(const YamlNode& node) {
  if (!node.is_map())
    return error(node, "events are a map of names to what they mean",
                 "send: { means: It is sent }");
  for (const auto& [key, content] : node.members) {
    EventKind event;
    event.name = key.scalar;
    event.where = {file_.name, key.line, key.column};
    base::YamlReader reader(content, file_.name, "event '" + key.scalar + "'", faults_);
    event.meaning = reader.required_text("means").value_or("");
    if (const YamlNode* data = reader.optional("data")) {
      event.data = read_field_types(*data, file_.name, faults_);
    }
    reader.finish();
    machine_->events_.push_back(std::move(event));
  }
}

void MachineReader::read_notices(const YamlNode& node) {
  if (!node.is_map()) return error(node, "notices are a map of names", "sent: { mandatory: yes }");
  for (const auto& [key, content] : node.members) {
    auto notice = std::make_unique<NoticeKind>();
    notice->name = key.scalar;
    notice->key = "case." + machine_->type_ + "." + key.scalar;
    notice->where = {file_.name, key.line, key.column};
    base::YamlReader reader(content, file_.name, "notice '" + key.scalar + "'", faults_);
    notice->is_mandatory = reader.optional_boolean("mandatory").value_or(false);
    notice->has_sheet = reader.optional_boolean("sheet").value_or(false);
    notice->facts = read_facts(reader);
    if (const YamlNode* values = reader.optional("values"); values != nullptr) {
      for (const auto& [name, value] : values->members) {
        auto expression =
            base::Expression::parse(value.scalar, {file_.name, value.line, value.column}, faults_);
        if (expression) notice->values.emplace_back(name.scalar, std::move(*expression));
      }
    }
    if (const YamlNode* figures = reader.optional("figures"); figures != nullptr) {
      for (const YamlNode& figure : figures->items) {
        if (policy_.find(figure.scalar) == nullptr) {
          error(figure, "the policy has no figure '" + figure.scalar + "'",
                base::suggest_any(figure.scalar, policy_.names()));
        }
        notice->figures.push_back(figure.scalar);
      }
    }
    reader.finish();
    machine_->notices_.push_back(std::move(notice));
  }
}

void MachineReader::read_states(const YamlNode& node) {
  for (const auto& [key, content] : node.members) {
    if (key.scalar != kNewState) read_state(key, content);
  }
}

void MachineReader::read_state(const YamlNode& key, const YamlNode& node) {
  State state;
  state.name = key.scalar;
  state.where = {file_.name, key.line, key.column};
  base::YamlReader reader(node, file_.name, "state '" + key.scalar + "'", faults_);
  state.meaning = reader.required_text("means").value_or("");
  state.is_terminal = reader.optional_boolean("terminal").value_or(false);
  state.holds_items = reader.optional_boolean("holds_items").value_or(true);
  if (const YamlNode* timers = reader.optional("timers"); timers != nullptr) {
    if (!timers->is_map())
      error(*timers, "timers are a map of names", "end: { past: ship_by, sends: late }");
    for (const auto& [name, timer] : timers->members) {
      state.timers.push_back(read_timer(name, timer));
    }
  }
  reader.optional("events");
  reader.finish();
  machine_->states_.push_back(std::move(state));
}

Timer MachineReader::read_timer(const YamlNode& key, const YamlNode& node) {
  Timer timer;
  timer.name = key.scalar;
  timer.where = {file_.name, key.line, key.column};
  base::YamlReader reader(node, file_.name, "timer '" + key.scalar + "'", faults_);
  timer.event = reader.required_text("sends").value_or("");
  if (!timer.event.empty() && machine_->find_event(timer.event) == nullptr) {
    error(*node.find("sends"),
          "timer '" + timer.name + "' sends the unknown event '" + timer.event + "'",
          base::suggest_any(timer.event, event_names()));
  }
  const YamlNode* after = reader.optional("after");
  const YamlNode* past = reader.optional("past");
  const YamlNode* before = reader.optional("before");
  const YamlNode* by = reader.optional("by");
  reader.finish();
  const int ways = (after != nullptr) + (past != nullptr) + (before != nullptr);
  if (ways != 1 || (before != nullptr) != (by != nullptr)) {
    error(node, "timer '" + timer.name + "' needs `after`, `past`, or `before` with `by`",
          "one of: { after: figure }, { past: field }, { before: field, by: figure }");
    return timer;
  }
  const YamlNode* figure = after != nullptr ? after : by;
  const YamlNode* field = past != nullptr ? past : before;
  timer.kind = after != nullptr  ? Timer::Kind::after
               : past != nullptr ? Timer::Kind::past
                                 : Timer::Kind::before;
  if (figure != nullptr && require_duration(*figure, figure->scalar)) timer.figure = figure->scalar;
  if (field != nullptr && require_field(*field, Kind::instant) != nullptr) {
    timer.field = field->scalar;
  }
  return timer;
}

void MachineReader::read_state_events(const YamlNode& states) {
  for (const auto& [key, content] : states.members) {
    if (key.scalar == kNewState) {
      base::YamlReader reader(content, file_.name, "state 'new'", faults_);
      reader.required("means");
      reader.optional("events");
      reader.finish();
    }
    const YamlNode* events = content.find("events");
    if (events == nullptr) continue;
    if (!events->is_list()) {
      error(*events, "events of a state are a list of entries", "- { on: send, by: customer }");
    }
    for (const YamlNode& entry : events->items) read_transition(entry, {key.scalar});
  }
}

void MachineReader::read_shared(const YamlNode& list) {
  for (const YamlNode& entry : list.items) {
    std::vector<std::string> from;
    const YamlNode* in = entry.find("in");
    if (in != nullptr && in->is_scalar() && in->scalar == "every open state") {
      for (const State& state : machine_->states_) {
        if (!state.is_terminal) from.push_back(state.name);
      }
    } else if (in != nullptr && in->is_list()) {
      for (const YamlNode& name : in->items) {
        if (name.scalar == kNewState || require_state(name, name.scalar)) {
          from.push_back(name.scalar);
        }
      }
    }
    if (from.empty()) {
      error(entry, "a shared entry needs `in`: a list of states, or `every open state`");
      continue;
    }
    read_transition(entry, std::move(from));
  }
}

void MachineReader::read_promises(const YamlNode& list) {
  for (const YamlNode& entry : list.items) {
    Promise promise;
    promise.where = {file_.name, entry.line, entry.column};
    base::YamlReader reader(entry, file_.name, "promise", faults_);
    const YamlNode* from = reader.required("from");
    const YamlNode* never = reader.required("never");
    const YamlNode* without = reader.required("without");
    promise.why = reader.required_text("why").value_or("");
    reader.finish();
    if (from == nullptr || never == nullptr || without == nullptr) continue;
    bool is_known = from->scalar == kNewState || require_state(*from, from->scalar);
    is_known = require_state(*never, never->scalar) && is_known;
    promise.from = from->scalar;
    promise.never = never->scalar;
    for (const YamlNode& event : without->items) {
      if (machine_->find_event(event.scalar) == nullptr) {
        error(event, "unknown event '" + event.scalar + "'",
              base::suggest_any(event.scalar, event_names()));
      }
      promise.without.push_back(event.scalar);
    }
    if (is_known) machine_->promises_.push_back(std::move(promise));
  }
}

std::vector<int> MachineReader::read_facts(base::YamlReader& reader) {
  std::vector<int> out;
  const YamlNode* node = reader.optional("facts");
  if (node == nullptr) return out;
  const std::vector<YamlNode> one = {*node};
  for (const YamlNode& item : node->is_list() ? node->items : one) {
    int number = 0;
    for (const char c : item.scalar) {
      number = c >= '0' && c <= '9' && number < 1000 ? number * 10 + (c - '0') : 10'000;
    }
    if (number < 1 || number > 158) {
      error(item, "'" + item.scalar + "' is no number of a fact", "facts are numbered 1 to 158");
    } else {
      out.push_back(number);
    }
  }
  return out;
}

const FieldType* MachineReader::require_field(const YamlNode& node, Kind kind) {
  std::vector<std::string> known;
  for (const FieldType& field : machine_->fields_) {
    if (field.name == node.scalar) {
      if (kind == Kind::any || field.type.kind == kind) return &field;
      error(node, "field '" + node.scalar + "' is " + base::to_string(field.type) + ", not " +
                      base::to_string(base::Type::of(kind)));
      return nullptr;
    }
    known.push_back(field.name);
  }
  error(node, "unknown field '" + node.scalar + "'", base::suggest_any(node.scalar, known));
  return nullptr;
}

bool MachineReader::require_state(const YamlNode& node, const std::string& name) {
  if (machine_->find_state(name) != nullptr) return true;
  error(node, "unknown state '" + name + "'", base::suggest_any(name, state_names()));
  return false;
}

bool MachineReader::require_duration(const YamlNode& node, const std::string& name) {
  const Figure* figure = policy_.find(name);
  if (figure == nullptr) {
    error(node, "the policy has no figure '" + name + "'",
          base::suggest_any(name, policy_.names()));
    return false;
  }
  if (figure->kind != Figure::Kind::duration) {
    error(node, "figure '" + name + "' is no duration", "name one of `durations` of the policy");
    return false;
  }
  return true;
}

std::vector<std::string> MachineReader::event_names() const {
  std::vector<std::string> out;
  for (const EventKind& event : machine_->events_) out.push_back(event.name);
  return out;
}

std::vector<std::string> MachineReader::state_names() const {
  std::vector<std::string> out;
  for (const State& state : machine_->states_) out.push_back(state.name);
  return out;
}

void MachineReader::error(const YamlNode& node, std::string message, std::string hint) {
  if (hint.empty())
    hint = "the top of config/cases/product_return.yaml says how a machine is written";
  faults_.error({file_.name, node.line, node.column}, std::move(message), std::move(hint));
}

Machine::Loaded load_machine(const SourceFile& file, const Policy& policy,
                             const carriers::Table& carriers) {
  return MachineReader(file, policy, carriers).read();
}

}  // namespace workflow
