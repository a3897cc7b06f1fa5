#include "base/json.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using base::JsonLimits;
using base::parse_json;
using base::Record;
using base::to_json;
using base::Value;

namespace {

// The name of the error, or "ok".
std::string outcome(std::string_view text, const JsonLimits& limits = {}) {
  const auto result = parse_json(text, limits);
  return result ? "ok" : std::string(result.error().name);
}

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::string nested(std::size_t depth) {
  return repeated("[", depth) + repeated("]", depth);
}

std::string list_of(std::size_t members) {
  return "[" + repeated("1,", members - 1) + "1]";
}

std::string record_of(std::size_t members) {
  std::string text = "{";
  for (std::size_t i = 0; i < members; ++i) {
    text += (i == 0 ? "\"k" : ",\"k") + std::to_string(i) + "\":1";
  }
  return text + "}";
}

}  // namespace

TEST_CASE("json: bad input by the catalogue", "[base]") {
  using namespace std::string_literals;
  struct Row {
    int number;  // of the bad-input catalogue
    std::string text;
    std::string name;
  };
  const std::vector<Row> rows = {
      {41, repeated("[", 60'000), "bad_json"},
      {41, repeated("{\"a\":", 10'000), "bad_json"},
      {41, repeated("[{\"a\":", 10'000), "bad_json"},
      {42, record_of(4'000), "bad_json"},
      {42, record_of(20'000), "too_large"},
      {43, R"({"a":1,"a":1})", "bad_json"},
      {43, R"({"a":1,"\u0061":2})", "bad_json"},
      {43, R"([{"x":{"a":1,"b":2,"a":3}}])", "bad_json"},
      {44, "{} x", "bad_json"},
      {44, "{}{}", "bad_json"},
      {44, "1 2", "bad_json"},
      {44, "{}\0"s, "bad_text"},
      {44, "{}\0 {}"s, "bad_text"},
      {45, R"("\ud800")", "bad_text"},
      {45, R"("\udc00")", "bad_text"},
      {45, R"("\ud800\ud800")", "bad_text"},
      {45, R"("\ud800x")", "bad_text"},
      {45, "\"\xED\xA0\x80\"", "bad_text"},
      {46, R"("a\u0000b")", "bad_text"},
      {46, R"({"a\u0000":1})", "bad_text"},
      {46, R"("\u001b[31m")", "bad_text"},
      {46, R"("\u007f")", "bad_text"},
      {46, R"("\u0085")", "bad_text"},
      {47, "\"a\0b\""s, "bad_text"},
      {47, "\"a\nb\"", "bad_text"},
      {47, "\"a\tb\"", "bad_text"},
      {47, "\x01", "bad_text"},
      {47, "\"\x7F\"", "bad_text"},
      {47, "\"\xC2\x9B\"", "bad_text"},
      {48, "\xFF\xFE{\0}\0"s, "bad_text"},
      {48, "\xFE\xFF\0{\0}"s, "bad_text"},
      {48, "{\0}\0"s, "bad_text"},
      {48, "\xEF\xBB\xBF{}", "bad_text"},
      {48, "\"\xC3\"", "bad_text"},
      {48, "\"\xFF\"", "bad_text"},
      {49, "1e400", "bad_field"},
      {49, "-1e400", "bad_field"},
      {49, R"({"n":NaN})", "bad_field"},
      {49, "Infinity", "bad_field"},
      {49, "-Infinity", "bad_field"},
      {50, "-0", "bad_field"},
      {50, "18446744073709551616", "bad_field"},
      {50, "18446744073709551615", "bad_field"},
      {50, "9223372036854775808", "bad_field"},
      {50, "-9223372036854775809", "bad_field"},
      {50, "1" + repeated("0", 400), "bad_field"},
      {0, "", "bad_json"},
      {0, " ", "bad_json"},
      {0, "{", "bad_json"},
      {0, "[1,]", "bad_json"},
      {0, R"({"a":1,})", "bad_json"},
      {0, "{a:1}", "bad_json"},
      {0, "{'a':1}", "bad_json"},
      {0, "\"abc", "bad_json"},
      {0, R"("\x")", "bad_json"},
      {0, "01", "bad_json"},
      {0, "+1", "bad_json"},
      {0, ".5", "bad_json"},
      {0, "1.", "bad_json"},
      {0, "tru", "bad_json"},
      {0, "True", "bad_json"},
      {0, "// c\n1", "bad_json"},
      {0, "[1] // c", "bad_json"},
  };
  for (const Row& row : rows) {
    INFO("B" << row.number << " " << row.text.substr(0, 40));
    CHECK(outcome(row.text) == row.name);
  }
}

TEST_CASE("json: a bad number names its field", "[base]") {
  CHECK(parse_json(R"({"a":{"count":1e400}})").error().field == "count");
  CHECK(parse_json(R"({"count":-0})").error().field == "count");
  CHECK(parse_json(R"({"count":NaN})").error().field == "count");
}

TEST_CASE("json: an error never quotes the text", "[base]") {
  for (const char* text : {R"({"a":"secret words" x)", R"("secret words \ud800")",
                           "\"secret words \x01\"", R"({"secret":1,"secret":2})", "secret"}) {
    const auto result = parse_json(text);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().detail.find("secret") == std::string::npos);
  }
}

TEST_CASE("json: bounds hold exactly", "[base]") {
  CHECK(outcome(nested(31)) == "ok");
  CHECK(outcome(nested(32)) == "ok");
  CHECK(outcome(nested(33)) == "bad_json");
  CHECK(outcome(list_of(255)) == "ok");
  CHECK(outcome(list_of(256)) == "ok");
  CHECK(outcome(list_of(257)) == "bad_json");
  CHECK(outcome(record_of(255)) == "ok");
  CHECK(outcome(record_of(256)) == "ok");
  CHECK(outcome(record_of(257)) == "bad_json");
  CHECK(outcome("[" + list_of(256) + "," + list_of(256) + "]") == "ok");  // of each, not in all
  const std::size_t bytes = 64 * 1024;
  CHECK(outcome("\"" + std::string(bytes - 3, 'x') + "\"") == "ok");
  CHECK(outcome("\"" + std::string(bytes - 2, 'x') + "\"") == "ok");
  CHECK(outcome("\"" + std::string(bytes - 1, 'x') + "\"") == "too_large");
  CHECK(outcome("9223372036854775806") == "ok");
  CHECK(outcome("9223372036854775807") == "ok");
  CHECK(outcome("-9223372036854775808") == "ok");
  CHECK(outcome("1.7976931348623157e308") == "ok");
  CHECK(outcome(nested(3), {100, 2, 10}) == "bad_json");
  CHECK(outcome(nested(2), {100, 2, 10}) == "ok");
}

TEST_CASE("json: what is fine is read as it stands", "[base]") {
  const auto value = parse_json(
      " {\"t\":\"a\\u00e9\\ud83d\\ude00\\n\\t\\r\\/"
      "\",\"i\":-3,\"r\":0.5,\"w\":1e3,\"l\":[true,false,null],"
      "\"e\":{},\"n\":[]}\n");
  REQUIRE(value.has_value());
  CHECK(value->text_at("t") == "aé😀\n\t\r/");
  CHECK(value->at("i").integer() == -3);
  CHECK(value->at("r").real() == 0.5);
  CHECK_FALSE(value->at("w").is_integer());  // written as a real number, stays one
  CHECK(to_json(*value) ==
        "{\"t\":\"aé😀\\n\\t\\r/\",\"i\":-3,\"r\":0.5,\"w\":1000.0,\"l\":[true,false,null],\"e\":{},"
        "\"n\":[]}");
  CHECK(outcome("\"\"") == "ok");
  CHECK(outcome("null") == "ok");
  CHECK(outcome(R"({"":1})") == "ok");
}

TEST_CASE("json: texts are written escaped, broken bytes as U+FFFD", "[base]") {
  const auto written = [](std::string_view text) {
    std::string out;
    base::write_json_text(out, text);
    return out;
  };
  using namespace std::string_literals;
  CHECK(written("") == "\"\"");
  CHECK(written("a\"b\\c/") == "\"a\\\"b\\\\c/\"");
  CHECK(written("\b\f\n\r\t") == "\"\\b\\f\\n\\r\\t\"");
  CHECK(written("\0\x1F\x7F"s) == "\"\\u0000\\u001f\\u007f\"");
  CHECK(written("é😀") == "\"é😀\"");
  CHECK(written("a\xFFz\xC3") == "\"a\uFFFDz\uFFFD\"");
  CHECK(written("\xED\xA0\x80") == "\"\uFFFD\uFFFD\uFFFD\"");
}

TEST_CASE("json: numbers keep kind and value on the way out and in", "[base]") {
  const std::vector<std::pair<Value, std::string>> rows = {
      {Value(0), "0"},
      {Value(INT64_MIN), "-9223372036854775808"},
      {Value(1.0), "1.0"},
      {Value(0.1), "0.1"},
      {Value(1e300), "1e+300"},
      {Value(123456789012345683968.0), "123456789012345683968.0"},
      {Value(std::numeric_limits<double>::quiet_NaN()), "null"},
      {Value(std::numeric_limits<double>::infinity()), "null"},
  };
  for (const auto& [value, text] : rows) {
    CHECK(to_json(value) == text);
    const auto again = parse_json(text);
    REQUIRE(again.has_value());
    CHECK(again->is_integer() == value.is_integer());
  }
}

TEST_CASE("json: the writer sets its own commas", "[base]") {
  std::string out;
  base::JsonWriter writer(out);
  writer.open_list();
  writer.open_object().key("type").text("hello").key("seq").integer(7).close_object();
  writer.open_object().close_object().open_list().close_list();
  writer.boolean(true).nothing().raw("{\"x\":1}").value(Value(Value::List{1, "a"}));
  writer.open_object().key("a").open_list().integer(1).integer(2).close_list();
  writer.key("b").nothing().close_object().close_list();
  CHECK(out ==
        R"([{"type":"hello","seq":7},{},[],true,null,{"x":1},[1,"a"],{"a":[1,2],"b":null}])");
  CHECK(outcome(out) == "ok");
}

namespace {

rc::Gen<Value> any_value(int depth) {
  const auto plain =
      rc::gen::oneOf(rc::gen::just(Value()), rc::gen::map<bool>([](bool v) { return Value(v); }),
                     rc::gen::map<std::int64_t>([](std::int64_t v) { return Value(v); }),
                     rc::gen::map(rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')),
                                  [](std::string v) { return Value(std::move(v)); }));
  if (depth == 0) return plain;
  return rc::gen::oneOf(plain, rc::gen::exec([depth] {
                          Record record;
                          Value::List list;
                          const int members = *rc::gen::inRange(0, 4);
                          for (int i = 0; i < members; ++i) {
                            const Value member = *any_value(depth - 1);
                            record["k" + std::to_string(i)] = member;
                            list.push_back(member);
                          }
                          return *rc::gen::element(Value(record), Value(list));
                        }));
}

}  // namespace

TEST_CASE("json: every value survives writing and reading", "[base]") {
  CHECK(rc::check("round trip", [] {
    const Value value = *any_value(3);
    const auto again = parse_json(to_json(value));
    RC_ASSERT(again.has_value());
    RC_ASSERT(*again == value);
  }));
  CHECK(rc::check("any bytes written are valid JSON", [](const std::string& bytes) {
    const std::string text = to_json(Value(bytes));
    const auto again = parse_json(text);
    // Control characters are written, and refused when read: nothing of ours may hold them.
    RC_ASSERT((again.has_value() || again.error().name == "bad_text"));
  }));
  CHECK(rc::check("any bytes are read or refused", [](const std::string& bytes) {
    const auto value = parse_json(bytes);
    RC_ASSERT((!value || *parse_json(to_json(*value)) == *value));
  }));
}

TEST_CASE("json: a sign that needs an escape gets it wherever it stands", "[base]") {
  const auto alone = [](char sign) {
    std::string out;
    base::write_json_text(out, std::string(1, sign));
    return out.substr(1, out.size() - 2);
  };
  for (int code = 0; code < 0x80; ++code) {
    const char sign = static_cast<char>(code);
    for (std::size_t at = 0; at < 20; ++at) {
      std::string text(20, 'x');
      text[at] = sign;
      std::string expected(20, 'x');
      expected.replace(at, 1, alone(sign));
      std::string out;
      base::write_json_text(out, text);
      INFO("code " << code << " at " << at);
      CHECK(out == "\"" + expected + "\"");
    }
  }
}
