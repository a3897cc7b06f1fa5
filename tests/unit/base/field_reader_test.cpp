#include <catch2/catch.hpp>

#include "base/json.hpp"

using base::FieldReader;
using base::parse_json;
using base::Record;

namespace {

Record record(std::string_view json) {
  return parse_json(json)->record();
}

// What `read` leaves behind: "name field", or "ok".
template <class Read>
std::string outcome(std::string_view json, Read read) {
  const Record fields = record(json);
  FieldReader reader(fields);
  read(reader);
  const auto error = reader.finish();
  return error ? std::string(error->name) + " " + error->field : "ok";
}

}  // namespace

TEST_CASE("fields: each field is read with its type", "[base]") {
  const Record fields =
      record(R"({"id":"x","n":3,"yes":true,"tags":["a","b"],"sub":{"q":1},"null":null,"any":[1]})");
  FieldReader reader(fields);
  CHECK(reader.text("id", 10) == "x");
  CHECK(reader.integer("n", 0, 10) == 3);
  CHECK(reader.optional_boolean("yes") == true);
  CHECK(reader.optional_texts("tags", 2, 1) == std::vector<std::string>{"a", "b"});
  REQUIRE(reader.optional_record("sub") != nullptr);
  CHECK(reader.optional_record("sub")->size() == 1);
  CHECK_FALSE(reader.optional_text("null", 10).has_value());
  CHECK_FALSE(reader.optional_text("absent", 10).has_value());
  CHECK_FALSE(reader.optional_integer("absent", 0, 1).has_value());
  CHECK(reader.optional_record("absent") == nullptr);
  CHECK(reader.optional_value("any")->is_list());
  CHECK_FALSE(reader.finish().has_value());
}

TEST_CASE("fields: wrong types name the field (B51, B52)", "[base]") {
  const auto read_text = [](FieldReader& reader) { reader.text("f", 3); };
  const auto read_integer = [](FieldReader& reader) { reader.integer("f", 1, 5); };
  const auto read_boolean = [](FieldReader& reader) { reader.optional_boolean("f"); };
  const auto read_texts = [](FieldReader& reader) { reader.optional_texts("f", 2, 3); };
  const auto read_record = [](FieldReader& reader) { reader.optional_record("f"); };
  for (const char* json : {R"({"f":1})", R"({"f":["abc"]})", R"({"f":{"$ne":""}})", R"({"f":true})",
                           R"({"f":null})", "{}"}) {
    INFO(json);
    CHECK(outcome(json, read_text) == "bad_field f");
  }
  for (const char* json : {R"({"f":"1"})", R"({"f":0.1})", R"({"f":1.0})", R"({"f":1e0})",
                           R"({"f":true})", R"({"f":[1]})", R"({"f":null})", "{}", R"({"f":0})",
                           R"({"f":6})", R"({"f":-9223372036854775808})"}) {
    INFO(json);
    CHECK(outcome(json, read_integer) == "bad_field f");
  }
  CHECK(outcome(R"({"f":1})", read_integer) == "ok");
  CHECK(outcome(R"({"f":5})", read_integer) == "ok");
  CHECK(outcome(R"({"f":1})", read_boolean) == "bad_field f");
  CHECK(outcome(R"({"f":"true"})", read_boolean) == "bad_field f");
  CHECK(outcome(R"({"f":"a"})", read_texts) == "bad_field f");
  CHECK(outcome(R"({"f":["a",1]})", read_texts) == "bad_field f");
  CHECK(outcome(R"({"f":["a","b"]})", read_texts) == "ok");
  CHECK(outcome(R"({"f":["a","b","c"]})", read_texts) == "bad_field f");
  CHECK(outcome(R"({"f":["abcd"]})", read_texts) == "too_long f");
  CHECK(outcome(R"({"f":[]})", read_record) == "bad_field f");
}

TEST_CASE("fields: lengths count characters, exactly", "[base]") {
  const auto read = [](FieldReader& reader) { reader.text("f", 3); };
  CHECK(outcome(R"({"f":"éé"})", read) == "ok");
  CHECK(outcome(R"({"f":"ééé"})", read) == "ok");
  CHECK(outcome(R"({"f":"éééé"})", read) == "too_long f");
}

TEST_CASE("fields: what nobody asked for is refused, whatever its case", "[base]") {
  const auto read = [](FieldReader& reader) {
    reader.optional_text("text", 10);
    reader.ignore("extra");
  };
  CHECK(outcome(R"({"text":"a","extra":{}})", read) == "ok");
  CHECK(outcome(R"({"text":"a","role":"agent"})", read) == "bad_field role");
  CHECK(outcome(R"({"Text":"a"})", read) == "bad_field Text");
  CHECK(outcome(R"({"text":"a","x":null})", read) == "bad_field x");
  const std::string long_name(200, 'n');
  CHECK(outcome("{\"" + long_name + "\":1}", read) == "bad_field " + std::string(64, 'n'));
}

TEST_CASE("fields: the first fault is the one reported", "[base]") {
  const auto read = [](FieldReader& reader) {
    reader.text("a", 10);
    reader.text("b", 10);
  };
  CHECK(outcome(R"({"z":1,"b":2})", read) == "bad_field a");
}
