#include "dialogs/checker/branch_cases.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>

namespace dialogs {
namespace {

using base::Type;
using base::Value;

// More cases than this are not tried out one by one: nothing is concluded then.
constexpr std::size_t kMaxCases = 4096;
constexpr const char* kMissing = "";  // as a word: there is no value

// By dotted name the words it cannot be here. Names without an entry may be anything.
using Excluded = std::map<std::string, std::set<std::string>>;

// One way it may be: a word for each name that the condition reads.
struct CaseScope final : base::ValueScope {
  base::Record names;
  const Value* find(std::string_view name) const override { return names.find(name); }
  base::Instant now() const override { return {}; }
  std::string today() const override { return "1970-01-01"; }
};

void set_path(base::Record& record, std::string_view path, Value value) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) {
    record[path] = std::move(value);
    return;
  }
  Value& inner = record[path.substr(0, dot)];
  if (!inner.is_record()) inner = base::Record();
  set_path(inner.record(), path.substr(dot + 1), std::move(value));
}

// The type of a dotted name; nothing when it is not known. What may be missing on the way makes
// the whole so.
std::optional<Type> type_of(const TypedScope& scope, std::string_view path) {
  const std::size_t head = std::min(path.find('.'), path.size());
  const Type* type = scope.find(path.substr(0, head));
  bool may_be_missing = type != nullptr && type->may_be_missing;
  for (std::size_t at = head; type != nullptr && at < path.size();) {
    const std::size_t end = std::min(path.find('.', at + 1), path.size());
    type = type->field(path.substr(at + 1, end - at - 1));
    may_be_missing = may_be_missing || (type != nullptr && type->may_be_missing);
    at = end;
  }
  if (type == nullptr) return std::nullopt;
  Type result = *type;
  result.may_be_missing = may_be_missing;
  return result;
}

// The words a value of this type may be; empty when they cannot be counted.
std::vector<std::string> words_of(const Type& type) {
  std::vector<std::string> words;
  if (type.kind == Type::Kind::choice) words = type.choices;
  if (type.kind == Type::Kind::boolean) words = {"yes", "no"};
  if (!words.empty() && type.may_be_missing) words.emplace_back(kMissing);
  return words;
}

Value value_of(const Type& type, const std::string& word) {
  if (word == kMissing) return {};
  return type.kind == Type::Kind::boolean ? Value(word == "yes") : Value(word);
}

// What a condition says about every case that is left.
struct Verdict {
  bool is_known = false;  // its cases can be counted
  bool may_hold = true;
  bool may_fail = true;
  Excluded when_held;  // words that its names cannot be then
  Excluded when_failed;
};

class CaseCounter {
 public:
  CaseCounter(const base::Expression& condition, const TypedScope& scope, const Excluded& before)
      : condition_(condition) {
    // A condition with a fault of its own says nothing about cases.
    base::Faults found;
    condition.check(scope, found);
    if (!found.empty()) return;
    // The day is no case: what it decides is not known here.
    if (condition.text().find("today") != std::string::npos) return;
    std::size_t cases = 1;
    for (const std::string& name : condition.reads()) {
      const auto type = type_of(scope, name);
      std::vector<std::string> words = type ? words_of(*type) : std::vector<std::string>();
      const auto excluded = before.find(name);
      if (excluded != before.end()) {
        std::erase_if(words, [&](const auto& word) { return excluded->second.contains(word); });
      }
      cases *= words.size();
      if (cases == 0 || cases > kMaxCases) return;
      names_.push_back({name, *type, std::move(words), {}, {}, nullptr});
    }
    is_countable_ = !names_.empty();
  }

  Verdict count() {
    Verdict verdict;
    if (!is_countable_) return verdict;
    verdict = {true, false, false, {}, {}};
    CaseScope scope;
    try_from(0, scope, verdict);
    for (const Name& name : names_) {
      for (const std::string& word : name.words) {
        if (!name.held.contains(word)) verdict.when_held[name.path].insert(word);
        if (!name.failed.contains(word)) verdict.when_failed[name.path].insert(word);
      }
    }
    return verdict;
  }

