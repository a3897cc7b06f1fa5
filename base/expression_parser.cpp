#include <algorithm>
#include <array>

#include "base/expression_lexer.hpp"
#include "base/expression_node.hpp"

namespace base {
namespace {

using Node = Expression::Node;
using Kind = Node::Kind;
using Token = ExpressionToken;

constexpr std::array<std::string_view, 11> kReserved = {"or",  "and", "not", "in",   "is",   "any",
                                                        "all", "yes", "no",  "none", "today"};

// Recursive descent, one method a rule; each returns nothing after it has reported its fault.
//   or:      and ("or" and)* | name "or" "none"
//   and:     not ("and" not)*
//   not:     "not" not | quantifier | compare
//   quantifier: ("any"|"all") word "in" name ":" or | "any" name
//   compare: operand [("=="|...) operand | ["not"] "in" (list|name) | "is" ["not"] state]
//   operand: literal | name | function "(" or ")" | "(" or ")" | list
class Parser {
 public:
  Parser(std::vector<Token> tokens, const Position& where, Faults& faults)
      : tokens_(std::move(tokens)), where_(where), faults_(faults) {}

  std::optional<Node> whole() {
    auto node = either();
    if (node && peek().kind != Token::Kind::end) {
      return fail("'" + std::string(peek().spelling) + "' cannot follow here");
    }
    return node;
  }

 private:
  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  Token take() { return tokens_[std::min(at_++, tokens_.size() - 1)]; }
  bool accept(std::string_view word) {
    if (!peek().is(word)) return false;
    ++at_;
    return true;
  }

  std::nullopt_t fail(std::string message, std::string hint = {}) {
    if (hint.empty()) hint = "a condition reads like: quantity > 1 and reason in [damaged, other]";
    faults_.error(shifted(where_, peek().column), std::move(message), std::move(hint));
    return std::nullopt;
  }

  bool expect(std::string_view symbol) {
    if (accept(symbol)) return true;
    fail("expected '" + std::string(symbol) + "'" + found());
    return false;
  }

  std::string found() const {
    if (peek().kind == Token::Kind::end) return ", but the text ends";
    return ", found '" + std::string(peek().spelling) + "'";
  }

  Node make(Kind kind) const {
    Node node;
    node.kind = kind;
    node.column = peek().column;
    return node;
  }

  static Node wrap(Kind kind, Node child) {
    Node node;
    node.kind = kind;
    node.column = child.column;
    node.children.push_back(std::move(child));
    return node;
  }

  std::optional<Node> either() {
    if (depth_ >= kMaxExpressionDepth) return fail("nested too deeply", "split the condition");
    ++depth_;
    auto result = either_inside();
    --depth_;
    return result;
  }

  std::optional<Node> either_inside() {
    auto first = both();
    if (!first) return std::nullopt;
    if (peek().is("or") && peek(1).is("none")) {
      if (first->kind != Kind::name) {
        return fail("only a name can be followed by 'or none'");
      }
      at_ += 2;
      return wrap(Kind::or_none, std::move(*first));
    }
    if (!peek().is("or")) return first;
    Node node = wrap(Kind::either, std::move(*first));
    while (accept("or")) {
      auto next = both();
      if (!next) return std::nullopt;
      node.children.push_back(std::move(*next));
    }
    return node;
  }

  std::optional<Node> both() {
    auto first = negation();
    if (!first || !peek().is("and")) return first;
    Node node = wrap(Kind::both, std::move(*first));
    while (accept("and")) {
      auto next = negation();
      if (!next) return std::nullopt;
      node.children.push_back(std::move(*next));
    }
    return node;
  }

  std::optional<Node> negation() {
    // "not not not x" is one negation or none: no recursion for an attacker to deepen.
    const Node here = make(Kind::negation);
    bool is_negated = false;
    while (accept("not")) is_negated = !is_negated;
    auto inner = peek().is("any") || peek().is("all") ? quantifier() : comparison();
    if (!inner || !is_negated) return inner;
    Node node = wrap(Kind::negation, std::move(*inner));
    node.column = here.column;
    return node;
  }

