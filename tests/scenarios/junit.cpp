#include "tests/scenarios/junit.hpp"

#include <algorithm>

#include "base/html.hpp"

namespace tests {
namespace {

// XML takes no control characters but white space, however they are written.
std::string escaped(const std::string& text) {
  std::string plain;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') plain += c;
  }
  return base::escape_html(plain);
}

}  // namespace

std::string to_junit(const std::vector<TestOutcome>& outcomes) {
  const auto failures = std::count_if(outcomes.begin(), outcomes.end(),
                                      [](const auto& one) { return !one.failure.empty(); });
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" +
                    std::to_string(outcomes.size()) + "\" failures=\"" + std::to_string(failures) +
                    "\">\n<testsuite name=\"scenarios\" tests=\"" +
                    std::to_string(outcomes.size()) + "\" failures=\"" + std::to_string(failures) +
                    "\">\n";
  for (const auto& one : outcomes) {
    out += "<testcase classname=\"" + escaped(one.suite) + "\" name=\"" + escaped(one.name) + "\"";
    if (one.failure.empty()) {
      out += "/>\n";
    } else {
      out += "><failure>" + escaped(one.failure) + "</failure></testcase>\n";
    }
  }
  return out + "</testsuite>\n</testsuites>\n";
}

}  // namespace tests
