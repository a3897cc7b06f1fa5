// The output of a benchmark: one JSON object a line on standard output, and the same as a table for
// people on standard error. Field names are in docs/protocol.md.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace bench {

class Row {
 public:
  explicit Row(std::string_view bench) : json_(line_) {
    json_.open_object().key("bench").text(bench);
  }
  Row& text(std::string_view name, std::string_view value) {
    json_.key(name).text(value);
    return *this;
  }
  // To one decimal.
  Row& number(std::string_view name, double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*f", std::abs(value) < 10 ? 2 : 1, value);
    json_.key(name).raw(text);
    return *this;
  }
  Row& count(std::string_view name, std::uint64_t value) {
    json_.key(name).integer(static_cast<std::int64_t>(value));
    return *this;
  }
  void print() {
    json_.close_object();
    std::printf("%s\n", line_.c_str());
    std::fflush(stdout);
  }

 private:
  std::string line_;
  base::JsonWriter json_;
};

inline double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace bench