 private:
  struct Name {
    std::string path;
    Type type;
    std::vector<std::string> words;
    std::set<std::string> held;  // words in a case where the condition held
    std::set<std::string> failed;
    const std::string* now = nullptr;  // the word of the case being tried
  };

  void try_from(std::size_t at, CaseScope& scope, Verdict& verdict) {
    if (at < names_.size()) {
      for (const std::string& word : names_[at].words) {
        names_[at].now = &word;
        set_path(scope.names, names_[at].path, value_of(names_[at].type, word));
        try_from(at + 1, scope, verdict);
      }
      return;
    }
    const bool holds = condition_.holds(scope);
    (holds ? verdict.may_hold : verdict.may_fail) = true;
    for (Name& name : names_) (holds ? name.held : name.failed).insert(*name.now);
  }

  const base::Expression& condition_;
  std::vector<Name> names_;
  bool is_countable_ = false;
};

class BranchCases {
 public:
  BranchCases(Draft& draft, const std::function<TypedScope(StepIndex)>& scope_at,
              base::Faults& faults)
      : flow_(draft.flow), scope_at_(scope_at), faults_(faults) {}

  void run() {
    if (flow_.steps.empty()) return;
    spread();
    for (StepIndex at = 0; at < flow_.steps.size(); ++at) {
      if (!was_reached_[at]) continue;
      if (auto* branch = std::get_if<IfStep>(&flow_.steps[at].body)) judge(*branch, at);
      if (const auto* ask = flow_.steps[at].as<AskStep>()) {
        if (ask->only_if) judge_condition(*ask->only_if, at);
      }
    }
    for (StepIndex at = 0; at < flow_.steps.size(); ++at) {
      if (was_reached_[at] && !is_continued_[at]) check_chain(at);
    }
  }

 private:
  Verdict verdict_at(const base::Expression& condition, StepIndex at) {
    return CaseCounter(condition, scope_at_(at), before_[at]).count();
  }

  // What is excluded at each step: forward over all ways, keeping what every way excludes.
  void spread() {
    before_.resize(flow_.steps.size());
    was_reached_.assign(flow_.steps.size(), false);
    is_continued_.assign(flow_.steps.size(), false);
    std::deque<StepIndex> open = {0};
    was_reached_[0] = true;
    while (!open.empty()) {
      const StepIndex at = open.front();
      open.pop_front();
      const auto* branch = flow_.steps[at].as<IfStep>();
      const Verdict verdict = branch ? verdict_at(branch->condition, at) : Verdict();
      for (const Edge& edge : edges_of(flow_.steps[at])) {
        Excluded after = before_[at];
        if (branch != nullptr && !follow(*branch, verdict, edge, after)) continue;
        forget_changed(at, after);
        if (merge(edge.to, std::move(after))) open.push_back(edge.to);
      }
    }
  }

  // Adds what taking this way out of an `if` tells; false when it is never taken.
  static bool follow(const IfStep& branch, const Verdict& verdict, const Edge& edge,
                     Excluded& after) {
    if (!verdict.is_known) return true;
    // Without a `then` arm both ways are the same edge.
    if (edge.kind == EdgeKind::next && branch.then_first == kNoStep) return true;
    const bool is_then = edge.kind == EdgeKind::then_arm;
    if (is_then ? !verdict.may_hold : !verdict.may_fail) return false;
    for (const auto& [name, words] : is_then ? verdict.when_held : verdict.when_failed) {
      after[name].insert(words.begin(), words.end());
    }
    return true;
  }

  // A name that this step sets may be anything again.
  void forget_changed(StepIndex at, Excluded& after) const {
    for (const Slot& slot : flow_.slots) {
      const Step& step = flow_.steps[at];
      const auto* loop = step.as<ForEachStep>();
      const auto* call = step.as<CallStep>();
      bool is_set = slot.step == at;
      if (call != nullptr) {
        for (const auto& take : call->take) {
          is_set = is_set || take.second.substr(0, take.second.find('.')) == slot.name;
        }
      }
      if (loop != nullptr) is_set = is_set || slot.loop == at || slot.name == loop->list;
      if (is_set) forget(slot.name, after);
    }
    if (const auto* loop = flow_.steps[at].as<ForEachStep>()) forget(loop->item, after);
    if (const auto* action = flow_.steps[at].as<DoStep>(); action != nullptr) {
      forget("refusal", after);
    }
  }

