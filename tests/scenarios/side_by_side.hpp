// A chat as two columns: what the scenario says, and what happened. Lines behind the first
// divergence are marked as not reached, never as passed. A value; one thread.
#pragma once

#include <string>
#include <vector>

namespace tests {

class SideBySide {
 public:
  void did(int line, std::string what);                        // the customer or the world
  void held(int line, std::string expected, std::string got);  // as it should
  void diverged(int line, std::string expected, std::string got, std::string why);
  void unexpected(std::string got);  // nobody asked for it
  void not_reached(int line, std::string expected);
  // Anything that explains a divergence, below the columns.
  void note(std::string text) { notes_ += std::move(text); }

  std::string to_string() const;

 private:
  struct Row {
    char mark = ' ';  // ' ' as it should, '!' diverged, '+' unexpected, '-' not reached
    int line = 0;
    std::string expected;
    std::string got;
  };
  std::vector<Row> rows_;
  std::string why_;
  std::string notes_;
};

}  // namespace tests
