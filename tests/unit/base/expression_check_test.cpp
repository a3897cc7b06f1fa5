#include <catch2/catch.hpp>

#include "base/expression.hpp"
#include "base/json.hpp"
#include "tests/unit/base/scopes.hpp"

using base::Expression;
using base::Faults;
using base::Type;
using Kind = base::Type::Kind;

namespace {

Type choice(std::vector<std::string> words) {
  Type type = Type::of(Kind::choice);
  type.choices = std::move(words);
  return type;
}

Type may_be_missing(Type type) {
  type.may_be_missing = true;
  return type;
}

Type record(std::vector<std::pair<std::string, Type>> fields) {
  Type type = Type::of(Kind::record);
  type.fields = std::move(fields);
  return type;
}

const base_test::Types& scope() {
  static const base_test::Types kScope({
      {"quantity", Type::of(Kind::number)},
      {"title", Type::of(Kind::text)},
      {"signed_in", Type::of(Kind::boolean)},
      {"approved", may_be_missing(Type::of(Kind::boolean))},
      {"reason", choice({"damaged", "wrong_item", "not_fit"})},
      {"answer", choice({"yes", "no", "later"})},
      {"size", choice({"small", "large"})},
      {"iban", may_be_missing(Type::of(Kind::text))},
      {"delivered_on", Type::of(Kind::date)},
      {"shipped_at", may_be_missing(Type::of(Kind::instant))},
      {"photo", Type::of(Kind::file)},
      {"later", Type::of(Kind::number)},
      {"anything", Type()},
      {"order", record({{"number", Type::of(Kind::text)},
                        {"delivery", may_be_missing(record({{"city", Type::of(Kind::text)}}))},
                        {"tags", Type::list_of(Type::of(Kind::text))},
                        {"lines", Type::list_of(record({{"reason", choice({"damaged", "other"})},
                                                        {"quantity", Type::of(Kind::number)}}))}})},
  });
  return kScope;
}

struct Checked {
  Type type;
  std::string faults;
  std::vector<std::string> reads;
};

Checked check(const std::string& text) {
  Faults faults;
  const auto expression = Expression::parse(text, {"t.yaml", 1, 1}, faults);
  INFO(text << "\n" << faults.to_string());
  REQUIRE(expression.has_value());
  const Type type = expression->check(scope(), faults);
  return {type, faults.to_string(), expression->reads()};
}

}  // namespace

TEST_CASE("expression: the checker accepts what makes sense and knows its type", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"quantity", "number"},
      {"quantity > 1 and signed_in", "yes or no"},
      {"reason", "damaged, wrong_item, not_fit"},
      {"reason == damaged", "yes or no"},
      {"damaged == reason", "yes or no"},
      {"reason in [damaged, 'wrong_item']", "yes or no"},
      {"reason == order.number", "yes or no"},
      {"answer == 'yes'", "yes or no"},
      {"approved", "yes or no"},
      {"approved == yes", "yes or no"},
      {"iban or none", "text"},
      {"iban == 'x'", "yes or no"},
      {"iban is present", "yes or no"},
      {"order.delivery.city or none", "text"},
      {"delivered_on <= today", "yes or no"},
      {"delivered_on > '2026-01-31'", "yes or no"},
      {"shipped_at > '2026-01-31T10:00:00Z'", "yes or no"},
      {"days_since(delivered_on) > 5", "yes or no"},
      {"count(order.lines)", "number"},
      {"any line in order.lines: line.reason == other", "yes or no"},
      {"all line in order.lines: line.quantity > 0", "yes or no"},
      {"'gift' in order.tags", "yes or no"},
      {"any order.tags", "yes or no"},
      {"order.lines", "list of record"},
      {"anything.at.all == thing and anything > 3", "yes or no"},
      {"any x in anything: x.y == 1", "yes or no"},
      {"today", "date"},
  };
  for (const auto& [text, type] : rows) {
    const Checked checked = check(text);
    INFO(text);
    CHECK(checked.faults.empty());
    CHECK(to_string(checked.type) == type);
  }
}

TEST_CASE("expression: whether nothing may come out", "[base]") {
  CHECK(check("iban or none").type.may_be_missing);
  CHECK(check("approved").type.may_be_missing);
  CHECK(check("days_since(shipped_at)").type.may_be_missing);
  CHECK_FALSE(check("days_since(delivered_on)").type.may_be_missing);
  CHECK_FALSE(check("title").type.may_be_missing);
  CHECK_FALSE(check("iban == 'x'").type.may_be_missing);
}

