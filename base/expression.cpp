#include "base/expression.hpp"

#include <algorithm>
#include <compare>

#include "base/expression_lexer.hpp"
#include "base/expression_node.hpp"

namespace base {
namespace {

using Node = Expression::Node;
using Kind = Node::Kind;

const Value kNothing;

// A value that lives elsewhere (a name, a literal) or one made here: conditions copy nothing.
class Operand {
 public:
  Operand() = default;
  explicit Operand(const Value* elsewhere) : elsewhere_(elsewhere) {}
  explicit Operand(Value made) : made_(std::move(made)) {}

  const Value& value() const { return elsewhere_ != nullptr ? *elsewhere_ : made_; }

 private:
  const Value* elsewhere_ = nullptr;
  Value made_;
};

// The variables of the enclosing any and all, innermost first.
struct Bound {
  const Value* value;
  const Bound* outer;
};

bool is_true(const Value& value) {
  return value.is_boolean() && value.boolean();
}

// Nothing when the two have no order or are of unlike kinds.
std::optional<std::partial_ordering> order(const Value& left, const Value& right) {
  if (left.is_integer() && right.is_integer()) return left.integer() <=> right.integer();
  if (left.is_number() && right.is_number()) return left.real() <=> right.real();
  if (!left.is_text() || !right.is_text()) return std::nullopt;
  const auto from = from_iso(left.text());
  const auto to = from ? from_iso(right.text()) : std::nullopt;
  if (!to) return std::nullopt;
  return to_milliseconds(*from) <=> to_milliseconds(*to);
}

bool are_equal(const Value& left, const Value& right) {
  if (left == right) return true;
  // The same moment may be written in two ways.
  return left.is_text() && right.is_text() &&
         order(left, right) == std::partial_ordering::equivalent;
}

bool compare(Node::Comparator comparator, const Value& left, const Value& right) {
  if (left.is_nothing() || right.is_nothing()) return false;
  if (comparator == Node::Comparator::equal) return are_equal(left, right);
  if (comparator == Node::Comparator::unequal) return !are_equal(left, right);
  const auto found = order(left, right);
  if (!found) return false;
  switch (comparator) {
    case Node::Comparator::less:
      return *found < 0;
    case Node::Comparator::at_most:
      return *found <= 0;
    case Node::Comparator::greater:
      return *found > 0;
    default:
      return *found >= 0;
  }
}

bool is_empty(const Value& value) {
  return value.is_nothing() || (value.is_text() && value.text().empty()) ||
         (value.is_list() && value.list().empty()) || (value.is_record() && value.record().empty());
}

class Evaluator {
 public:
  explicit Evaluator(const ValueScope& scope) : scope_(scope) {}

  Operand operand(const Node& node, const Bound* bound) const {
    switch (node.kind) {
      case Kind::literal:
        return Operand(&node.value);
      case Kind::name:
        return Operand(find(node, bound));
      case Kind::today:
        return Operand(Value(scope_.today()));
      case Kind::or_none:
        return operand(node.children.front(), bound);
      case Kind::count:
        return Operand(count(node, bound));
      case Kind::days_since:
        return Operand(days_since(node, bound));
      case Kind::money:
        return Operand(money(node, bound));
      case Kind::list: {
        Value::List items;
        for (const Node& child : node.children) items.push_back(operand(child, bound).value());
        return Operand(Value(std::move(items)));
      }
      default:
        return Operand(Value(holds(node, bound)));
    }
  }

  bool holds(const Node& node, const Bound* bound) const {
    const auto holds_child = [&](const Node& child) { return holds(child, bound); };
    const auto& children = node.children;
    switch (node.kind) {
      case Kind::either:
        return std::any_of(children.begin(), children.end(), holds_child);
      case Kind::both:
        return std::all_of(children.begin(), children.end(), holds_child);
      case Kind::negation:
        return !holds(children.front(), bound);
      case Kind::comparison: {
        const Operand left = operand(children.front(), bound);
        const Operand right = operand(children.back(), bound);
        return compare(node.comparator, left.value(), right.value());
      }
      case Kind::membership:
        return membership(node, bound);
      case Kind::missing:
        return operand(children.front(), bound).value().is_nothing() != node.negated;
      case Kind::empty:
        return is_empty(operand(children.front(), bound).value()) != node.negated;
      case Kind::some:
      case Kind::every:
        return quantifier(node, bound);
      default:
        return is_true(operand(node, bound).value());
    }
  }

 private:
  // Never nothing: what is not there is kNothing.
  const Value* find(const Node& node, const Bound* bound) const {
    for (int i = 0; i < node.bound && bound != nullptr; ++i) bound = bound->outer;
    const Value* here = nullptr;
    if (node.bound >= 0) {
      here = bound == nullptr ? nullptr : bound->value;
    } else if (node.meaning == Node::Meaning::word) {
      return &node.value;
    } else {
      here = scope_.find(node.path.front());
      if (node.is_word(here != nullptr)) return &node.value;
    }
    for (std::size_t i = 1; i < node.path.size() && here != nullptr; ++i) {
      here = here->is_record() ? here->record().find(node.path[i]) : nullptr;
    }
    return here == nullptr ? &kNothing : here;
  }

