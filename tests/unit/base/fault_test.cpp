#include "base/fault.hpp"

#include <catch2/catch.hpp>

using base::Faults;
using base::nearest;
using base::suggest;

TEST_CASE("fault: a fault prints its place as far as it is known", "[base]") {
  Faults faults;
  faults.error({"a.yaml", 12, 5}, "no such step", "did you mean 'x'?");
  faults.warn({"a.yaml", 3, 0}, "never used");
  faults.error({"a.yaml", 0, 7}, "empty");
  faults.error({}, "nothing");
  CHECK(faults.to_string() ==
        "a.yaml:12:5: error: no such step (did you mean 'x'?)\n"
        "a.yaml:3: warning: never used\n"
        "a.yaml: error: empty\n"
        "error: nothing\n");
}

TEST_CASE("fault: faults sort by file, line and column and keep their order otherwise", "[base]") {
  Faults faults;
  faults.error({"b", 1, 1}, "1");
  faults.error({"a", 10, 1}, "2");
  faults.error({"a", 9, 2}, "3");
  faults.error({"a", 9, 1}, "4");
  faults.error({"a", 9, 1}, "5");
  faults.sort();
  CHECK(faults.to_string() ==
        "a:9:1: error: 4\na:9:1: error: 5\na:9:2: error: 3\na:10:1: error: 2\nb:1:1: error: 1\n");
}

TEST_CASE("fault: only errors count as errors; lists join, also with themselves", "[base]") {
  Faults faults;
  CHECK(faults.empty());
  faults.warn({}, "w");
  CHECK_FALSE(faults.has_errors());
  faults.add(faults);
  CHECK(faults.all().size() == 2);
  Faults others;
  others.error({}, "e");
  faults.add(others);
  CHECK(faults.has_errors());
  CHECK(faults.all().size() == 3);
}

TEST_CASE("fault: the nearest word is at most two edits and under half the word away", "[base]") {
  const std::vector<std::string> words = {"reason", "quantity", "photos", "if", "review"};
  CHECK(nearest("reasno", words) == "reason");  // a swap is one edit
  CHECK(nearest("quantitty", words) == "quantity");
  CHECK(nearest("qantty", words) == "quantity");  // two edits of six
  CHECK(nearest("qnttty", words).empty());        // three
  CHECK(nearest("photo", words) == "photos");
  CHECK(nearest("ik", words).empty());  // one edit of two is half
  CHECK(nearest("iff", words) == "if");
  CHECK(nearest("", words).empty());
  CHECK(nearest("reason", {}).empty());
  CHECK(nearest(std::string(1000, 'a'), words).empty());
  CHECK(nearest("abcd", {"abce", "abcd"}) == "abcd");
  CHECK(suggest("reasn", words) == "did you mean 'reason'?");
  CHECK(suggest("zzz", words).empty());
}

TEST_CASE("fault: the rule is the message without what varies", "[base]") {
  const auto rule = [](const std::string& message) {
    return base::rule_of({{}, message, {}, base::Severity::error});
  };
  CHECK(rule("unknown queue 'suport'") == "unknown-queue");
  CHECK(rule("'it''s' is no date") == "is-no-date");
  CHECK(rule("returns.create is refused with 'a b' 12 times") == "is-refused-with-times");
  CHECK(rule("`otherwise` without `only_if`") == "otherwise-without-only-if");
  CHECK(rule("").empty());
  CHECK(rule("a b c d e f g h i j k") == "a-b-c-d-e-f-g-h-i-j");
}

TEST_CASE("fault: a name that is near, or what there is", "[base]") {
  CHECK(base::suggest_any("suport", {"support", "finance"}) == "did you mean 'support'?");
  CHECK(base::suggest_any("x", {"support", "finance", "support"}) == "known here: finance support");
  CHECK(base::suggest_any("x", {}).empty());
}
