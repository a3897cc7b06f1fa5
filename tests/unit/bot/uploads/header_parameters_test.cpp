#include "bot/uploads/header_parameters.hpp"

#include <catch2/catch.hpp>

using namespace bot;

namespace {

// value|name=text|... or "!" when it is refused.
std::string parsed(std::string_view text) {
  const auto header = parse_header_parameters(text);
  if (!header) return "!";
  std::string line = header->value;
  for (const auto& [name, value] : header->parameters) line += "|" + name + "=" + value;
  return line;
}

}  // namespace

TEST_CASE("header parameters: values, tokens and quoted strings", "[bot][uploads]") {
  CHECK(parsed("form-data") == "form-data");
  CHECK(parsed("Multipart/Form-Data; Boundary=AbC") == "multipart/form-data|boundary=AbC");
  CHECK(parsed("a;b=c;d=\"e f\"") == "a|b=c|d=e f");
  CHECK(parsed(" a ; b=c ; ") == "a|b=c");
  CHECK(parsed("a; b=\"\\\"\"") == "a|b=\"");
  CHECK(parsed("a; b=\"x\\y\"") == "a|b=x\\y");
  CHECK(parsed("a; b=\"x\\\"") == "a|b=x\\");
  CHECK(parsed("a; b=\"\"") == "a|b=");
}

TEST_CASE("header parameters: everything else is refused", "[bot][uploads]") {
  for (const char* text : {"", ";", "; a=b", "a b", "a; b", "a; =c", "a; b=", "a; b=c d",
                           "a; b=\"c", "a; b=\"c\"d", "a; b=c; b=d", "a; b=c; B=d", "a; b =c",
                           "a, b", "a; b=c;;d=e", "a;1=1;2=2;3=3;4=4;5=5;6=6;7=7;8=8;9=9"}) {
    INFO(text);
    CHECK(parsed(text) == "!");
  }
}
