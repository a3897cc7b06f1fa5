#include "base/expression.hpp"

#include <catch2/catch.hpp>

#include "base/json.hpp"
#include "tests/unit/base/scopes.hpp"

using base::Expression;
using base::Faults;
using base::Value;
using base_test::Values;

namespace {

const Values& scope() {
  static const Values kScope(base::parse_json(R"({
    "quantity": 2, "weight": 1.5, "reason": "damaged", "note": "", "signed_in": true,
    "blocked": false,
    "gone": null, "delivered_on": "2026-03-01", "shipped_at": "2026-03-08T23:00:00Z",
    "deadline": "2026-03-11", "same_moment": "2026-03-09T02:00:00+03:00",
    "order": {"lines": [{"reason": "damaged", "quantity": 1, "photos": []},
                        {"reason": "not_fit", "quantity": 3, "photos": ["a"]}],
              "tags": ["gift", "sale"], "empty": []}
  })")
                                 ->record());
  return kScope;
}

Expression parsed(const std::string& text) {
  Faults faults;
  auto expression = Expression::parse(text, {"t.yaml", 3, 10}, faults);
  INFO(text << "\n" << faults.to_string());
  REQUIRE(expression.has_value());
  return *expression;
}

struct Row {
  std::string text;
  Value result;
};

std::string parse_fault(const std::string& text) {
  Faults faults;
  INFO(text);
  REQUIRE_FALSE(Expression::parse(text, {"t.yaml", 3, 10}, faults).has_value());
  REQUIRE(faults.all().size() == 1);
  return faults.to_string();
}

}  // namespace

TEST_CASE("expression: values of conditions", "[base]") {
  const std::vector<Row> rows = {
      {"quantity == 2", true},
      {"quantity != 2", false},
      {"quantity < 2", false},
      {"quantity <= 2", true},
      {"quantity > 1", true},
      {"quantity >= 3", false},
      {"weight > 1", true},
      {"weight == 1.5", true},
      {"quantity == 2.0", true},
      {"quantity > -3", true},
      {"reason == damaged", true},
      {"reason == 'damaged'", true},
      {"reason == \"damaged\"", true},
      {"reason != damaged", false},
      {"damaged == reason", true},
      {"reason in [damaged, wrong_item]", true},
      {"reason not in [damaged, wrong_item]", false},
      {"reason in []", false},
      {"quantity in [1, 2, 3]", true},
      {"'sale' in order.tags", true},
      {"sale in order.tags", true},
      {"lost not in order.tags", true},
      {"signed_in", true},
      {"not signed_in", false},
      {"blocked == no", true},
      {"signed_in and not blocked", true},
      {"blocked or signed_in", true},
      {"not not signed_in", true},
      // and binds stronger than or, not stronger than and.
      {"signed_in or blocked and blocked", true},
      {"(signed_in or blocked) and blocked", false},
      {"not blocked and blocked", false},
      // What is missing compares false with everything.
      {"gone == 1", false},
      {"gone != 1", false},
      {"gone < 1", false},
      {"nowhere.at.all > 1", false},
      {"gone in [a, b]", false},
      {"gone not in [a, b]", false},
      {"not gone == 1", true},
      {"gone == gone", false},
      {"gone", Value()},
      {"quantity.of > 1", false},
      {"gone is missing", true},
      {"quantity is missing", false},
      {"order.nothing is missing", true},
      {"quantity is present", true},
      {"gone is present", false},
      {"gone is not missing", false},
      {"quantity is not missing", true},
      {"quantity is not present", false},
      {"note is empty", true},
      {"order.empty is empty", true},
      {"order.tags is empty", false},
      {"gone is empty", true},
      {"order.tags is not empty", true},
      {"note is present", true},
      {"gone or none", Value()},
      {"quantity or none", 2},
      {"(gone or none) == 1", false},
      {"any line in order.lines: line.reason == damaged", true},
      {"any line in order.lines: line.reason == wrong_item", false},
      {"all line in order.lines: line.quantity >= 1", true},
      {"all line in order.lines: line.photos is not empty", false},
      {"all line in order.empty: line.x == 1", true},
      {"any line in order.empty: yes", false},
      {"all line in nowhere: yes", false},
      {"any line in nowhere: yes", false},
      {"any order.tags", true},
      {"any order.empty", false},
      {"any nowhere", false},
      {"not any line in order.lines: line.quantity > 5", true},
      {"any a in order.lines: any b in order.lines: a.quantity > b.quantity", true},
      {"any a in order.lines: all b in order.lines: a.quantity > b.quantity", false},
      {"quantity == 2 and any line in order.lines: line.quantity == 9 or line.quantity == 3", true},
      {"count(order.lines)", 2},
      {"count(order.lines) >= 2", true},
      {"count(nowhere)", 0},
      {"count(reason)", Value()},
      {"today", "2026-03-11"},
      {"deadline >= today", true},
      {"delivered_on < today", true},
      {"days_since(delivered_on)", 10},
      {"days_since(shipped_at)", 1},
      {"days_since(deadline)", 0},
      {"days_since('2026-03-13')", -2},
      {"days_since(gone)", Value()},
      {"days_since(gone) > 3", false},
      {"days_since(reason)", Value()},
      {"shipped_at == same_moment", true},
      {"shipped_at < same_moment", false},
      {"reason < 'zzz'", false},
      {"order == order", true},
      {"12", 12},
      {"-1.5", -1.5},
      {"'it''s'", "it's"},
      {"yes", true},
      {"no", false},
      {"[1, 'a']", Value::List{1, "a"}},
      {"order.tags", Value::List{"gift", "sale"}},
  };
  for (const Row& row : rows) {
    const Expression expression = parsed(row.text);
    INFO(row.text << " gave " << base::to_json(expression.evaluate(scope())));
    CHECK(expression.evaluate(scope()) == row.result);
    const bool is_true = row.result.is_boolean() && row.result.boolean();
    CHECK(expression.holds(scope()) == is_true);
  }
}

