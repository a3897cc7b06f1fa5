// The typed checker of conditions: every fault it can find, in one walk.
#include <algorithm>

#include "base/expression_node.hpp"

namespace base {
namespace {

using Node = Expression::Node;
using NodeKind = Node::Kind;
using Kind = Type::Kind;

const char* kind_name(Kind kind) {
  switch (kind) {
    case Kind::any:
      return "value";
    case Kind::boolean:
      return "yes or no";
    case Kind::number:
      return "number";
    case Kind::text:
      return "text";
    case Kind::date:
      return "date";
    case Kind::instant:
      return "point in time";
    case Kind::choice:
      return "choice";
    case Kind::list:
      return "list";
    case Kind::record:
      return "record";
    case Kind::file:
      return "file";
  }
  return "value";
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_date(const Value& value) {
  return value.is_text() && value.text().size() == 10 && from_iso(value.text()).has_value();
}

// The variables of the enclosing any and all, innermost first.
struct Bound {
  const Type* type;
  const Bound* outer;
};

class Checker {
 public:
  Checker(const TypeScope& scope, const Position& where, Faults& faults)
      : scope_(scope), where_(where), faults_(faults) {}

  Type root(const Node& node) {
    const Type type = check(node, nullptr);
    // A missing yes/no reads as no, in a condition and as a value alike.
    if (node.kind == NodeKind::name && type.may_be_missing && type.kind != Kind::boolean) {
      const std::string name = joined(node.path);
      fault(node, "'" + name + "' may be missing here",
            "write '" + name + " or none', or ask for it on every path to here");
    }
    return type;
  }

 private:
  void fault(const Node& node, std::string message, std::string hint = {}) {
    faults_.error(shifted(where_, node.column), std::move(message), std::move(hint));
  }

  Type check(const Node& node, const Bound* bound) {
    switch (node.kind) {
      case NodeKind::literal:
        return literal(node);
      case NodeKind::name:
        return name(node, bound);
      case NodeKind::list:
        return list(node, bound);
      case NodeKind::today:
        return Type::of(Kind::date);
      case NodeKind::either:
      case NodeKind::both:
      case NodeKind::negation:
        for (const Node& child : node.children) condition(child, bound);
        return Type::of(Kind::boolean);
      case NodeKind::comparison:
        comparison(node, bound);
        return Type::of(Kind::boolean);
      case NodeKind::membership:
        membership(node, bound);
        return Type::of(Kind::boolean);
      case NodeKind::missing:
      case NodeKind::empty:
        check(node.children.front(), bound);
        return Type::of(Kind::boolean);
      case NodeKind::some:
      case NodeKind::every:
        quantifier(node, bound);
        return Type::of(Kind::boolean);
      case NodeKind::or_none: {
        Type type = check(node.children.front(), bound);
        type.may_be_missing = true;
        return type;
      }
      case NodeKind::count:
        argument(node, bound, {Kind::list}, "count needs a list");
        return Type::of(Kind::number);
      case NodeKind::money: {
        Type type = Type::of(Kind::record);
        type.fields = {{"amount", Type::of(Kind::number)}, {"currency", Type::of(Kind::text)}};
        const bool amount = argument(node, bound, {Kind::number}, "money needs a number");
        const Type currency = check(node.children.back(), bound);
        if (currency.kind != Kind::text && currency.kind != Kind::any) {
          fault(node.children.back(), "money needs a currency as text", "money(amount, currency)");
        }
        type.may_be_missing = amount || currency.may_be_missing;
        return type;
      }
      case NodeKind::days_since: {
        Type type = Type::of(Kind::number);
        type.may_be_missing =
            argument(node, bound, {Kind::date, Kind::instant}, "days_since needs a date");
        return type;
      }
    }
    return Type();
  }

  static Type literal(const Node& node) {
    if (node.value.is_boolean()) return Type::of(Kind::boolean);
    return Type::of(node.value.is_number() ? Kind::number : Kind::text);
  }

  const Type* first_of(const Node& node, const Bound* bound) const {
    for (int i = 0; i < node.bound && bound != nullptr; ++i) bound = bound->outer;
    if (node.bound < 0) return scope_.find(node.path.front());
    return bound == nullptr ? nullptr : bound->type;
  }

  Type name(const Node& node, const Bound* bound) {
    const Type* type = first_of(node, bound);
    if (type == nullptr) {
      fault(node, "nothing is called '" + node.path.front() + "' here",
            suggest_any(node.path.front(), scope_.names()));
      return Type();
    }
    node.meaning = Node::Meaning::name;
    bool may_be_missing = type->may_be_missing;
    for (std::size_t i = 1; i < node.path.size() && type->kind != Kind::any; ++i) {
      const Type* const field = type->field(node.path[i]);
      if (field == nullptr) {
        missing_field(node, i, *type);
        return Type();
      }
      type = field;
      may_be_missing = may_be_missing || type->may_be_missing;
    }
    Type result = *type;
    result.may_be_missing = may_be_missing;
    return result;
  }

  void missing_field(const Node& node, std::size_t part, const Type& type) {
    const std::vector<std::string> before(node.path.begin(),
                                          node.path.begin() + static_cast<std::ptrdiff_t>(part));
    const std::string message = "'" + joined(before) + "' has no field '" + node.path[part] + "'";
    if (type.kind != Kind::record) {
      const bool is_list = type.kind == Kind::list;
      fault(node, message,
            is_list ? "it is a list: use any, all or count"
                    : std::string("it is a ") + kind_name(type.kind));
      return;
    }
    std::vector<std::string> names;
    for (const auto& field : type.fields) names.push_back(field.first);
    fault(node, message,
          names.empty() ? "it has no fields at all" : suggest_any(node.path[part], names));
  }

  Type list(const Node& node, const Bound* bound) {
    Type item;
    for (const Node& child : node.children) item = check(child, bound);
    return Type::list_of(std::move(item));
  }

  void condition(const Node& node, const Bound* bound) {
    const Type type = check(node, bound);
    if (type.kind == Kind::boolean || type.kind == Kind::any) return;
    fault(node, std::string("a ") + kind_name(type.kind) + " is no condition",
          "compare it, or write '... is present'");
  }

  // Reports when the argument is of no allowed kind; returns whether it may be missing.
  bool argument(const Node& node, const Bound* bound, std::initializer_list<Kind> allowed,
                const char* message) {
    const Node& child = node.children.front();
    const Type type = check(child, bound);
    const bool fits = std::find(allowed.begin(), allowed.end(), type.kind) != allowed.end();
    if (!fits && type.kind != Kind::any) {
      fault(child, std::string(message) + ", found a " + kind_name(type.kind),
            "name a value of that kind");
    }
    return type.may_be_missing;
  }

  void quantifier(const Node& node, const Bound* bound) {
    const Type list = check(node.children.front(), bound);
    Type item;
    if (list.kind == Kind::list && list.item != nullptr) item = *list.item;
    if (list.kind != Kind::list && list.kind != Kind::any) {
      fault(node.children.front(),
            std::string("any and all need a list, found a ") + kind_name(list.kind),
            "name a list, such as: any line in lines: line.quantity > 1");
    }
    if (scope_.find(node.path.front()) != nullptr) {
      fault(node, "'" + node.path.front() + "' is the name of something else here",
            "give the variable another name");
    }
    const Bound inner{&item, bound};
    condition(node.children.back(), &inner);
  }

  // The type of a side without reporting, or nothing when it has faults: to learn whether the other
  // side may be a choice's word.
  std::optional<Type> peek(const Node& node, const Bound* bound) const {
    Faults unheard;
    Checker quiet(scope_, where_, unheard);
    Type type = quiet.check(node, bound);
    if (unheard.has_errors()) return std::nullopt;
    return type;
  }

  // One side of a comparison, when the other is of type `other`.
  Type side(const Node& node, const Type& other, const Bound* bound) {
    const bool is_choice = other.kind == Kind::choice;
    if (is_choice && is_word_literal(node)) {
      return choice_word(node, node.value.boolean() ? "yes" : "no", other);
    }
    if (node.may_be_word) {
      const std::string& word = node.path.front();
      const bool is_known = scope_.find(word) != nullptr;
      if (is_choice && contains(other.choices, word)) {
        if (is_known) {
          fault(node, "'" + word + "' is a choice, and also the name of something here",
                "quote it to mean the choice, or rename the other");
        }
        node.meaning = Node::Meaning::word;
        return other;
      }
      if (!is_known && (is_choice || other.kind == Kind::any)) {
        node.meaning = Node::Meaning::word;
        return is_choice ? choice_word(node, word, other) : Type::of(Kind::text);
      }
      if (!is_known && other.kind == Kind::text) {
        node.meaning = Node::Meaning::word;
        std::string hint = suggest(word, scope_.names());
        if (hint.empty()) hint = "to mean the text write '" + word + "' in quotes";
        fault(node, "nothing is called '" + word + "' here", std::move(hint));
        return other;
      }
    }
    const Type type = check(node, bound);
    if (is_choice && node.kind == NodeKind::literal && node.value.is_text()) {
      return choice_word(node, node.value.text(), other);
    }
    const bool is_time = other.kind == Kind::date || other.kind == Kind::instant;
    if (is_time && node.kind == NodeKind::literal && node.value.is_text()) {
      const bool fits =
          other.kind == Kind::date ? is_date(node.value) : from_iso(node.value.text()).has_value();
      if (!fits) fault(node, "'" + node.value.text() + "' is no date", "write it as 2026-03-31");
      return other;
    }
    return type;
  }

  static bool is_word_literal(const Node& node) {
    return node.kind == NodeKind::literal && node.value.is_boolean();
  }

  Type choice_word(const Node& node, const std::string& word, const Type& choice) {
    if (contains(choice.choices, word)) {
      if (is_word_literal(node)) {
        fault(node, "'" + word + "' is a choice here, not yes or no", "write it in quotes");
      }
      return choice;
    }
    std::string hint = suggest(word, choice.choices);
    if (hint.empty()) hint = "it is one of: " + to_string(choice);
    fault(node, "'" + word + "' is no such choice", std::move(hint));
    return choice;
  }

  static bool fit(const Type& left, const Type& right) {
    if (left.kind == Kind::any || right.kind == Kind::any) return true;
    if (left.kind == Kind::choice && right.kind == Kind::choice) {
      return std::any_of(left.choices.begin(), left.choices.end(),
                         [&](const std::string& word) { return contains(right.choices, word); });
    }
    const auto plain = [](Kind kind) { return kind == Kind::choice ? Kind::text : kind; };
    return plain(left.kind) == plain(right.kind);
  }

  static bool has_order(Kind kind) {
    return kind == Kind::any || kind == Kind::number || kind == Kind::date || kind == Kind::instant;
  }

  static bool is_plain(Kind kind) {
    return kind != Kind::list && kind != Kind::record && kind != Kind::file;
  }

  void comparison(const Node& node, const Bound* bound) {
    const Node& left_node = node.children.front();
    const Node& right_node = node.children.back();
    const auto expected = peek(right_node, bound);
    const Type left = expected ? side(left_node, *expected, bound) : check(left_node, bound);
    const Type right = side(right_node, left, bound);
    const bool is_equality =
        node.comparator == Node::Comparator::equal || node.comparator == Node::Comparator::unequal;
    if (!is_plain(left.kind) || !is_plain(right.kind)) {
      const Kind kind = is_plain(left.kind) ? right.kind : left.kind;
      fault(node, std::string("a ") + kind_name(kind) + " cannot be compared as a whole",
            "compare one of its fields, or write '... is empty'");
    } else if (!fit(left, right)) {
      fault(
          node,
          std::string("a ") + kind_name(left.kind) + " is compared with a " + kind_name(right.kind),
          "both sides must be of one kind");
    } else if (!is_equality && (!has_order(left.kind) || !has_order(right.kind))) {
      const Kind kind = has_order(left.kind) ? right.kind : left.kind;
      fault(node, std::string("a ") + kind_name(kind) + " has no order", "use '==', '!=' or 'in'");
    }
  }

  void membership(const Node& node, const Bound* bound) {
    const Node& set = node.children.back();
    if (set.kind == NodeKind::name) {
      const Type list = check(set, bound);
      Type item;
      if (list.kind == Kind::list && list.item != nullptr) item = *list.item;
      if (list.kind != Kind::list && list.kind != Kind::any) {
        fault(set, std::string("'in' needs a list, found a ") + kind_name(list.kind),
              "write the values out: reason in [damaged, other]");
        return;
      }
      fit_item(node, side(node.children.front(), item, bound), item);
      return;
    }
    const Type left = check(node.children.front(), bound);
    for (const Node& item : set.children) fit_item(item, left, side(item, left, bound));
  }

  void fit_item(const Node& node, const Type& left, const Type& item) {
    if (fit(left, item)) return;
    fault(node,
          std::string("a ") + kind_name(left.kind) +
              " cannot be in a list of: " + kind_name(item.kind),
          "both must be of one kind");
  }

  const TypeScope& scope_;
  const Position& where_;
  Faults& faults_;
};

}  // namespace

std::string to_string(const Type& type) {
  if (type.kind == Kind::list && type.item != nullptr) return "list of " + to_string(*type.item);
  if (type.kind != Kind::choice) return kind_name(type.kind);
  std::string text;
  for (const std::string& word : type.choices) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Type Expression::check(const TypeScope& scope, Faults& faults) const {
  return Checker(scope, where_, faults).root(*root_);
}

}  // namespace base
