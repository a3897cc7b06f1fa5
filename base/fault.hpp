// Faults found in files that people write (flows, texts, policy, cases, settings). A checker
// collects all of them, with file, line, column and a hint, instead of stopping at the first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace base {

// Where in a file; line and column count from 1, 0 when unknown.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
};

enum class Severity { error, warning };

struct Fault {
  Position where;
  std::string message;  // what is wrong, as a sentence without a full stop
  std::string hint;     // what to do, may be empty
  Severity severity = Severity::error;
};

// "config/flows/create_return.yaml:12:5: error: ... (hint)"
std::string to_string(const Fault& fault);
// The name of the rule that a fault breaks, for programs: its message without what varies, which
// messages put in quotes. "unknown queue 'suport'" is `unknown-queue`. Of at most ten words.
std::string rule_of(const Fault& fault);

class Faults {
 public:
  void error(Position where, std::string message, std::string hint = {});
  void warn(Position where, std::string message, std::string hint = {});
  void add(const Faults& others);

  // Takes back what was reported after the first `count`.
  void forget_after(std::size_t count);

  bool has_errors() const;
  std::size_t size() const { return all_.size(); }
  bool empty() const { return all_.empty(); }
  const std::vector<Fault>& all() const { return all_; }
  // Orders by file, line and column; for printing.
  void sort();
  // One fault a line.
  std::string to_string() const;

 private:
  std::vector<Fault> all_;
};

// The candidate nearest to a mistyped word (edit distance at most 2 and under half its length), or
// empty: for "did you mean ...".
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);
// "did you mean 'x'?" or empty.
std::string suggest(std::string_view word, const std::vector<std::string>& candidates);
// The same, or else the first dozen candidates; empty only when there is none.
std::string suggest_any(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace base