TEST_CASE("expression: what does not parse is one fault with its column and a hint", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"",
       "t.yaml:3:10: error: expected a value or a name, but the text ends (a condition reads like: "
       "quantity > 1 and reason in [damaged, other])\n"},
      {"a = 1", "t.yaml:3:12: error: '=' compares nothing (write '==')\n"},
      {"a && b", "t.yaml:3:12: error: '&' is not known here (write 'and')\n"},
      {"a || b", "t.yaml:3:12: error: '|' is not known here (write 'or')\n"},
      {"!a", "t.yaml:3:10: error: '!' is not known here (write 'not')\n"},
      {"a == 'b",
       "t.yaml:3:15: error: the text has no closing quote (end it with the quote it began with)\n"},
      {"'é' == é", "t.yaml:3:17: error: 'é' is not known here\n"},
      {"1 < a < 3",
       "t.yaml:3:16: error: comparisons cannot be chained (write 'a < b and b < c')\n"},
      {"a is gone",
       "t.yaml:3:15: error: expected 'missing', 'present' or 'empty' after 'is', found "
       "'gone' (to compare values write '==')\n"},
      {"a == none",
       "t.yaml:3:15: error: 'none' stands only in 'x or none' (to test for it write 'x "
       "is missing')\n"},
      {"a and b or none",
       "t.yaml:3:18: error: only a name can be followed by 'or none' (a condition reads like: "
       "quantity > 1 and reason in [damaged, other])\n"},
      {"coutn(a)", "t.yaml:3:10: error: there is no function 'coutn' (did you mean 'count'?)\n"},
      {"size(a)",
       "t.yaml:3:10: error: there is no function 'size' (conditions know count(...), "
       "days_since(...) and money(...))\n"},
      {"(a",
       "t.yaml:3:12: error: expected ')', but the text ends (a condition reads like: quantity > 1 "
       "and reason in [damaged, other])\n"},
      {"a b",
       "t.yaml:3:12: error: 'b' cannot follow here (a condition reads like: quantity > 1 and "
       "reason in [damaged, other])\n"},
      {"a in [b",
       "t.yaml:3:17: error: expected ',', but the text ends (a condition reads like: quantity > 1 "
       "and reason in [damaged, other])\n"},
      {"a in [[b]]",
       "t.yaml:3:16: error: a list holds plain values only (a condition reads like: quantity > 1 "
       "and reason in [damaged, other])\n"},
      {"any x.y in a: b",
       "t.yaml:3:14: error: the variable of any and all is one word, without dots (a condition "
       "reads like: quantity > 1 and reason in [damaged, other])\n"},
      {"all x",
       "t.yaml:3:15: error: expected 'in', but the text ends (a condition reads like: quantity > 1 "
       "and reason in [damaged, other])\n"},
      {"any a in b: any c in d: any e in f: yes",
       "t.yaml:3:38: error: any and all can be nested only twice (a condition reads like: quantity "
       "> 1 and reason in [damaged, other])\n"},
      {"99999999999999999999", "t.yaml:3:10: error: the number is too large (at most 18 digits)\n"},
      {"12a", "t.yaml:3:10: error: a number runs into a name (put a blank between)\n"},
  };
  for (const auto& [text, fault] : rows) CHECK(parse_fault(text) == fault);
}

