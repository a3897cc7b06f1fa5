#include "base/yaml.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using base::Faults;
using base::parse_yaml;
using base::YamlNode;

namespace {

// The tree as one text: "@line:column" before each thing, texts in quotes of the kind they had.
std::string drawn(const YamlNode& node) {
  std::string text = "@" + std::to_string(node.line) + ":" + std::to_string(node.column) + " ";
  if (node.is_nothing()) return text + "nothing";
  if (node.is_scalar()) return text + (node.is_quoted ? "\"" + node.scalar + "\"" : node.scalar);
  std::string inside;
  for (const YamlNode& item : node.items) inside += (inside.empty() ? "" : ", ") + drawn(item);
  for (const auto& [key, value] : node.members) {
    inside += (inside.empty() ? "" : ", ") + drawn(key) + ": " + drawn(value);
  }
  const std::string style = node.is_flow_style ? "flow " : "";
  return text + style + (node.is_list() ? "[" + inside + "]" : "{" + inside + "}");
}

std::string read(std::string_view text) {
  Faults faults;
  const auto node = parse_yaml(text, "f.yaml", faults);
  REQUIRE(node.has_value() == faults.empty());
  return node ? drawn(*node) : faults.to_string();
}

constexpr const char* kOwnLine =
    " (a text with a comma or a colon cannot stand inside { } or [ ]: give it its own line, or "
    "quote it)\n";

}  // namespace

TEST_CASE("yaml: nodes know their line and column, in characters", "[base]") {
  CHECK(read("a: 1\nb:\n  - x\n  - 'é': y\n") ==
        "@1:1 {@1:1 a: @1:4 1, @2:1 b: @3:3 [@3:5 x, @4:5 {@4:5 \"é\": @4:10 y}]}");
  CHECK(read("'éé': x\n") == "@1:1 {@1:1 \"éé\": @1:7 x}");
  CHECK(read("a: { b: [1, 2] }") ==
        "@1:1 {@1:1 a: @1:4 flow {@1:6 b: @1:9 flow [@1:10 1, @1:13 2]}}");
  CHECK(read("- [a, b]\n-\n  c: d") == "@1:1 [@1:3 flow [@1:4 a, @1:7 b], @3:3 {@3:3 c: @3:6 d}]");
}

TEST_CASE("yaml: every plain scalar is text; quotes and blocks are remembered", "[base]") {
  CHECK(read("a: no") == "@1:1 {@1:1 a: @1:4 no}");
  CHECK(read("- 0o17\n- 1e3\n- 2026-01-01\n- null\n- ~\n- Null\n- on") ==
        "@1:1 [@1:3 0o17, @2:3 1e3, @3:3 2026-01-01, @4:3 null, @5:3 ~, @6:3 Null, @7:3 on]");
  CHECK(read("a: 'x'\nb: \"y\\t\"\nc: |\n  z\nd: >-\n  p\n  q") ==
        "@1:1 {@1:1 a: @1:4 \"x\", @2:1 b: @2:4 \"y\t\", @3:1 c: @3:4 \"z\n\", @5:1 d: @5:4 \"p "
        "q\"}");
  CHECK(read("null: x").find("null: @1:7 x") != std::string::npos);
}

TEST_CASE("yaml: empty documents and empty values are nothing", "[base]") {
  CHECK(read("") == "@0:0 nothing");
  CHECK(read("# only a comment\n") == "@0:0 nothing");
  Faults faults;
  const auto node = parse_yaml("a:\nb: ''\nc: x", "f.yaml", faults);
  REQUIRE(node.has_value());
  CHECK(node->find("a")->is_nothing());
  CHECK(node->find("b")->is_scalar());
  CHECK(node->find("d") == nullptr);
}