  std::optional<Node> quantifier() {
    Node node = make(peek().is("any") ? Kind::some : Kind::every);
    const bool is_any = take().is("any");
    if (!is_name(peek())) return fail("expected a name" + found());
    if (is_any && !peek(1).is("in")) {
      auto list = name();
      if (!list) return std::nullopt;
      Node filled = wrap(Kind::empty, std::move(*list));
      filled.negated = true;
      return filled;
    }
    if (bound_.size() >= static_cast<std::size_t>(kMaxQuantifiers)) {
      return fail("any and all can be nested only twice");
    }
    if (peek().spelling.find('.') != std::string_view::npos) {
      return fail("the variable of any and all is one word, without dots");
    }
    node.path.emplace_back(take().spelling);
    if (!expect("in")) return std::nullopt;
    auto list = name();
    if (!list || !expect(":")) return std::nullopt;
    bound_.push_back(node.path.front());
    auto body = either();
    bound_.pop_back();
    if (!body) return std::nullopt;
    node.children.push_back(std::move(*list));
    node.children.push_back(std::move(*body));
    return node;
  }

  std::optional<Node> comparison() {
    auto left = operand();
    if (!left) return std::nullopt;
    if (peek().is("is")) return state(std::move(*left));
    if (peek().is("in") || (peek().is("not") && peek(1).is("in"))) {
      return membership(std::move(*left));
    }
    constexpr std::array<std::string_view, 6> kSpellings = {"==", "!=", "<", "<=", ">", ">="};
    const auto spelling = std::find(kSpellings.begin(), kSpellings.end(), peek().spelling);
    if (peek().kind != Token::Kind::symbol || spelling == kSpellings.end()) return left;
    ++at_;
    auto right = operand();
    if (!right) return std::nullopt;
    if (std::find(kSpellings.begin(), kSpellings.end(), peek().spelling) != kSpellings.end()) {
      return fail("comparisons cannot be chained", "write 'a < b and b < c'");
    }
    Node node = wrap(Kind::comparison, std::move(*left));
    node.comparator = static_cast<Node::Comparator>(spelling - kSpellings.begin());
    node.children.push_back(std::move(*right));
    for (Node& side : node.children) let_be_word(side);
    return node;
  }

  std::optional<Node> membership(Node left) {
    const bool is_negated = accept("not");
    ++at_;  // in
    auto right = peek().is("[") ? list() : name();
    if (!right) return std::nullopt;
    Node node = wrap(Kind::membership, std::move(left));
    node.negated = is_negated;
    for (Node& item : right->children) let_be_word(item);
    if (right->kind == Kind::name) let_be_word(node.children.front());
    node.children.push_back(std::move(*right));
    return node;
  }

  std::optional<Node> state(Node operand) {
    ++at_;  // is
    bool is_negated = accept("not");
    Kind kind = Kind::missing;
    if (accept("present")) {
      is_negated = !is_negated;
    } else if (accept("empty")) {
      kind = Kind::empty;
    } else if (!accept("missing")) {
      return fail("expected 'missing', 'present' or 'empty' after 'is'" + found(),
                  "to compare values write '=='");
    }
    Node node = wrap(kind, std::move(operand));
    node.negated = is_negated;
    return node;
  }

  std::optional<Node> operand() {
    const Token& token = peek();
    if (token.kind == Token::Kind::number || token.kind == Token::Kind::text) {
      return literal(token.value);
    }
    if (token.is("yes")) return literal(Value(true));
    if (token.is("no")) return literal(Value(false));
    if (token.is("[")) return list();
    if (token.is("today")) {
      Node node = make(Kind::today);
      ++at_;
      return node;
    }
    if (accept("(")) {
      auto inner = either();
      if (!inner || !expect(")")) return std::nullopt;
      return inner;
    }
    if (token.kind == Token::Kind::name && peek(1).is("(")) return function();
    return name();
  }

