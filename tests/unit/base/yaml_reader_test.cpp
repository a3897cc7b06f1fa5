#include <catch2/catch.hpp>

#include "base/yaml.hpp"

using base::Faults;
using base::parse_yaml;
using base::YamlReader;

namespace {

// The faults that `read` leaves behind.
template <class Read>
std::string faults_of(std::string_view text, Read read) {
  Faults faults;
  const auto node = parse_yaml(text, "f.yaml", faults);
  REQUIRE(node.has_value());
  YamlReader reader(*node, "f.yaml", "step", faults);
  read(reader);
  reader.finish();
  return faults.to_string();
}

}  // namespace

TEST_CASE("yaml reader: fields are read with their types", "[base]") {
  const auto faults = faults_of(
      "id: done\ncount: -3\nyes: yes\nno: false\ntags: [a, b]\none: x\nwait: 5 days\nmap:\n  a: "
      "1\n",
      [](YamlReader& reader) {
        CHECK(reader.required_text("id") == "done");
        CHECK(reader.optional_integer("count", -3, 3) == -3);
        CHECK(reader.optional_boolean("yes") == true);
        CHECK(reader.optional_boolean("no") == false);
        CHECK(reader.optional_texts("tags") == std::vector<std::string>{"a", "b"});
        CHECK(reader.optional_texts("one") == std::vector<std::string>{"x"});
        CHECK(reader.optional_duration_ms("wait") == 432'000'000);
        REQUIRE(reader.required("map") != nullptr);
        CHECK(reader.position(*reader.optional("map")).line == 9);
        CHECK_FALSE(reader.optional_text("absent").has_value());
        CHECK_FALSE(reader.optional_integer("absent", 0, 1).has_value());
        CHECK(reader.optional_texts("absent").empty());
        CHECK(reader.position().line == 1);
      });
  CHECK(faults.empty());
}

TEST_CASE("yaml reader: each fault has its place, and all are found at once", "[base]") {
  const auto faults = faults_of(
      "id: [1]\ncount: 4\nsize: two\nflag: maybe\nquoted: 'yes'\nwait: 5\ntags: {a: b}\nempty:\n",
      [](YamlReader& reader) {
        reader.required_text("id");
        reader.required_text("text");
        reader.optional_integer("count", 0, 3);
        reader.required_integer("size", 0, 3);
        reader.required_integer("depth", 0, 3);
        reader.optional_boolean("flag");
        reader.optional_boolean("quoted");
        reader.optional_duration_ms("wait");
        reader.required_duration_ms("until");
        reader.optional_texts("tags");
        reader.optional_text("empty");
      });
  CHECK(faults ==
        "f.yaml:1:5: error: expected a text, found a list (write one value behind the "
        "colon)\nf.yaml:1:1: error: the step has no 'text' (add `text:`)\nf.yaml:2:8: error: "
        "'count' must be a whole number from 0 to 3 (write it in digits, without a "
        "unit)\nf.yaml:3:7: error: 'size' must be a whole number from 0 to 3 (write it in digits, "
        "without a unit)\nf.yaml:1:1: error: the step has no 'depth' (add `depth:`)\nf.yaml:4:7: "
        "error: 'flag' must be yes or no (write `yes` or `no`, without quotes)\nf.yaml:5:9: error: "
        "'quoted' must be yes or no (write `yes` or `no`, without quotes)\nf.yaml:6:7: error: "
        "'wait' must be a duration (write it as '5 days', '24 hours', '10 minutes' or '30 "
        "seconds')\nf.yaml:1:1: error: the step has no 'until' (add `until:`)\nf.yaml:7:7: error: "
        "expected a text, found a map (write one value behind the colon)\nf.yaml:8:1: error: "
        "expected a text, found nothing (write one value behind the colon)\n");
}

TEST_CASE("yaml reader: unknown keys suggest the nearest, or list what is known", "[base]") {
  const auto read = [](YamlReader& reader) {
    reader.optional_text("text");
    reader.optional_text("reason");
  };
  CHECK(faults_of("txt: a\nreasn: b\nzebra: c\n", read) ==
        "f.yaml:1:1: error: the step knows no 'txt' (did you mean 'text'?)\nf.yaml:2:1: error: the "
        "step knows no 'reasn' (did you mean 'reason'?)\nf.yaml:3:1: error: the step knows no "
        "'zebra' (known here: reason text)\n");
}

TEST_CASE("yaml reader: what is no map is one fault", "[base]") {
  const auto read = [](YamlReader& reader) {
    reader.required_text("a");
    reader.required_integer("b", 0, 1);
  };
  const std::string fault =
      "f.yaml:1:1: error: the step must be a map (write `name: value` lines, or { name: value })\n";
  CHECK(faults_of("- a\n", read) == fault);
  CHECK(faults_of("word\n", read) == fault);
  CHECK(faults_of("", read) ==
        "f.yaml: error: the step must be a map (write `name: value` lines, or { name: value })\n");
}
