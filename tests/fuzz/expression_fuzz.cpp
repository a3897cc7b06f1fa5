// Any text is refused with a fault or evaluates, twice to the same, before and after a check.
#include <cstdint>
#include <cstdlib>

#include "base/expression.hpp"
#include "tests/unit/base/scopes.hpp"

namespace {

using base::Type;
using base::Value;

const base_test::Values& values() {
  static const base_test::Values kValues(
      {{"a", 1},
       {"b", "x"},
       {"c", Value::List{1, "x", base::Record{{"a", true}}}},
       {"d", base::Record{{"a", Value::List{}}, {"b", "2026-01-01"}}}});
  return kValues;
}

const base_test::Types& types() {
  Type choice = Type::of(Type::Kind::choice);
  choice.choices = {"x", "y"};
  static const base_test::Types kTypes({{"a", Type::of(Type::Kind::number)},
                                        {"b", choice},
                                        {"c", Type::list_of(Type())},
                                        {"d", Type()}});
  return kTypes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  base::Faults faults;
  static_cast<void>(base::parse_call(text, {"fuzz", 1, 1}, faults));
  base::Faults parsing;
  const auto expression = base::Expression::parse(text, {"fuzz", 1, 1}, parsing);
  if (expression.has_value() == parsing.has_errors()) std::abort();
  if (!expression) return 0;
  const Value before = expression->evaluate(values());
  if (!(expression->evaluate(values()) == before)) std::abort();
  static_cast<void>(expression->check(types(), faults));
  const Value after = expression->evaluate(values());
  if (expression->holds(values()) != (after.is_boolean() && after.boolean())) std::abort();
  static_cast<void>(expression->reads());
  return 0;
}
