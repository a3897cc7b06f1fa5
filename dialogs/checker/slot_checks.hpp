// The typed check of one flow: every condition, value and text against what is known where it
// stands, and against the contracts and the policy. Completes the draft: types of slots, names of
// items, dependents of answers. Load time only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "dialogs/checker/draft.hpp"
#include "dialogs/checker/fields.hpp"
#include "dialogs/checker/slot_flow.hpp"
#include "dialogs/checker/text_checks.hpp"
#include "dialogs/checker/typed_scope.hpp"

namespace dialogs {

class SlotChecks {
 public:
  // `drafts` are all flows; those that this one calls have been checked before.
  SlotChecks(Draft& draft, const std::vector<Draft>& drafts, Workspace& workspace,
             const base::Type& policy, TextChecks& texts)
      : draft_(draft),
        flow_(draft.flow),
        drafts_(drafts),
        workspace_(workspace),
        faults_(workspace.faults),
        policy_(policy),
        texts_(texts) {}

  void run();

 private:
  // --- scope (slot_checks.cpp)
  void settle_types();
  TypedScope scope_at(StepIndex at);
  // Fields that an `if` around the step tested for.
  void narrow_fields(TypedScope& scope, StepIndex at) const;
  base::Type type_at(std::size_t slot, StepIndex at);
  void add_item_answers(base::Type& list, const Slot& slot, StepIndex at);
  const std::string& word_of(const std::string& path) const;
  void set_type(const std::string& slot, base::Type type, std::string word);
  // Whether the slot is this step's own; a name that is taken already keeps what it is.
  bool is_set_by(const std::string& slot, StepIndex at) const;
  void fault(const base::Position& where, std::string message, std::string hint = {});

  // Checks an expression that stands at a step, and remembers what it reads.
  base::Type check(const base::Expression& expression, const TypedScope& scope, StepIndex at);
  void check_condition(const base::Expression& expression, const TypedScope& scope, StepIndex at);
  // A value that goes where `wanted` is expected; `what` names it in the fault.
  void check_value(const base::Expression& value, const base::Type& wanted, const std::string& what,
                   const TypedScope& scope, StepIndex at);
  void report_early_reads(const base::Expression& expression, StepIndex at);

  // --- steps (step_checks.cpp)
  void check_step(StepIndex at);
  void check_ask(AskStep& ask, StepIndex at, const TypedScope& scope);
  base::Type check_picking(AskStep& ask, StepIndex at, const TypedScope& scope);
  base::Type check_source(const ItemSource& source, StepIndex at, const TypedScope& scope,
                          std::string& word);
  base::Type answer_type(AskStep& ask, StepIndex at, const TypedScope& scope);
  void check_texts(Question& question, const TypedScope& scope);
  void check_rules(AskStep& ask, StepIndex at, const TypedScope& scope, const base::Type& type);
  void check_arguments(const std::vector<base::Expression>& arguments,
                       const std::vector<std::string>& takes, const std::string& name, StepIndex at,
                       const TypedScope& scope);
  void check_loop(const ForEachStep& loop, StepIndex at, const TypedScope& scope);
  void check_call(const CallStep& call, StepIndex at, const TypedScope& scope);
  void check_take_into(const std::string& path, const base::Type& result, StepIndex at,
                       const TypedScope& scope);
  void check_action(const DoStep& action, StepIndex at, const TypedScope& scope);
  void check_with(const DoStep& action, const Action& contract, StepIndex at,
                  const TypedScope& scope);
  void check_figure(const Span& span, const base::Position& where);
  void check_wait(const WaitStep& wait, StepIndex at, const TypedScope& scope);

  std::map<StepIndex, std::vector<std::string>> taken_results() const;
  void find_dependents();

  Draft& draft_;
  Flow& flow_;
  const std::vector<Draft>& drafts_;
  Workspace& workspace_;
  base::Faults& faults_;
  const base::Type& policy_;
  TextChecks& texts_;
  SlotFlow known_;
  std::map<std::string, std::string> words_;  // record type of a slot's value or items
  std::vector<std::set<std::string>> reads_;  // by step: heads of the names it reads
};

// The slots that are surely set wherever the flow ends with this outcome.
std::vector<std::string> results_of(const Draft& draft, const std::string& outcome);

}  // namespace dialogs