TEST_CASE("yaml: what people may not write is refused with its place", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"a: &x 1\n",
       "f.yaml:1:4: error: anchors (&name) are not allowed (write the value out where "
       "it is needed)\n"},
      {"a: &x\n  b: 1\n",
       "f.yaml:1:4: error: anchors (&name) are not allowed (write the value out "
       "where it is needed)\n"},
      {"a: *x\n",
       "f.yaml:1:4: error: aliases (*name) are not allowed (write the value out; quote a text "
       "that begins with '*')\n"},
      {"a: !t 1\n",
       "f.yaml:1:4: error: tags (!name) are not allowed (quote a text that begins with "
       "'!')\n"},
      {"a: !!str 1\n",
       "f.yaml:1:4: error: tags (!name) are not allowed (quote a text that begins "
       "with '!')\n"},
      {"a: !t [1]\n",
       "f.yaml:1:4: error: tags (!name) are not allowed (quote a text that begins "
       "with '!')\n"},
      {"a: 1\n---\nb: 2\n",
       "f.yaml:2:1: error: a second document begins here (one file, one document)\n"},
      {"a: 1\nb: 2\na: 3\n", "f.yaml:3:1: error: 'a' is written twice (keep one of the two)\n"},
      {"x:\n  - { a: 1, a: 2 }\n",
       "f.yaml:2:13: error: 'a' is written twice (keep one of the two)\n"},
      {"{a: b}: c\n",
       "f.yaml:1:1: error: a key must be a word (quote a text that begins with { or [)\n"},
      {"a:\n\tb: 1\n",
       "f.yaml:2:1: error: a tab (use blanks; inside a text write \"\\t\" in double "
       "quotes)\n"},
      {"a: 'x\ty'\n",
       "f.yaml:1:6: error: a tab (use blanks; inside a text write \"\\t\" in double "
       "quotes)\n"},
      {"a: x\x01\n", "f.yaml:1:5: error: a control character (remove it)\n"},
      {"a: x\ry\n", "f.yaml:1:5: error: a control character (remove it)\n"},
      {"é: \xFF\n", "f.yaml:1:4: error: not valid UTF-8 (save it as UTF-8)\n"},
      {"\xEF\xBB\xBF"
       "a: 1\n",
       "f.yaml:1:1: error: begins with a byte order mark (save it as plain UTF-8)\n"},
  };
  for (const auto& [text, faults] : rows) {
    INFO(text);
    CHECK(read(text) == faults);
  }
  CHECK(read("a: x\r\nb: y\r\n") == "@1:1 {@1:1 a: @1:4 x, @2:1 b: @2:4 y}");
}

TEST_CASE("yaml: a text inside { } broken by a comma or colon is explained", "[base]") {
  CHECK(read("a: {say: Sorry, we cannot, value: x}") ==
        std::string("f.yaml:1:17: error: 'we cannot' has no value inside { }") + kOwnLine);
  CHECK(read("a: { say: Note: this, value: x }") ==
        std::string("f.yaml:1:15: error: not valid YAML: did not find expected ',' or '}'") +
            kOwnLine);
  CHECK(read("a: { b }") ==
        std::string("f.yaml:1:6: error: 'b' has no value inside { }") + kOwnLine);
  CHECK(
      read("say: Note: this") ==
      "f.yaml:1:10: error: not valid YAML: mapping values are not allowed in this context (quote a "
      "text that contains ': '; or check the indentation of this line)\n");
}

TEST_CASE("yaml: what people mistype is explained where it began", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"a: 'never\nb: closed\n",
       "f.yaml:1:4: error: not valid YAML: found unexpected end of stream (a quote is opened here "
       "and never closed)\n"},
      {"a: @you\n",
       "f.yaml:1:4: error: not valid YAML: found character that cannot start any token (quote a "
       "text that begins with this character)\n"},
      {"a: 1\n  b: 2\n",
       "f.yaml:2:4: error: not valid YAML: mapping values are not allowed in this context (quote a "
       "text that contains ': '; or check the indentation of this line)\n"},
      {"- a\nb: 2\n",
       "f.yaml:2:1: error: not valid YAML: did not find expected '-' indicator (check the "
       "indentation of this line and the one before)\n"},
      {"a:\n    b: 1\n  c: 2\n",
       "f.yaml:3:3: error: not valid YAML: did not find expected key (check the indentation of "
       "this line and the one before)\n"},
      {"a: 1\nand more\n",
       "f.yaml:2:1: error: not valid YAML: could not find expected ':' (write 'name: value', or "
       "indent it as the text above it)\n"},
  };
  for (const auto& [text, faults] : rows) {
    INFO(text);
    CHECK(read(text) == faults);
  }
}

TEST_CASE("yaml: size and depth are bounded exactly", "[base]") {
  Faults faults;
  const auto nested = [&](std::size_t depth) {
    const std::string text = std::string(depth, '[') + std::string(depth, ']');
    return parse_yaml(text, "f.yaml", faults).has_value();
  };
  CHECK(nested(31));
  CHECK(nested(32));
  CHECK_FALSE(nested(33));
  CHECK_FALSE(nested(100'000));
  const auto sized = [&](std::size_t bytes) {
    return parse_yaml("#" + std::string(bytes - 1, 'x'), "f.yaml", faults).has_value();
  };
  CHECK(sized(1024 * 1024));
  CHECK_FALSE(sized(1024 * 1024 + 1));
}

TEST_CASE("yaml: any bytes are read or refused with a fault", "[base]") {
  CHECK(rc::check("bytes", [](const std::string& text) {
    Faults faults;
    RC_ASSERT((parse_yaml(text, "f", faults).has_value() == !faults.has_errors()));
  }));
  const auto pieces = rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
      "a", ": ", "- ", "\n", "  ", "{", "}", "[", "]", ", ", "'", "\"", "|", ">", "# c", "---",
      "...", "? ", "&x", "*x", "!t", "%YAML 1.2", "\\", "~", "null"));
  CHECK(rc::check("pieces", [&] {
    std::string text;
    for (const std::string& piece : *pieces) text += piece;
    Faults faults;
    RC_ASSERT((parse_yaml(text, "f", faults).has_value() == !faults.has_errors()));
  }));
}
