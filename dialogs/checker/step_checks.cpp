// The typed check, step by step: what each verb may read and what it gives.
#include <algorithm>

#include "dialogs/checker/slot_checks.hpp"

namespace dialogs {

using base::Type;

void SlotChecks::check_step(StepIndex at) {
  Step& step = flow_.steps[at];
  const TypedScope scope = scope_at(at);
  if (auto* say = std::get_if<SayStep>(&step.body)) {
    texts_.check(say->text, scope, &flow_);
  } else if (auto* ask = std::get_if<AskStep>(&step.body)) {
    check_ask(*ask, at, scope);
  } else if (auto* review = std::get_if<ReviewStep>(&step.body)) {
    texts_.check(review->text, scope, &flow_);
    texts_.check(review->confirm, scope, &flow_);
  } else if (auto* branch = std::get_if<IfStep>(&step.body)) {
    check_condition(branch->condition, scope, at);
  } else if (const auto* loop = step.as<ForEachStep>()) {
    check_loop(*loop, at, scope);
  } else if (const auto* call = step.as<CallStep>()) {
    check_call(*call, at, scope);
  } else if (const auto* action = step.as<DoStep>()) {
    check_action(*action, at, scope);
  } else if (const auto* wait = step.as<WaitStep>()) {
    check_wait(*wait, at, scope);
  } else if (auto* handover = std::get_if<HandoverStep>(&step.body)) {
    texts_.check(handover->say, scope, &flow_);
    if (is_set_by(handover->save, at)) {
      base::Type outcome = base::Type::of(base::Type::Kind::choice);
      outcome.choices = handover_outcomes();
      set_type(handover->save, std::move(outcome), {});
    }
  }
}

Type SlotChecks::answer_type(AskStep& ask, StepIndex at, const TypedScope& scope) {
  switch (ask.question.type) {
    case QuestionType::text:
    case QuestionType::phone:
    case QuestionType::email:
    case QuestionType::iban:
      return Type::of(Type::Kind::text);
    case QuestionType::number:
      return Type::of(Type::Kind::number);
    case QuestionType::money:
      return money_type();
    case QuestionType::date:
      return Type::of(Type::Kind::date);
    case QuestionType::yes_no:
      return Type::of(Type::Kind::boolean);
    case QuestionType::files:
      return Type::list_of(file_type());
    case QuestionType::tracking_number:
      return track_type();
    case QuestionType::choice: {
      Type choice = Type::of(Type::Kind::choice);
      for (const Option& option : ask.question.options) choice.choices.push_back(option.word);
      return choice;
    }
    case QuestionType::pick_one:
    case QuestionType::pick_many:
      return check_picking(ask, at, scope);
  }
  return Type();
}

void SlotChecks::check_ask(AskStep& ask, StepIndex at, const TypedScope& scope) {
  TypedScope before(&scope);
  if (ask.only_if) {
    check_condition(*ask.only_if, scope, at);
    // Behind `only_if: x is present` the question may read x.
    const auto [name, is_present] = presence_test(*ask.only_if);
    const Type* tested = name.empty() ? nullptr : scope.find(name);
    if (tested != nullptr && is_present) {
      Type present = *tested;
      present.may_be_missing = false;
      before.set(name, std::move(present));
    }
  }
  Type type = answer_type(ask, at, before);
  if (ask.otherwise) check_value(*ask.otherwise, type, "`otherwise`", scope, at);
  const Slot* slot = flow_.find_slot(ask.name);
  if (slot != nullptr && slot->type.kind != Type::Kind::any) {
    const std::string reason = why_not(type, slot->type);
    if (!reason.empty()) {
      fault(flow_.steps[at].where, "'" + ask.name + "' was given, but its question " + reason,
            "let `given` and the question agree, or give one another name");
    }
  }
  const std::string word = ask.question.item_name == "item" ? "" : ask.question.item_name;
  set_type(ask.name, type, word);
  check_rules(ask, at, before, type);
  check_texts(ask.question, before);
}

Type SlotChecks::check_source(const ItemSource& source, StepIndex at, const TypedScope& scope,
                              std::string& word) {
  const base::Position& where = flow_.steps[at].where;
  if (source.list) {
    word = word_of(source.list->text());
    return check(*source.list, scope, at);
  }
  const Lookup* lookup = workspace_.contracts.find_lookup(source.lookup);
  if (lookup == nullptr) {
    std::vector<std::string> names;
    for (const Lookup& one : workspace_.contracts.lookups) names.push_back(one.name);
    const bool is_action = workspace_.contracts.find_action(source.lookup) != nullptr;
    fault(where, "unknown look-up '" + source.lookup + "'",
          is_action ? "it is an action, which changes something: only `do` may run it"
                    : base::suggest_any(source.lookup, names));
    return Type();
  }
  check_arguments(source.arguments, lookup->takes, lookup->name, at, scope);
  const bool is_record = workspace_.contracts.find_type(lookup->gives.name) != nullptr;
  word = is_record ? lookup->gives.name : "item";
  return lookup->gives.type;
}

Type SlotChecks::check_picking(AskStep& ask, StepIndex at, const TypedScope& scope) {
  Question& question = ask.question;
  question.item_name = "item";
  Type list;
  if (question.from) list = check_source(*question.from, at, scope, question.item_name);
  const bool is_list = list.kind == Type::Kind::list && list.item != nullptr;
  if (!is_list && list.kind != Type::Kind::any) {
    fault(flow_.steps[at].where,
          "'" + ask.name + "' picks from a " + to_string(list) + ", which is no list",
          "name a list, or a look-up that gives one");
  }
  const Type item = is_list ? *list.item : Type();
  for (const std::string_view key : {"id", "number"}) {
    if (question.item_key.empty() && item.field(key) != nullptr) question.item_key = key;
  }
  if (is_list && question.item_key.empty()) {
    fault(flow_.steps[at].where, "the items of '" + ask.name + "' cannot be told apart",
          "their type needs a field `id` or `number`");
  }
  TypedScope inner(&scope);
  inner.set(question.item_name, item);
  if (question.where) {
    check_condition(*question.where, inner, at);
    // The item is the question's own; it rests on nothing else.
    reads_[at].erase(question.item_name);
  }
  texts_.check(question.item, inner, &flow_);
  texts_.check(question.hint, inner, &flow_);
  return question.type == QuestionType::pick_many ? list : item;
}

void SlotChecks::check_texts(Question& question, const TypedScope& scope) {
  for (Text* text : {&question.text, &question.label, &question.why, &question.reworded}) {
    texts_.check(*text, scope, &flow_);
  }
  for (Option& option : question.options) texts_.check(option.label, scope, &flow_);
  if (question.optional) texts_.check(question.optional->label, scope, &flow_);
}

void SlotChecks::check_rules(AskStep& ask, StepIndex at, const TypedScope& scope,
                             const Type& type) {
  Question& question = ask.question;
  TypedScope inner(&scope);
  Type answered = type;
  answered.may_be_missing = false;
  inner.set(ask.name, answered);
  for (Check& rule : question.checks) {
    check_condition(rule.must, inner, at);
    texts_.check(rule.say, inner, &flow_);
    for (Offer& offer : rule.offers) {
      if (offer.value) check_value(*offer.value, answered, "the offer", inner, at);
      texts_.check(offer.label, inner, &flow_);
    }
  }
  if (question.optional && question.optional->condition) {
    check_condition(*question.optional->condition, scope, at);
  }
  const Type text = Type::of(Type::Kind::text);
  if (question.currency) check_value(*question.currency, text, "`currency`", scope, at);
  Type carrier = text;
  carrier.may_be_missing = true;  // then the number is checked without it
  if (question.carrier) check_value(*question.carrier, carrier, "`carrier`", scope, at);
}

void SlotChecks::check_arguments(const std::vector<base::Expression>& arguments,
                                 const std::vector<std::string>& takes, const std::string& name,
                                 StepIndex at, const TypedScope& scope) {
  if (arguments.size() != takes.size()) {
    std::string list;
    for (const std::string& one : takes) list += (list.empty() ? "" : ", ") + one;
    fault(flow_.steps[at].where,
          name + " takes '" + list + "', but gets " + std::to_string(arguments.size()) + " values",
          "write " + name + "(" + list + ")");
  }
  for (const base::Expression& argument : arguments) check(argument, scope, at);
}

void SlotChecks::check_loop(const ForEachStep& loop, StepIndex at, const TypedScope& scope) {
  const base::Position& where = flow_.steps[at].where;
  if (loop.list.empty()) return;  // reported where it is read
  reads_[at].insert(loop.list);
  const Slot* slot = flow_.find_slot(loop.list);
  const Type* list = scope.find(loop.list);
  const AskStep* ask =
      slot == nullptr || slot->step == kNoStep ? nullptr : flow_.steps[slot->step].as<AskStep>();
  if (list == nullptr || ask == nullptr || ask->question.type != QuestionType::pick_many) {
    std::vector<std::string> names;
    for (const Step& step : flow_.steps) {
      const auto* other = step.as<AskStep>();
      if (other != nullptr && other->question.type == QuestionType::pick_many) {
        names.push_back(other->name);
      }
    }
    std::string hint = base::suggest(loop.list, names);
    if (hint.empty()) hint = "a loop runs over the answer of a pick_many";
    fault(where, "'" + loop.list + "' is nothing to loop over", hint);
  } else if (list->may_be_missing) {
    fault(where, "'" + loop.list + "' may be missing here", "ask for it on every path to here");
  }
}

void SlotChecks::check_call(const CallStep& call, StepIndex at, const TypedScope& scope) {
  if (call.flow == kNoFlow) return;
  const Flow& callee = drafts_[call.flow].flow;
  const base::Position& where = flow_.steps[at].where;
  std::vector<std::string> names;
  for (const auto& [name, type] : callee.given) {
    names.push_back(name);
    const bool is_given = std::any_of(call.give.begin(), call.give.end(),
                                      [&](const auto& one) { return one.name == name; });
    if (!is_given && !type.may_be_missing) {
      fault(where, "'" + callee.name + "' needs '" + name + "'", "add it under `give`");
    }
  }
  for (const NamedExpression& value : call.give) {
    const auto wanted = std::find_if(callee.given.begin(), callee.given.end(),
                                     [&](const auto& one) { return one.first == value.name; });
    if (wanted == callee.given.end()) {
      fault(where, "'" + callee.name + "' takes no '" + value.name + "'",
            base::suggest_any(value.name, names));
      continue;
    }
    check_value(value.value, wanted->second, "`give` " + value.name, scope, at);
  }
  for (const auto& [theirs, ours] : call.take) {
    const Slot* slot = callee.find_slot(theirs);
    if (slot == nullptr || slot->loop != kNoStep) {
      std::vector<std::string> results;
      for (const Slot& one : callee.slots) {
        if (one.loop == kNoStep) results.push_back(one.name);
      }
      fault(where, "'" + callee.name + "' has no result '" + theirs + "'",
            base::suggest_any(theirs, results));
    } else if (ours.find('.') == std::string::npos) {
      if (is_set_by(ours, at)) set_type(ours, slot->type, {});
    } else {
      check_take_into(ours, slot->type, at, scope);
    }
  }
}

// A result that goes into a field of an answer.
void SlotChecks::check_take_into(const std::string& path, const Type& result, StepIndex at,
                                 const TypedScope& scope) {
  const base::Position& where = flow_.steps[at].where;
  const std::string head = path.substr(0, path.find('.'));
  base::Faults found;
  const auto name = base::Expression::parse(path, where, found);
  Type wanted = name ? name->check(scope, found) : Type();
  const Slot* slot = flow_.find_slot(head);
  if (slot == nullptr || slot->step == at) {
    std::vector<std::string> names;
    for (const Slot& one : flow_.slots) names.push_back(one.name);
    fault(where, "`take` goes into '" + path + "', but there is no answer '" + head + "'",
          base::suggest_any(head, names));
    return;
  }
  // A field that may be missing is what this is for.
  for (const base::Fault& one : found.all()) {
    if (one.message.find("may be missing here") == std::string::npos)
      faults_.error(where, one.message, one.hint);
  }
  wanted.may_be_missing = true;
  const std::string reason = why_not(result, wanted);
  if (!reason.empty()) {
    fault(where, "`take` goes into '" + path + "', but the result " + reason,
          "take it under a name of its own");
  }
}

void SlotChecks::check_action(const DoStep& action, StepIndex at, const TypedScope& scope) {
  const Action* contract = workspace_.contracts.find_action(action.action);
  if (contract == nullptr) return;  // reported with the graph
  check_with(action, *contract, at, scope);
  const base::Position& where = flow_.steps[at].where;
  for (const std::string& name : action.once_per) {
    const Type* type = scope.find(name);
    if (flow_.find_slot(name) == nullptr || type == nullptr) {
      std::vector<std::string> names;
      for (const Slot& slot : flow_.slots) names.push_back(slot.name);
      fault(where, "`once_per` names the unknown answer '" + name + "'",
            base::suggest_any(name, names));
    } else if (type->may_be_missing) {
      fault(where, "`once_per` names '" + name + "', which may be missing here",
            "name answers that are always there");
    }
  }
  if (action.once_per.empty()) {
    fault(where, "`once_per` names no answer", "what makes this action the same one again?");
  }
  if (is_set_by(action.save, at)) set_type(action.save, record_of(contract->gives), {});
}

void SlotChecks::check_with(const DoStep& action, const Action& contract, StepIndex at,
                            const TypedScope& scope) {
  const base::Position& where = flow_.steps[at].where;
  std::vector<std::string> names;
  for (const ContractField& field : contract.with) {
    names.push_back(field.name);
    const bool is_there = std::any_of(action.with.begin(), action.with.end(),
                                      [&](const auto& one) { return one.name == field.name; });
    if (!is_there && !field.type.type.may_be_missing) {
      fault(where, contract.name + " needs '" + field.name + "'", "add it under `with`");
    }
  }
  for (const NamedExpression& value : action.with) {
    const auto wanted = std::find_if(contract.with.begin(), contract.with.end(),
                                     [&](const auto& one) { return one.name == value.name; });
    if (wanted == contract.with.end()) {
      fault(where, contract.name + " takes no '" + value.name + "'",
            base::suggest_any(value.name, names));
      continue;
    }
    check_value(value.value, wanted->type.type, "`with` " + value.name, scope, at);
  }
}

void SlotChecks::check_figure(const Span& span, const base::Position& where) {
  // Of a policy that could not be read nothing is known, and its own faults are told elsewhere.
  const bool is_known = policy_.fields.empty() || policy_.field(span.figure) != nullptr;
  if (span.figure.empty() || is_known) return;
  std::vector<std::string> names;
  for (const auto& field : policy_.fields) names.push_back(field.first);
  fault(where, "the policy has no figure '" + span.figure + "'",
        base::suggest_any(span.figure, names));
}

void SlotChecks::check_wait(const WaitStep& wait, StepIndex at, const TypedScope& scope) {
  const base::Position& where = flow_.steps[at].where;
  check_figure(wait.up_to, where);
  const Signal* signal = workspace_.contracts.find_signal(wait.signal);
  if (signal == nullptr) {
    std::vector<std::string> names;
    for (const Signal& one : workspace_.contracts.signals) names.push_back(one.name);
    fault(where, "unknown signal '" + wait.signal + "'",
          names.empty() ? "declare it under `signals` of the contracts"
                        : base::suggest_any(wait.signal, names));
    return;
  }
  check_arguments(wait.arguments, signal->takes, signal->name, at, scope);
  if (is_set_by(wait.save, at)) set_type(wait.save, record_of(signal->gives), {});
}

}  // namespace dialogs
