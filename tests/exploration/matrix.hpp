// Every question of every flow against everything that can happen while it is open (dialogs.md 3):
// the repair matrix. Each cell plays the real engine from the place that the explorer found and
// checks what the rules of dialogs.md 1 promise there. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/exploration/explorer.hpp"

namespace tests {

enum class Verb {
  valid,
  invalid,
  correct,
  back,
  cancel,
  skip,
  info_detour,
  task_detour,
  silence,
  resend,
  crash,
};
constexpr int kVerbs = 11;
std::string_view to_string(Verb verb);

struct Cell {
  enum class Result { held, does_not_apply, broken };
  Result result = Result::broken;
  std::string note;        // why it does not apply, or what broke
  std::string transcript;  // of a broken one
};

struct MatrixRow {
  std::string flow;
  std::string step;
  base::Position where;
  std::vector<Cell> cells;  // by Verb
};

// One row for each ask and review of the program; a question that no conversation reaches has only
// broken cells.
std::vector<MatrixRow> run_matrix(const Stage& stage, const Exploration& found,
                                  const std::string& language);

}  // namespace tests