  bool membership(const Node& node, const Bound* bound) const {
    const Operand left = operand(node.children.front(), bound);
    if (left.value().is_nothing()) return false;
    const Node& set = node.children.back();
    bool is_found = false;
    if (set.kind == Kind::list) {
      is_found = std::any_of(set.children.begin(), set.children.end(), [&](const Node& item) {
        return compare(Node::Comparator::equal, left.value(), operand(item, bound).value());
      });
    } else {
      const Operand list = operand(set, bound);
      if (!list.value().is_list()) return false;
      const auto& items = list.value().list();
      is_found = std::any_of(items.begin(), items.end(), [&](const Value& item) {
        return compare(Node::Comparator::equal, left.value(), item);
      });
    }
    return is_found != node.negated;
  }

  bool quantifier(const Node& node, const Bound* bound) const {
    const Operand list = operand(node.children.front(), bound);
    if (!list.value().is_list()) return false;
    const auto& items = list.value().list();
    const auto holds_item = [&](const Value& item) {
      const Bound inner{&item, bound};
      return holds(node.children.back(), &inner);
    };
    return node.kind == Kind::some ? std::any_of(items.begin(), items.end(), holds_item)
                                   : std::all_of(items.begin(), items.end(), holds_item);
  }

  Value count(const Node& node, const Bound* bound) const {
    const Operand list = operand(node.children.front(), bound);
    if (!list.value().is_list()) return list.value().is_nothing() ? Value(0) : Value();
    return Value(static_cast<std::int64_t>(list.value().list().size()));
  }

  Value money(const Node& node, const Bound* bound) const {
    const Operand amount = operand(node.children.front(), bound);
    const Operand currency = operand(node.children.back(), bound);
    if (!amount.value().is_integer() || !currency.value().is_text()) return Value();
    return Record{{"amount", amount.value()}, {"currency", currency.value()}};
  }

  Value days_since(const Node& node, const Bound* bound) const {
    const Operand when = operand(node.children.front(), bound);
    if (!when.value().is_text()) return Value();
    const auto then = from_iso(when.value().text());
    if (!then) return Value();
    // Dates count in the shop's calendar, moments in days of 24 hours.
    constexpr std::size_t kDateLength = 10;
    Instant now = scope_.now();
    if (when.value().text().size() == kDateLength) {
      const auto today = from_iso(scope_.today());
      if (!today) return Value();
      now = *today;
    }
    return Value(std::int64_t{std::chrono::floor<std::chrono::days>(now - *then).count()});
  }

  const ValueScope& scope_;
};

void collect(const Node& node, std::vector<std::string>& names) {
  if (node.kind == Kind::name && node.bound < 0 && node.meaning != Node::Meaning::word) {
    std::string name = joined(node.path);
    if (std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  for (const Node& child : node.children) collect(child, names);
}

}  // namespace

Expression::Expression() = default;
Expression::Expression(const Expression&) = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(const Expression&) = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

std::optional<Expression> Expression::parse(std::string_view text, const Position& where,
                                            Faults& faults) {
  Expression made;
  made.root_ = parse_tree(text, where, faults);
  if (made.root_ == nullptr) return std::nullopt;
  made.text_ = text;
  made.where_ = where;
  return made;
}

Value Expression::evaluate(const ValueScope& scope) const {
  return Evaluator(scope).operand(*root_, nullptr).value();
}

bool Expression::holds(const ValueScope& scope) const {
  return Evaluator(scope).holds(*root_, nullptr);
}

std::vector<std::string> Expression::reads() const {
  std::vector<std::string> names;
  collect(*root_, names);
  return names;
}

std::optional<Call> parse_call(std::string_view text, const Position& where, Faults& faults) {
  if (text.size() > kMaxExpressionBytes) {
    faults.error(where, "a call of more than " + std::to_string(kMaxExpressionBytes) + " bytes",
                 "give it fewer or shorter values");
    return std::nullopt;
  }
  const auto tokens = cut_expression(text, where, faults);
  if (!tokens) return std::nullopt;
  const auto& all = *tokens;
  const std::size_t last = all.size() - 1;  // of kind end
  if (last < 3 || all[0].kind != ExpressionToken::Kind::name || !all[1].is("(") ||
      !all[last - 1].is(")")) {
    faults.error(where, "expected a call", "write it as 'name(argument, ...)'");
    return std::nullopt;
  }
  Call call{std::string(all[0].spelling), {}};
  int depth = 0;
  std::size_t begin = 2;
  for (std::size_t i = 2; i < last; ++i) {
    const bool is_end = i == last - 1;
    if (all[i].is("(") || all[i].is("[")) ++depth;
    if (!is_end && (all[i].is(")") || all[i].is("]"))) --depth;
    if (!is_end && !(all[i].is(",") && depth == 0)) continue;
    if (is_end && begin == i && call.arguments.empty()) break;  // no arguments at all
    const std::string_view part = text.substr(all[begin].begin, all[i].begin - all[begin].begin);
    auto argument = Expression::parse(part, shifted(where, all[begin].column), faults);
    if (!argument) return std::nullopt;
    call.arguments.push_back(std::move(*argument));
    begin = i + 1;
  }
  return call;
}

}  // namespace base
