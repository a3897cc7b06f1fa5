// Reads config/cases/*.yaml into a Machine. Private to this module.
#pragma once

#include <string>
#include <vector>

#include "base/yaml.hpp"
#include "workflow/machine.hpp"

namespace workflow {

class MachineReader {
 public:
  MachineReader(const SourceFile& file, const Policy& policy, const carriers::Table& carriers)
      : file_(file), policy_(policy) {
    machine_->carriers_ = carriers;
  }
  Machine::Loaded read();

 private:
  using Node = base::YamlNode;

  void read_root(const Node& root);
  void read_fields(const Node& node);
  void read_events(const Node& node);
  void read_notices(const Node& node);
  void read_states(const Node& node);
  void read_state(const Node& key, const Node& node);
  Timer read_timer(const Node& key, const Node& node);
  void read_state_events(const Node& states);
  void read_shared(const Node& list);
  void read_promises(const Node& list);

  void read_transition(const Node& node, std::vector<std::string> from);
  void read_actors(base::YamlReader& reader, TransitionRule& rule);
  void read_guards(base::YamlReader& reader, TransitionRule& rule, const base::Type& event);
  Guard read_guard(const Node& node, const base::Type* event);
  void read_sets(base::YamlReader& reader, TransitionRule& rule, const base::Type& event);
  void read_deadlines(base::YamlReader& reader, TransitionRule& rule, const EventKind& event);
  void read_tells(base::YamlReader& reader, TransitionRule& rule, const base::Type& event);
  void read_tell(const Node& node, TransitionRule& rule, const base::Type& event);
  void read_calls(base::YamlReader& reader, TransitionRule& rule);
  void read_opens(base::YamlReader& reader, TransitionRule& rule);

  // A condition or value over `case`, `event` and `policy`; nothing and faults when it is wrong.
  std::optional<base::Expression> read_expression(const Node& node, const base::Type& event,
                                                  base::Type* type = nullptr);
  std::vector<int> read_facts(base::YamlReader& reader);
  const FieldType* require_field(const Node& node, base::Type::Kind kind);
  bool require_state(const Node& node, const std::string& name);
  bool require_duration(const Node& node, const std::string& name);
  std::vector<std::string> state_names() const;
  std::vector<std::string> event_names() const;
  void error(const Node& node, std::string message, std::string hint = {});

  const SourceFile& file_;
  const Policy& policy_;
  base::Faults faults_;
  std::shared_ptr<Machine> machine_{new Machine()};
  base::Type case_type_;
};

}  // namespace workflow
