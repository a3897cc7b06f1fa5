#include "base/yaml_layout.hpp"

#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/yaml_source.hpp"

using base::Faults;
using base::lay_out_yaml;
using base::LayoutRules;
using base::parse_yaml;

namespace {

const LayoutRules kRules{[](std::string_view parent, std::string_view key) {
                           return key == "say" || key == "label" || parent == "options";
                         },
                         100};

std::string laid_out(const std::string& text) {
  Faults faults;
  const auto result = lay_out_yaml(text, "f.yaml", kRules, faults);
  return result ? *result : faults.to_string();
}

std::vector<std::string> comments_of(const std::string& text, const base::YamlNode& root) {
  std::vector<std::string> comments;
  base::YamlSource source(text, root);
  for (const auto& comment : source.comments()) comments.push_back(comment.text);
  std::sort(comments.begin(), comments.end());
  return comments;
}

// What holds of every file: it says the same, keeps its comments, and is laid out only once. Empty,
// or what does not hold.
std::string problem_with(const std::string& text) {
  Faults faults;
  const auto root = parse_yaml(text, "f.yaml", faults);
  if (!root) return "not read: " + faults.to_string() + text;
  const auto once = lay_out_yaml(text, "f.yaml", kRules, faults);
  if (!once) return "not laid out: " + faults.to_string() + text;
  const auto again = parse_yaml(*once, "f.yaml", faults);
  if (!again || !base::is_same_content(*root, *again)) return "changed:\n" + text + "\n" + *once;
  if (comments_of(text, *root) != comments_of(*once, *again)) {
    return "comments lost:\n" + text + "\n" + *once;
  }
  const auto twice = lay_out_yaml(*once, "f.yaml", kRules, faults);
  return twice == once ? std::string() : "not stable:\n" + *once + "\n" + twice.value_or("");
}

// A random file: nested maps and lists in any indentation, with comments and blank lines.
class RandomFile {
 public:
  std::string write() {
    write_map(0, 3);
    return std::move(out_);
  }

 private:
  static int pick(int below) { return *rc::gen::inRange(0, below); }

  void end_line() {
    if (pick(4) == 0) out_ += std::string(static_cast<std::size_t>(1 + pick(9)), ' ') + comment();
    out_ += '\n';
    if (pick(5) == 1) out_ += '\n';
    if (pick(6) == 0)
      out_ += std::string(static_cast<std::size_t>(pick(9)), ' ') + comment() + "\n";
  }

  std::string comment() { return "# " + std::to_string(++comments_); }

  std::string word() {
    static const std::vector<std::string> kWords = {
        "yes",
        "some words",
        "'it''s: quoted # no comment'",
        "\"a \\\" b\"",
        "a#b",
        "12",
        "a rather long text that goes on and on until the line is full, and then a little further",
        "{ a: b, say: hello }",
        "[a, 'b, c', d]",
        "[]",
        "{}",
        "{ x: [1, { y: z }] }"};
    return kWords[static_cast<std::size_t>(pick(static_cast<int>(kWords.size())))];
  }

  void write_value(std::size_t indent, int depth) {
    const int kind = depth > 0 ? pick(5) : pick(3);
    if (kind == 0) return end_line();
    if (kind == 2) return write_block(indent);
    if (kind == 1) {
      out_ += std::string(static_cast<std::size_t>(1 + pick(3)), ' ') + word();
      return end_line();
    }
    end_line();
    const std::size_t inner = indent + 1 + static_cast<std::size_t>(pick(4));
    if (kind == 3) return write_map(inner, depth - 1);
    for (int items = 1 + pick(3); items > 0; --items) {
      out_ += std::string(inner, ' ') + "-";
      out_ += std::string(static_cast<std::size_t>(1 + pick(3)), ' ') + word();
      end_line();
    }
  }

  void write_block(std::size_t indent) {
    out_ += pick(2) == 0 ? " >-\n" : " |\n";
    const std::size_t inner = indent + 1 + static_cast<std::size_t>(pick(4));
    for (int lines = 1 + pick(3); lines > 0; --lines) {
      out_ += std::string(inner, ' ') + "line # " + std::to_string(lines) + "\n";
      if (lines > 1 && pick(4) == 0) out_ += '\n';
    }
  }