  static void forget(const std::string& head, Excluded& after) {
    std::erase_if(after, [&](const auto& entry) {
      return entry.first == head || entry.first.starts_with(head + ".");
    });
  }

  bool merge(StepIndex to, Excluded after) {
    if (!was_reached_[to]) {
      was_reached_[to] = true;
      before_[to] = std::move(after);
      return true;
    }
    bool changed = false;
    for (auto known = before_[to].begin(); known != before_[to].end();) {
      const auto other = after.find(known->first);
      const std::size_t size = known->second.size();
      std::erase_if(known->second, [&](const std::string& word) {
        return other == after.end() || !other->second.contains(word);
      });
      changed = changed || known->second.size() != size;
      known = known->second.empty() ? before_[to].erase(known) : std::next(known);
    }
    return changed;
  }

  void judge(IfStep& branch, StepIndex at) {
    const Verdict verdict = judge_condition(branch.condition, at);
    branch.is_last_case = verdict.is_known && verdict.may_hold && !verdict.may_fail;
    const IfStep* next =
        branch.else_first == kNoStep ? nullptr : flow_.steps[branch.else_first].as<IfStep>();
    const bool is_chain =
        next != nullptr && flow_.steps[branch.else_first].next == flow_.steps[at].next;
    if (!is_chain) return;
    is_continued_[at] = true;
    before_in_chain_[branch.else_first] = at;
  }

  Verdict judge_condition(const base::Expression& condition, StepIndex at) {
    Verdict verdict = verdict_at(condition, at);
    if (verdict.is_known && !verdict.may_hold) {
      faults_.error(flow_.steps[at].where, "'" + condition.text() + "' never holds here",
                    "an earlier step leaves no such case: remove it, or mend the condition");
    }
    return verdict;
  }

  // The last `if` of a chain of two or more that all test one name: what is left behind it?
  void check_chain(StepIndex last) {
    const auto* branch = flow_.steps[last].as<IfStep>();
    if (branch == nullptr || branch->is_last_case || branch->else_first != kNoStep) return;
    if (!before_in_chain_.contains(last)) return;
    std::set<std::string> names;
    for (StepIndex at = last;; at = before_in_chain_[at]) {
      const auto reads = flow_.steps[at].as<IfStep>()->condition.reads();
      names.insert(reads.begin(), reads.end());
      if (!before_in_chain_.contains(at)) break;
    }
    if (names.size() != 1) return;
    const auto type = type_of(scope_at_(last), *names.begin());
    const Verdict verdict = verdict_at(branch->condition, last);
    if (!type || !verdict.is_known || !verdict.may_fail) return;
    Excluded left = before_[last];
    for (const auto& [name, words] : verdict.when_failed) {
      left[name].insert(words.begin(), words.end());
    }
    std::string list;
    for (const std::string& word : words_of(*type)) {
      if (left[*names.begin()].contains(word)) continue;
      list += (list.empty() ? "" : ", ") + (word.empty() ? std::string("missing") : word);
    }
    faults_.error(flow_.steps[last].where,
                  "no branch is there for '" + *names.begin() + "' being '" + list + "'",
                  "add an `else`, or a branch for each");
  }

  Flow& flow_;
  const std::function<TypedScope(StepIndex)>& scope_at_;
  base::Faults& faults_;
  std::vector<Excluded> before_;
  std::vector<bool> was_reached_;
  std::vector<bool> is_continued_;                  // the `else` of this `if` is another one
  std::map<StepIndex, StepIndex> before_in_chain_;  // by `if` in an `else`: the one before it
};

}  // namespace

void settle_branches(Draft& draft, const std::function<TypedScope(StepIndex)>& scope_at,
                     base::Faults& faults) {
  BranchCases(draft, scope_at, faults).run();
}

}  // namespace dialogs