TEST_CASE("expression: the checker reports every fault with column and hint", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"quantitty > 1",
       "t.yaml:1:1: error: nothing is called 'quantitty' here (did you mean "
       "'quantity'?)\n"},
      {"order.numbr == 'x'",
       "t.yaml:1:1: error: 'order' has no field 'numbr' (did you mean "
       "'number'?)\n"},
      {"order.lines.reason == damaged",
       "t.yaml:1:1: error: 'order.lines' has no field 'reason' (it "
       "is a list: use any, all or count)\n"},
      {"title.length > 1", "t.yaml:1:1: error: 'title' has no field 'length' (it is a text)\n"},
      {"reason == damagd",
       "t.yaml:1:11: error: 'damagd' is no such choice (did you mean "
       "'damaged'?)\n"},
      {"reason == 'lost'",
       "t.yaml:1:11: error: 'lost' is no such choice (it is one of: damaged, "
       "wrong_item, not_fit)\n"},
      {"reason in [damaged, lost]",
       "t.yaml:1:21: error: 'lost' is no such choice (it is one of: "
       "damaged, wrong_item, not_fit)\n"},
      {"answer == yes",
       "t.yaml:1:11: error: 'yes' is a choice here, not yes or no (write it in "
       "quotes)\n"},
      {"answer == later",
       "t.yaml:1:11: error: 'later' is a choice, and also the name of something "
       "here (quote it to mean the choice, or rename the other)\n"},
      {"title == damaged",
       "t.yaml:1:10: error: nothing is called 'damaged' here (to mean the text "
       "write 'damaged' in quotes)\n"},
      {"foo == bar",
       "t.yaml:1:1: error: nothing is called 'foo' here (known here: answer anything approved "
       "delivered_on iban later order photo quantity reason shipped_at signed_in ...)\n"},
      {"quantity == 'two'",
       "t.yaml:1:1: error: a number is compared with a text (both sides must be of one kind)\n"},
      {"reason == size",
       "t.yaml:1:1: error: a choice is compared with a choice (both sides must be of one kind)\n"},
      {"delivered_on < shipped_at",
       "t.yaml:1:1: error: a date is compared with a point in time (both sides must be of one "
       "kind)\n"},
      {"delivered_on < '31.01.2026'",
       "t.yaml:1:16: error: '31.01.2026' is no date (write it as "
       "2026-03-31)\n"},
      {"title < 'b'", "t.yaml:1:1: error: a text has no order (use '==', '!=' or 'in')\n"},
      {"order == order",
       "t.yaml:1:1: error: a record cannot be compared as a whole (compare one of "
       "its fields, or write '... is empty')\n"},
      {"quantity and signed_in",
       "t.yaml:1:1: error: a number is no condition (compare it, or write "
       "'... is present')\n"},
      {"not title",
       "t.yaml:1:5: error: a text is no condition (compare it, or write '... is "
       "present')\n"},
      {"count(title)",
       "t.yaml:1:7: error: count needs a list, found a text (name a value of that kind)\n"},
      {"days_since(quantity) > 1",
       "t.yaml:1:12: error: days_since needs a date, found a number (name a value of that kind)\n"},
      {"any x in title: yes",
       "t.yaml:1:10: error: any and all need a list, found a text (name a list, such as: any line "
       "in lines: line.quantity > 1)\n"},
      {"any order in order.lines: order.quantity > 1",
       "t.yaml:1:1: error: 'order' is the name of something else here (give the variable another "
       "name)\n"},
      {"any x in order.lines: x.reason == damagd",
       "t.yaml:1:35: error: 'damagd' is no such choice (did you mean 'damaged'?)\n"},
      {"quantity in title",
       "t.yaml:1:13: error: 'in' needs a list, found a text (write the values out: reason in "
       "[damaged, other])\n"},
      {"quantity in order.tags",
       "t.yaml:1:1: error: a number cannot be in a list of: text (both must be of one kind)\n"},
      {"iban",
       "t.yaml:1:1: error: 'iban' may be missing here (write 'iban or none', or ask for it "
       "on every path to here)\n"},
      {"order.delivery.city",
       "t.yaml:1:1: error: 'order.delivery.city' may be missing here (write "
       "'order.delivery.city or none', or ask for it on every path to "
       "here)\n"},
      {"quantitty > 1 or titel == 'x'",
       "t.yaml:1:1: error: nothing is called 'quantitty' here (did you mean 'quantity'?)\n"
       "t.yaml:1:18: error: nothing is called 'titel' here (did you mean 'title'?)\n"},
  };
  for (const auto& [text, faults] : rows) {
    INFO(text);
    CHECK(check(text).faults == faults);
  }
}

TEST_CASE("expression: after a check a word of a choice is no name, even if one exists", "[base]") {
  CHECK(check("reason == damaged").reads == std::vector<std::string>{"reason"});

  // "small" is a word for the checker, although a value of that name is there when it runs.
  Faults faults;
  const auto expression = Expression::parse("size == small", {}, faults);
  REQUIRE(expression.has_value());
  const base_test::Values values({{"size", "small"}, {"small", "large"}});
  CHECK_FALSE(expression->holds(values));
  expression->check(scope(), faults);
  REQUIRE(faults.empty());
  CHECK(expression->holds(values));

  // A name that is known but has no value yet is missing, not a word.
  const auto other = Expression::parse("title == title", {}, faults);
  REQUIRE(other.has_value());
  other->check(scope(), faults);
  REQUIRE(faults.empty());
  CHECK_FALSE(other->holds(base_test::Values({})));
}
