#include "base/value.hpp"

#include <catch2/catch.hpp>

using base::Record;
using base::Value;

TEST_CASE("value: a record keeps its order and its names unique", "[base]") {
  Record record{{"b", 1}, {"a", 2}};
  record["b"] = Value(3);
  record["c"];
  REQUIRE(record.size() == 3);
  CHECK(record.begin()->name == "b");
  CHECK(*record.find("b") == Value(3));
  CHECK(record.find("c")->is_nothing());
  CHECK(record.find("d") == nullptr);
  CHECK(record.erase("b"));
  CHECK_FALSE(record.erase("b"));
  CHECK(record.size() == 2);
  CHECK(Record{{"x", 1}, {"x", 2}} == Record{{"x", 2}});
}

TEST_CASE("value: records are equal whatever their order, lists are not", "[base]") {
  CHECK(Record{{"a", 1}, {"b", 2}} == Record{{"b", 2}, {"a", 1}});
  CHECK_FALSE(Record{{"a", 1}} == Record{{"a", 1}, {"b", Value()}});
  CHECK_FALSE(Record{{"a", 1}, {"b", 2}} == Record{{"a", 1}, {"c", 2}});
  CHECK_FALSE(Value(Value::List{1, 2}) == Value(Value::List{2, 1}));
}

TEST_CASE("value: numbers of both kinds compare by value, nothing else across kinds", "[base]") {
  CHECK(Value(2) == Value(2.0));
  CHECK_FALSE(Value(2) == Value(2.5));
  CHECK_FALSE(Value(std::int64_t{9007199254740993}) == Value(std::int64_t{9007199254740992}));
  CHECK_FALSE(Value("1") == Value(1));
  CHECK_FALSE(Value(true) == Value(1));
  CHECK_FALSE(Value(false) == Value());
  CHECK(Value() == Value(nullptr));
}

TEST_CASE("value: paths walk through records and stop at anything else", "[base]") {
  const Value value(Record{{"a", Record{{"b", Record{{"c", "deep"}}}}}, {"list", Value::List{1}}});
  CHECK(value.at("a.b.c") == Value("deep"));
  CHECK(value.text_at("a.b.c") == "deep");
  CHECK(value.text_at("a.b", "none") == "none");
  CHECK(value.text_at("a.x", "none") == "none");
  for (const char* path : {"x", "a.x", "a.b.c.d", "list.0", "", ".", "a.", ".a", "a..b"}) {
    INFO(path);
    CHECK(value.at(path).is_nothing());
  }
  CHECK(Value(3).at("a").is_nothing());
}

TEST_CASE("value: kinds answer for themselves and refuse the others", "[base]") {
  CHECK(Value(1).is_number());
  CHECK(Value(1.5).is_number());
  CHECK_FALSE(Value(1.5).is_integer());
  CHECK(Value(3).real() == 3.0);
  CHECK_THROWS_AS(Value("x").integer(), std::bad_variant_access);
  CHECK_THROWS_AS(Value(1).text(), std::bad_variant_access);
  CHECK_THROWS_AS(Value().record(), std::bad_variant_access);
}
