#include "dialogs/checker/slot_checks.hpp"

#include <algorithm>

#include "dialogs/checker/branch_cases.hpp"

namespace dialogs {

using base::Type;

void SlotChecks::run() {
  if (flow_.steps.empty()) return;
  collect_slots(draft_, faults_);
  for (const auto& [name, type] : flow_.given) set_type(name, type, {});
  reads_.resize(flow_.steps.size());
  known_ = analyse_slots(draft_, taken_results());
  TypedScope top;
  top.set("policy", policy_);
  top.set("customer", record_of(workspace_.contracts.customer));
  if (flow_.requires_that) check_condition(*flow_.requires_that, top, 0);
  for (Text* text : {&flow_.title, &flow_.starts.label, &flow_.requires_say}) {
    texts_.check(*text, top, &flow_);
  }
  check_figure(flow_.unfinished, draft_.where);
  settle_types();
  for (StepIndex at = 0; at < flow_.steps.size(); ++at) check_step(at);
  find_dependents();
}

// What type an answer has is known only behind its question, and which branches are ever taken only
// with the types: a first round in silence, whose faults the second finds again.
void SlotChecks::settle_types() {
  const std::size_t heard = faults_.size();
  for (StepIndex at = 0; at < flow_.steps.size(); ++at) check_step(at);
  faults_.forget_after(heard);
  settle_branches(
      draft_, [this](StepIndex at) { return scope_at(at); }, faults_);
  known_ = analyse_slots(draft_, taken_results());
  reads_.assign(flow_.steps.size(), {});
}

void SlotChecks::fault(const base::Position& where, std::string message, std::string hint) {
  faults_.error(where, std::move(message), std::move(hint));
}

void SlotChecks::set_type(const std::string& name, Type type, std::string word) {
  for (Slot& slot : flow_.slots) {
    if (slot.name == name) slot.type = std::move(type);
  }
  words_[name] = std::move(word);
}

bool SlotChecks::is_set_by(const std::string& name, StepIndex at) const {
  const Slot* slot = flow_.find_slot(name);
  return slot != nullptr && slot->step == at;
}

// The record type of what a dotted name holds, or of its items; "item" when it has none.
const std::string& SlotChecks::word_of(const std::string& path) const {
  static const std::string anonymous = "item";
  std::size_t dot = std::min(path.find('.'), path.size());
  const auto head = words_.find(path.substr(0, dot));
  const std::string* word = head == words_.end() ? &anonymous : &head->second;
  while (dot < path.size()) {
    const std::size_t end = std::min(path.find('.', dot + 1), path.size());
    const RecordType* record = workspace_.contracts.find_type(*word);
    const ContractField* field =
        record == nullptr ? nullptr : record->find(path.substr(dot + 1, end - dot - 1));
    if (field == nullptr) return anonymous;
    word = &field->type.name;
    dot = end;
  }
  return workspace_.contracts.find_type(*word) == nullptr ? anonymous : *word;
}

// Fields for the answers that a loop over this list, finished before `at`, gave to each item.
void SlotChecks::add_item_answers(Type& list, const Slot& slot, StepIndex at) {
  for (StepIndex loop_at = 0; loop_at < at; ++loop_at) {
    const auto* loop = flow_.steps[loop_at].as<ForEachStep>();
    if (loop == nullptr || loop->list != slot.name) continue;
    const std::vector<StepIndex>& loops = flow_.steps[at].loops;
    if (std::find(loops.begin(), loops.end(), loop_at) != loops.end()) continue;
    const std::size_t bit = flow_.slots.size() + loop_at;
    if (!known_.may[at][bit]) continue;
    const auto after = known_.after_item.find(loop_at);
    Type item = *list.item;
    for (std::size_t answer = 0; answer < flow_.slots.size(); ++answer) {
      if (flow_.slots[answer].loop != loop_at) continue;
      Type field = flow_.slots[answer].type;
      const bool is_sure =
          known_.must[at][bit] && after != known_.after_item.end() && after->second[answer];
      field.may_be_missing = !is_sure;
      const auto known = std::find_if(item.fields.begin(), item.fields.end(), [&](const auto& one) {
        return one.first == flow_.slots[answer].name;
      });
      if (known == item.fields.end()) {
        item.fields.emplace_back(flow_.slots[answer].name, std::move(field));
      } else {
        known->second = std::move(field);
      }
    }
    list.item = std::make_shared<const Type>(std::move(item));
  }
}

Type SlotChecks::type_at(std::size_t index, StepIndex at) {
  const Slot& slot = flow_.slots[index];
  Type type = slot.type;
  if (type.kind == Type::Kind::list && type.item != nullptr) add_item_answers(type, slot, at);
  type.may_be_missing = !known_.must[at][index];
  return type;
}

TypedScope SlotChecks::scope_at(StepIndex at) {
  TypedScope scope;
  scope.set("policy", policy_);
  scope.set("customer", record_of(workspace_.contracts.customer));
  const std::vector<StepIndex>& loops = flow_.steps[at].loops;
  for (std::size_t index = 0; index < flow_.slots.size(); ++index) {
    const Slot& slot = flow_.slots[index];
    const bool is_visible =
        slot.loop == kNoStep || std::find(loops.begin(), loops.end(), slot.loop) != loops.end();
    if (is_visible) scope.set(slot.name, type_at(index, at));
  }
  for (const StepIndex loop_at : loops) {
    const auto* loop = flow_.steps[loop_at].as<ForEachStep>();
    const Type* list = scope.find(loop->list);
    const bool is_list = list != nullptr && list->kind == Type::Kind::list && list->item != nullptr;
    scope.set(loop->item, is_list ? *list->item : Type());
  }
  if (const Refusal* refusal = draft_.notes[at].refusal) {
    scope.set("refusal", record_of(refusal->fields));
  }
  narrow_fields(scope, at);
  return scope;
}

void SlotChecks::narrow_fields(TypedScope& scope, StepIndex at) const {
  for (StepIndex above = 0; above < at; ++above) {
    const auto* branch = flow_.steps[above].as<IfStep>();
    // Steps stand in the order of the file, so an arm is a range of them.
    if (branch == nullptr || branch->then_first == kNoStep || at < branch->then_first) continue;
    const StepIndex end =
        branch->else_first != kNoStep ? branch->else_first : flow_.steps[above].next;
    if (end != kNoStep && at >= end) continue;
    for (const std::string& name : fields_present(branch->condition)) {
      const std::size_t dot = name.find('.');
      const Type* known = scope.find(name.substr(0, dot));
      if (known == nullptr) continue;
      Type narrowed = *known;
      for (auto& [field, type] : narrowed.fields) {
        if (field == name.substr(dot + 1)) type.may_be_missing = false;
      }
      scope.set(name.substr(0, dot), std::move(narrowed));
    }
  }
}

Type SlotChecks::check(const base::Expression& expression, const TypedScope& scope, StepIndex at) {
  const Type type = expression.check(scope, faults_);
  for (const std::string& name : expression.reads()) {
    reads_[at].insert(name.substr(0, name.find('.')));
  }
  report_early_reads(expression, at);
  return type;
}

// A name that no way to this step has set is a mistake, also where a missing one would be allowed.
void SlotChecks::report_early_reads(const base::Expression& expression, StepIndex at) {
  for (const std::string& name : expression.reads()) {
    const std::string head = name.substr(0, name.find('.'));
    for (std::size_t index = 0; index < flow_.slots.size(); ++index) {
      const Slot& slot = flow_.slots[index];
      if (slot.name != head || known_.may[at][index] || slot.step == at) continue;
      const bool is_visible = slot.loop == kNoStep || !flow_.steps[at].loops.empty();
      if (is_visible) {
        fault(flow_.steps[at].where, "'" + head + "' is read before anything sets it",
              "ask for it in an earlier step");
      }
    }
  }
}

void SlotChecks::check_condition(const base::Expression& expression, const TypedScope& scope,
                                 StepIndex at) {
  base::Faults found;
  const Type type = expression.check(scope, found);
  faults_.add(found);
  for (const std::string& name : expression.reads()) {
    reads_[at].insert(name.substr(0, name.find('.')));
  }
  report_early_reads(expression, at);
  const bool is_condition = type.kind == Type::Kind::boolean || type.kind == Type::Kind::any;
  if (!is_condition && found.empty()) {
    fault(flow_.steps.empty() ? draft_.where : flow_.steps[at].where,
          "'" + expression.text() + "' is a " + to_string(type) + ", no condition",
          "compare it, or write '... is present'");
  }
}

void SlotChecks::check_value(const base::Expression& value, const Type& wanted,
                             const std::string& what, const TypedScope& scope, StepIndex at) {
  base::Faults found;
  Type type = value.check(scope, found);
  // Whether it may be missing is a matter of what is wanted, said in our own words.
  base::Faults heard;
  for (const base::Fault& one : found.all()) {
    if (one.message.find("may be missing here") == std::string::npos) {
      heard.error(one.where, one.message, one.hint);
    }
  }
  faults_.add(heard);
  for (const std::string& name : value.reads()) {
    reads_[at].insert(name.substr(0, name.find('.')));
  }
  report_early_reads(value, at);
  if (!heard.empty()) return;
  // A bare word for a choice, as in `otherwise: none`.
  const std::string reason = why_not(type, wanted);
  if (reason.empty()) {
    // Reading what may be missing without saying so is a fault even where nothing is allowed.
    if (type.may_be_missing && type.kind != Type::Kind::boolean && !found.empty()) {
      fault(flow_.steps[at].where, what + ": '" + value.text() + "' may be missing here",
            "write '" + value.text() + " or none'");
    }
    return;
  }
  fault(flow_.steps[at].where, what + ": '" + value.text() + "' " + reason,
        reason == "may be missing" ? "ask for it on every path to here"
                                   : "give a value of the kind that is wanted");
}

// For each answer the steps that must be done again when it changes (C2).
void SlotChecks::find_dependents() {
  const std::size_t steps = flow_.steps.size();
  // What a name in reach rests on: the step that sets it; an item of a loop rests on the list.
  const auto source_of = [&](std::string name, StepIndex reader) {
    for (const StepIndex loop_at : flow_.steps[reader].loops) {
      const auto* loop = flow_.steps[loop_at].as<ForEachStep>();
      if (loop->item == name) name = loop->list;
    }
    const Slot* slot = flow_.find_slot(name);
    return slot == nullptr ? kNoStep : slot->step;
  };
  std::vector<std::set<StepIndex>> direct(steps);
  for (StepIndex reader = 0; reader < steps; ++reader) {
    for (const std::string& name : reads_[reader]) {
      const StepIndex source = source_of(name, reader);
      if (source != kNoStep && source != reader) direct[source].insert(reader);
    }
  }
  for (StepIndex source = 0; source < steps; ++source) {
    std::set<StepIndex> found;
    std::vector<StepIndex> open(direct[source].begin(), direct[source].end());
    while (!open.empty()) {
      const StepIndex at = open.back();
      open.pop_back();
      if (at == source || !found.insert(at).second) continue;
      open.insert(open.end(), direct[at].begin(), direct[at].end());
    }
    for (const StepIndex at : found) {
      const Step& step = flow_.steps[at];
      const bool counts = step.as<AskStep>() != nullptr || step.as<DoStep>() != nullptr ||
                          step.as<ReviewStep>() != nullptr || step.as<CallStep>() != nullptr;
      if (counts) flow_.steps[source].dependents.push_back(at);
    }
  }
}

std::map<StepIndex, std::vector<std::string>> SlotChecks::taken_results() const {
  std::map<StepIndex, std::vector<std::string>> taken;
  for (StepIndex at = 0; at < flow_.steps.size(); ++at) {
    const auto* call = flow_.steps[at].as<CallStep>();
    if (call == nullptr || call->flow == kNoFlow) continue;
    taken[at] = results_of(drafts_[call->flow], call->expect);
  }
  return taken;
}

namespace {

// Whether the flow may end at this step, with that outcome: also when a question or an action gives
// up.
bool ends_with(const Step& step, const std::string& outcome) {
  if (const auto* end = step.as<EndStep>()) return end->outcome == outcome;
  if (const auto* ask = step.as<AskStep>()) return ask->question.tries.then.outcome == outcome;
  const auto* action = step.as<DoStep>();
  return action != nullptr && action->trouble.then.outcome == outcome;
}

}  // namespace

std::vector<std::string> results_of(const Draft& draft, const std::string& outcome) {
  const SlotFlow known = analyse_slots(draft, {});
  std::vector<std::string> names;
  for (std::size_t slot = 0; slot < draft.flow.slots.size(); ++slot) {
    bool is_sure = true;
    for (StepIndex at = 0; at < draft.flow.steps.size(); ++at) {
      if (ends_with(draft.flow.steps[at], outcome)) is_sure = is_sure && known.must[at][slot];
    }
    if (is_sure) names.push_back(draft.flow.slots[slot].name);
  }
  return names;
}

}  // namespace dialogs