TEST_CASE("expression: length and nesting are bounded", "[base]") {
  Faults faults;
  const auto nested = [&](std::size_t depth) {
    return Expression::parse(std::string(depth, '(') + "a" + std::string(depth, ')'), {}, faults);
  };
  CHECK(nested(23).has_value());
  CHECK_FALSE(nested(24).has_value());
  CHECK_FALSE(nested(900).has_value());
  CHECK(Expression::parse("a" + std::string(1999, ' '), {}, faults).has_value());
  CHECK_FALSE(Expression::parse("a" + std::string(2000, ' '), {}, faults).has_value());
  std::string many = "a";
  for (int i = 0; i < 400; ++i) many += " or a";
  CHECK_FALSE(Expression::parse(many, {}, faults).has_value());  // 2001 bytes
  many.resize(many.size() - 5);
  const auto expression = Expression::parse(many, {}, faults);
  REQUIRE(expression.has_value());
  CHECK_FALSE(expression->holds(scope()));
  std::string negated;
  for (int i = 0; i < 499; ++i) negated += "not ";
  CHECK(parsed(negated + "yes").evaluate(scope()) == Value(false));
}

TEST_CASE("expression: reads lists the names without variables and choices", "[base]") {
  const auto names = [](const std::string& text) { return parsed(text).reads(); };
  using Names = std::vector<std::string>;
  CHECK(names("a.b == 1 and c > a.b") == Names{"a.b", "c"});
  CHECK(names("any line in order.lines: line.reason == other.reason") ==
        Names{"order.lines", "other.reason"});
  CHECK(names("days_since(x) > 3 or today == y") == Names{"x", "y"});
}

TEST_CASE("expression: parse_call reads a name and plain arguments", "[base]") {
  Faults faults;
  const auto call = [&](const std::string& text) {
    return base::parse_call(text, {"t.yaml", 3, 10}, faults);
  };
  const auto one = call("shop.returnable_orders(customer)");
  REQUIRE(one.has_value());
  CHECK(one->name == "shop.returnable_orders");
  REQUIRE(one->arguments.size() == 1);
  CHECK(one->arguments[0].text() == "customer");
  const auto none = call("shop.all()");
  REQUIRE(none.has_value());
  CHECK(none->arguments.empty());
  const auto three = call("f(count(a), [1, 2], 'x, y')");
  REQUIRE(three.has_value());
  REQUIRE(three->arguments.size() == 3);
  CHECK(three->arguments[2].evaluate(scope()) == Value("x, y"));
  CHECK(faults.empty());

  for (const char* text :
       {"", "f", "f(", "f)", "f(a", "(a)", "1(a)", "f(a,)", "f(,a)", "f(a) b", "f(a))", "f((a)"}) {
    Faults found;
    INFO(text);
    CHECK_FALSE(base::parse_call(text, {"t.yaml", 3, 10}, found).has_value());
    CHECK(found.has_errors());
  }
  Faults found;
  CHECK_FALSE(base::parse_call("f(a, b b)", {"t.yaml", 3, 10}, found).has_value());
  CHECK(found.to_string() ==
        "t.yaml:3:17: error: 'b' cannot follow here (a condition reads like: quantity > 1 and "
        "reason in [damaged, other])\n");
}

TEST_CASE("expression: money is an amount with its currency", "[base]") {
  const Value made = parsed("money(quantity, reason)").evaluate(scope());
  CHECK(made.at("amount") == Value(2));
  CHECK(made.text_at("currency") == "damaged");
  CHECK(parsed("money(gone, reason)").evaluate(scope()).is_nothing());
  CHECK(parsed("money(quantity, gone)").evaluate(scope()).is_nothing());
  CHECK_FALSE(parse_fault("money(quantity)").empty());
  CHECK_FALSE(parse_fault("money(quantity, reason, note)").empty());
}