  void write_map(std::size_t indent, int depth) {
    for (int members = 1 + pick(3); members > 0; --members) {
      out_ += std::string(indent, ' ') + "k" + std::to_string(++keys_) + ":";
      write_value(indent, depth);
    }
  }

  std::string out_;
  int comments_ = 0;
  int keys_ = 0;
};

}  // namespace

TEST_CASE("yaml layout: indentation, blanks and braces", "[base]") {
  CHECK(
      laid_out("a:   1\nb:\n      - x\n      -   y:  2\n          z: [1,2 ,3]\nc: {a: b,c: d}\n") ==
      "a: 1\nb:\n  - x\n  - y: 2\n    z: [1, 2, 3]\nc: { a: b, c: d }\n");
  CHECK(laid_out("\n\n\na: 1\n\n\n\nb: 2") == "a: 1\n\nb: 2\n");
  CHECK(laid_out("a:\n- b\n- c\n") == "a:\n  - b\n  - c\n");
}

TEST_CASE("yaml layout: comments stay where they belong", "[base]") {
  CHECK(laid_out(
            "# head\na: 1     # one\n     # of b\nb:\n      # of x\n      - x # end\n# last\n") ==
        "# head\na: 1     # one\n# of b\nb:\n  # of x\n  - x     # end\n# last\n");
  CHECK(laid_out("a: 'x # y'  # z\n") == "a: 'x # y'  # z\n");
  CHECK(laid_out("a: { b: c,   # why\n     d: e }\n") == "a:           # why\n  b: c\n  d: e\n");
}

TEST_CASE("yaml layout: a customer's text gets its own line", "[base]") {
  CHECK(laid_out("a: { say: Hello, end: done }\n") == "a:\n  say: Hello\n  end: done\n");
  CHECK(laid_out("options: { x: First, y: 'Second, too' }\n") ==
        "options:\n  x: First\n  y: 'Second, too'\n");
  CHECK(laid_out("check: [{ must: a > 1, say: No }]\n") ==
        "check:\n  - must: a > 1\n    say: No\n");
}

TEST_CASE("yaml layout: long texts fold, long lists wrap", "[base]") {
  const std::string words =
      "word word word word word word word word word word word word word word "
      "word word word word word word";
  CHECK(
      laid_out("say: " + words + "\n") ==
      "say: >-\n  word word word word word word word word word word word word word word word word "
      "word word word\n  word\n");
  CHECK(laid_out("list: [" + std::string(60, 'a') + ", " + std::string(60, 'b') + "]\n") ==
        "list: [" + std::string(60, 'a') + ",\n       " + std::string(60, 'b') + "]\n");
}

TEST_CASE("yaml layout: blocks keep their lines", "[base]") {
  CHECK(laid_out("a: |  # why\n      x\n        y\n\n      z\n\nb: 1\n") ==
        "a: |  # why\n  x\n    y\n\n  z\n\nb: 1\n");
  CHECK(laid_out("- >-\n   one\n   two\n") == "- >-\n  one\n  two\n");
}

TEST_CASE("yaml layout: what is no YAML is left alone", "[base]") {
  CHECK(laid_out("a: b: c\n").find("not valid YAML") != std::string::npos);
}

TEST_CASE("yaml layout: the shipped files say the same afterwards", "[base][config]") {
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(
           std::filesystem::path(BOOMERANG_SOURCE_DIR) / "config")) {
    if (entry.path().extension() != ".yaml") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    INFO(entry.path());
    CHECK(problem_with(text.str()) == "");
    ++files;
  }
  CHECK(files > 5);
}

TEST_CASE("yaml layout: any file says the same afterwards", "[base]") {
  CHECK(rc::check("laid out once, and nothing lost",
                  [] { RC_ASSERT(problem_with(RandomFile().write()) == std::string()); }));
}
