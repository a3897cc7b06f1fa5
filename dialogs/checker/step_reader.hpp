// Reads the `steps` of a flow and lays them flat: see "Positions" in flow.hpp. Load time only.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/yaml.hpp"
#include "dialogs/checker/draft.hpp"
#include "dialogs/checker/fields.hpp"

namespace dialogs {

class StepReader {
 public:
  // Adds steps to `draft`, whose flow has its name already.
  StepReader(Draft& draft, Workspace& workspace)
      : draft_(draft), file_(draft.file), workspace_(workspace) {}

  // Reads the whole list; the first step is where the flow begins.
  void read(const base::YamlNode& steps);

 private:
  // A stretch of steps: where it begins and which of its steps go on behind it.
  struct Block {
    StepIndex first = kNoStep;
    std::vector<StepIndex> ends;
  };

  Block read_list(const base::YamlNode& list);
  // What is done in a special case: a list of steps, or a map of verbs in their order.
  Block read_arm(const base::YamlNode& node);
  Block read_step(const base::YamlNode& node);
  Block read_verb(std::string_view verb, base::YamlReader& reader, StepIndex index);

  Block read_say(base::YamlReader& reader, StepIndex index);
  Block read_ask(base::YamlReader& reader, StepIndex index);
  Block read_review(base::YamlReader& reader, StepIndex index);
  Block read_if(base::YamlReader& reader, StepIndex index);
  Block read_for_each(base::YamlReader& reader, StepIndex index);
  Block read_call(base::YamlReader& reader, StepIndex index);
  Block read_do(base::YamlReader& reader, StepIndex index);
  Block read_wait(base::YamlReader& reader, StepIndex index);
  Block read_handover(base::YamlReader& reader, StepIndex index);
  Block read_end(base::YamlReader& reader, StepIndex index);
  Block read_ask_again(base::YamlReader& reader, StepIndex index);

  void read_refusals(base::YamlReader& reader, const std::string& action, DoStep& step,
                     std::vector<StepIndex>& ends);
  void read_take(const base::YamlNode& node, CallStep& call);
  Trouble read_trouble(base::YamlReader& reader);
  std::vector<NamedExpression> read_values(base::YamlReader& reader, std::string_view field);

  StepIndex add_step(const base::YamlNode& node);
  void set_id(base::YamlReader& reader, StepIndex index, const std::string& automatic);
  std::string key(StepIndex index) const;
  void append(std::vector<StepIndex>& ends, const std::vector<StepIndex>& more);
  void lead_on(const std::vector<StepIndex>& ends, StepIndex to);
  void fault(const base::Position& where, std::string message, std::string hint = {});
  Step& step(StepIndex index) { return draft_.flow.steps[index]; }

  Draft& draft_;
  const std::string& file_;
  Workspace& workspace_;
  std::vector<StepIndex> loops_;
  std::set<std::string> ids_;        // of the steps so far
  std::map<std::string, int> last_;  // by automatic id, the number used last
  const Refusal* refusal_ = nullptr;
  std::vector<std::pair<std::string, int>> counts_;  // of steps without a name, by verb
};

}  // namespace dialogs
