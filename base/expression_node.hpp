// The syntax tree of the condition language, shared by its parser, checker and evaluator; nobody
// else includes this. Built once by parse_tree, then only read, except for Node::meaning.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/expression.hpp"

namespace base {

struct Expression::Node {
  enum class Kind {
    literal,  // value
    name,     // path; bound >= 0: the variable of an enclosing any/all, counted outwards
    list,     // children
    today,
    either,      // or: children
    both,        // and: children
    negation,    // not: child
    comparison,  // comparator, two children
    membership,  // in: value, then a list or a name; negated: not in
    missing,     // is missing: child; negated: is present
    empty,       // is empty: child; negated: is not empty
    some,        // any x in list: body; children: list, body
    every,       // all x in list: body; children: list, body
    or_none,     // x or none: child
    count,       // child
    days_since,  // child
    money,       // amount, currency
  };
  enum class Comparator { equal, unequal, less, at_most, greater, at_least };
  // A bare name where a choice may stand is the choice's word or another name; the checker knows.
  enum class Meaning { open, name, word };

  Kind kind = Kind::literal;
  Comparator comparator = Comparator::equal;
  bool negated = false;
  bool may_be_word = false;
  int bound = -1;
  int column = 0;                 // characters before it in the text
  Value value;                    // kind literal; kind name that may be a word: the word
  std::vector<std::string> path;  // kind name; kinds some, every: the variable
  std::vector<Node> children;
  mutable Meaning meaning = Meaning::open;  // set by check(), before anything is evaluated

  bool is_word(bool is_known_name) const {
    return may_be_word &&
           (meaning == Meaning::word || (meaning == Meaning::open && !is_known_name));
  }
};

// Bounds that keep every later walk over a tree, and every evaluation, short.
inline constexpr std::size_t kMaxExpressionBytes = 2000;
inline constexpr int kMaxExpressionDepth = 24;
inline constexpr int kMaxQuantifiers = 2;

// The tree of one whole text; nothing and a fault when it does not parse.
std::shared_ptr<const Expression::Node> parse_tree(std::string_view text, const Position& where,
                                                   Faults& faults);

// `where` moved right by so many characters; unknown stays unknown.
Position shifted(const Position& where, int columns);

// "a.b.c"
std::string joined(const std::vector<std::string>& path);

}  // namespace base
