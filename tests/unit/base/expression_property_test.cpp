// Whatever the text: parsing, checking and evaluating end without a crash or an exception, and give
// the same twice. rapidcheck prints its seed.
#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "base/expression.hpp"
#include "tests/unit/base/scopes.hpp"

using base::Expression;
using base::Faults;
using base::Type;

namespace {

const base_test::Values& values() {
  static const base_test::Values kValues(
      {{"a", 1},
       {"b", "x"},
       {"c", base::Value::List{1, "x", base::Record{{"a", true}}}},
       {"d", base::Record{{"a", base::Value::List{}}, {"b", "2026-01-01"}}}});
  return kValues;
}

const base_test::Types& types() {
  static const base_test::Types kTypes({{"a", Type::of(Type::Kind::number)},
                                        {"b", Type::of(Type::Kind::text)},
                                        {"c", Type::list_of(Type())},
                                        {"d", Type()}});
  return kTypes;
}

bool is_well_behaved(const std::string& text) {
  Faults faults;
  const auto expression = Expression::parse(text, {"t", 1, 1}, faults);
  base::parse_call(text, {"t", 1, 1}, faults);
  if (!expression) return faults.has_errors();
  const base::Value first = expression->evaluate(values());
  const bool holds = first.is_boolean() && first.boolean();
  if (expression->evaluate(values()) != first || expression->holds(values()) != holds) return false;
  expression->check(types(), faults);
  const base::Value checked = expression->evaluate(values());
  expression->reads();
  return expression->evaluate(values()) == checked;
}

}  // namespace

TEST_CASE("expression: any bytes are taken or refused, never more", "[base]") {
  CHECK(rc::check("bytes", [](const std::string& text) { RC_ASSERT(is_well_behaved(text)); }));
}

TEST_CASE("expression: any sequence of tokens is taken or refused, never more", "[base]") {
  // Likelier to parse than bytes: the pieces of the language in random order.
  const auto pieces = rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", "b", "c", "d.a", "d.b", "x", "1", "-2.5", "'t'", "yes", "no", "none", "today", "and",
      "or", "not", "in", "is", "missing", "present", "empty", "any", "all",
      "any x in c:", "all y in d.a:", "count(", "days_since(", "(", ")", "[", "]", ",", ":",
      "==", "!=", "<", "<=", ">", ">="));
  CHECK(rc::check("tokens", [&] {
    std::string text;
    for (const std::string& piece : *pieces) text += piece + ' ';
    RC_ASSERT(is_well_behaved(text));
  }));
}

TEST_CASE("expression: every well-formed condition parses", "[base]") {
  const auto atom = rc::gen::element<std::string>(
      "a == 1", "a > 2", "b in ['x', 'y']", "b is missing", "d.b is not empty", "count(c) >= 1",
      "any x in c: x == 1", "not a == 3", "days_since(d.b) > 0");
  CHECK(rc::check("grammar", [&] {
    std::string text = *atom;
    const int joints = *rc::gen::inRange(0, 8);
    for (int i = 0; i < joints; ++i) {
      const auto joint = *rc::gen::element<std::string>(" and ", " or ", " and not ");
      text = "(" + text + ")" + joint + "(" + *atom + ")";
    }
    Faults faults;
    RC_ASSERT(Expression::parse(text, {}, faults).has_value());
    RC_ASSERT(is_well_behaved(text));
  }));
}