  Node literal(Value value) {
    Node node = make(Kind::literal);
    node.value = std::move(value);
    ++at_;
    return node;
  }

  std::optional<Node> function() {
    static const std::vector<std::string> kFunctions = {"count", "days_since", "money"};
    const bool is_money = peek().is("money");
    Node node = make(is_money ? Kind::money : peek().is("count") ? Kind::count : Kind::days_since);
    const std::string word(peek().spelling);
    if (std::find(kFunctions.begin(), kFunctions.end(), word) == kFunctions.end()) {
      std::string hint = suggest(word, kFunctions);
      if (hint.empty()) hint = "conditions know count(...), days_since(...) and money(...)";
      return fail("there is no function '" + word + "'", std::move(hint));
    }
    at_ += 2;
    auto argument = either();
    if (!argument) return std::nullopt;
    node.children.push_back(std::move(*argument));
    if (is_money) {
      if (!expect(",")) return std::nullopt;
      auto currency = either();
      if (!currency) return std::nullopt;
      node.children.push_back(std::move(*currency));
    }
    if (!expect(")")) return std::nullopt;
    return node;
  }

  std::optional<Node> list() {
    Node node = make(Kind::list);
    if (!expect("[")) return std::nullopt;
    while (!peek().is("]")) {
      if (peek().is("[") || peek().is("(")) return fail("a list holds plain values only");
      auto item = operand();
      if (!item) return std::nullopt;
      node.children.push_back(std::move(*item));
      if (!peek().is("]") && !expect(",")) return std::nullopt;
    }
    ++at_;
    return node;
  }

  static bool is_name(const Token& token) {
    return token.kind == Token::Kind::name &&
           std::find(kReserved.begin(), kReserved.end(), token.spelling) == kReserved.end();
  }

  std::optional<Node> name() {
    if (!is_name(peek())) {
      if (peek().is("none")) {
        return fail("'none' stands only in 'x or none'", "to test for it write 'x is missing'");
      }
      return fail("expected a value or a name" + found());
    }
    Node node = make(Kind::name);
    std::string_view rest = take().spelling;
    for (auto dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
      node.path.emplace_back(rest.substr(0, dot));
      rest.remove_prefix(dot + 1);
    }
    node.path.emplace_back(rest);
    for (std::size_t i = bound_.size(); i > 0 && node.bound < 0; --i) {
      if (bound_[i - 1] == node.path.front()) node.bound = static_cast<int>(bound_.size() - i);
    }
    return node;
  }

  static void let_be_word(Node& node) {
    if (node.kind != Kind::name || node.bound >= 0 || node.path.size() != 1) return;
    node.may_be_word = true;
    node.value = Value(node.path.front());
  }

  std::vector<Token> tokens_;
  const Position& where_;
  Faults& faults_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::vector<std::string> bound_;
};

}  // namespace

Position shifted(const Position& where, int columns) {
  return {where.file, where.line, where.column == 0 ? 0 : where.column + columns};
}

std::string joined(const std::vector<std::string>& path) {
  std::string text;
  for (const std::string& part : path) text += (text.empty() ? "" : ".") + part;
  return text;
}

std::shared_ptr<const Expression::Node> parse_tree(std::string_view text, const Position& where,
                                                   Faults& faults) {
  if (text.size() > kMaxExpressionBytes) {
    faults.error(where,
                 "a condition of more than " + std::to_string(kMaxExpressionBytes) + " bytes",
                 "split it into several");
    return nullptr;
  }
  auto tokens = cut_expression(text, where, faults);
  if (!tokens) return nullptr;
  auto node = Parser(std::move(*tokens), where, faults).whole();
  return node ? std::make_shared<const Node>(std::move(*node)) : nullptr;
}

}  // namespace base
