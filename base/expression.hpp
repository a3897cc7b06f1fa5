// The condition language of flows and case machines: small, total, without side effects, typed
// when the file is loaded. Both modules use it, so it knows only values and names.
//
//   or and not   == != < <= > >=   in [a, b]   is missing   is present   is empty   x or none
//   any line in lines: line.reason == damaged      all line in lines: ...      any files
//   count(lines)   days_since(order.delivered_on)   today   money(case.amount, case.currency)
//   names: order.lines, policy.ship_within; literals: 12, 'text', damaged (a choice), yes, no
//
// "or" binds weaker than "and", that weaker than "not"; what follows the colon of any and all goes
// as far as it can. A text holds its own quote twice ('it''s').
//
// A comparison with something missing is false ("!=" and "not in" too), never an error; any and all
// over a missing list are false, all over an empty one is true, count of a missing list is 0.
// Dates compare with dates, and as moments where no type is known. Evaluation always ends: there
// are no loops but any and all, nested twice at most. Texts are bounded (2,000 bytes, 24 levels).
//
// Parse and check once, while loading, in one thread; afterwards any thread evaluates.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/fault.hpp"
#include "base/value.hpp"

namespace base {

// What a name can hold, as far as the checker needs to know.
struct Type {
  enum class Kind { any, boolean, number, text, date, instant, choice, list, record, file };
  Kind kind = Kind::any;
  std::vector<std::string> choices;                  // kind choice: the legal words
  std::vector<std::pair<std::string, Type>> fields;  // kind record
  std::shared_ptr<const Type> item;                  // kind list
  bool may_be_missing = false;                       // reading it needs `or none` or a test

  // Out of line: the pair of a Type is not complete here.
  Type();
  Type(const Type&);
  Type(Type&&) noexcept;
  Type& operator=(const Type&);
  Type& operator=(Type&&) noexcept;
  ~Type();

  static Type of(Kind kind);
  static Type list_of(Type item);
  const Type* field(std::string_view name) const;
};
std::string to_string(const Type& type);

// Names in reach: while checking, their types; while evaluating, their values. A dotted name is
// looked up by its first part.
class TypeScope {
 public:
  virtual ~TypeScope() = default;
  virtual const Type* find(std::string_view name) const = 0;
  virtual std::vector<std::string> names() const = 0;
};
class ValueScope {
 public:
  virtual ~ValueScope() = default;
  // Nothing when unknown. The pointer holds until the scope changes.
  virtual const Value* find(std::string_view name) const = 0;
  virtual Instant now() const = 0;
  // Days between UTC and the shop's calendar are the caller's business: the local date as ISO text.
  virtual std::string today() const = 0;
};

class Expression {
 public:
  // Nothing and a fault (with the column inside the text added to `where`) when it does not parse.
  static std::optional<Expression> parse(std::string_view text, const Position& where,
                                         Faults& faults);

  // Reports unknown names (with the nearest), operands of unlike types, choices that do not exist,
  // and a plain name whose value may be missing ("x or none" is the way to say so); returns the
  // type of the whole, `may_be_missing` when evaluating may give nothing. It also settles which
  // bare names are words of a choice: without a check, those that the scope does not know.
  Type check(const TypeScope& scope, Faults& faults) const;

  Value evaluate(const ValueScope& scope) const;
  // Whether evaluate gives true; missing is false.
  bool holds(const ValueScope& scope) const;

  // The dotted names it reads, without bound variables of any/all: for dependency analysis. Call it
  // after check, which tells the words of choices from names.
  std::vector<std::string> reads() const;
  const std::string& text() const { return text_; }

  Expression(const Expression&);
  Expression(Expression&&) noexcept;
  Expression& operator=(const Expression&);
  Expression& operator=(Expression&&) noexcept;
  ~Expression();

  struct Node;  // the syntax tree, private to expression.cpp

 private:
  Expression();
  std::string text_;
  Position where_;
  std::shared_ptr<const Node> root_;
};

// "shop.returnable_orders(customer)": a call of a named look-up with plain arguments. Nothing and a
// fault when it is not a call, or an argument does not parse.
struct Call {
  std::string name;
  std::vector<Expression> arguments;
};
std::optional<Call> parse_call(std::string_view text, const Position& where, Faults& faults);

}  // namespace base
