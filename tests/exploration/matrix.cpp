#include "tests/exploration/matrix.hpp"

#include <algorithm>

#include "dialogs/engine/scope.hpp"
#include "tests/exploration/repair_moves.hpp"

namespace tests {
namespace {

using namespace dialogs;

Cell play_cell(RepairMoves& moves, Verb verb) {
  switch (verb) {
    case Verb::valid:
      return moves.valid();
    case Verb::invalid:
      return moves.invalid();
    case Verb::correct:
      return moves.correct();
    case Verb::back:
      return moves.back();
    case Verb::cancel:
      return moves.cancel();
    case Verb::skip:
      return moves.skip();
    case Verb::info_detour:
      return moves.info_detour();
    case Verb::task_detour:
      return moves.task_detour();
    case Verb::silence:
      return moves.silence();
    case Verb::resend:
      return moves.resend();
    case Verb::crash:
      return moves.crash();
  }
  return {};
}

// A cell holds when it holds wherever it applies, and applies somewhere.
Cell fill(const Stage& stage, const std::vector<Opening>& openings, Verb verb,
          const std::string& language) {
  Cell best{Cell::Result::broken, "no conversation reaches this question", {}};
  for (const auto& opening : openings) {
    Cell cell;
    RepairMoves moves(opening, language);
    try {
      cell = play_cell(moves, verb);
    } catch (const std::exception& why) {
      cell = {Cell::Result::broken, why.what(), moves.played()};
    }
    if (cell.result == Cell::Result::broken) {
      const auto& route = opening.route;
      cell.transcript = transcript(stage, route.seed, route.is_signed_in, language, route.moves) +
                        "at " + opening.flow + "." + opening.step + ", " +
                        std::string(to_string(verb)) + ": " + cell.note + "\n" + cell.transcript;
      return cell;
    }
    const bool is_better = cell.result == Cell::Result::held || best.result != Cell::Result::held;
    if (is_better) best = cell;
  }
  return best;
}

}  // namespace

std::string_view to_string(Verb verb) {
  static constexpr std::string_view kNames[kVerbs] = {
      "valid",       "invalid",     "correct", "back",   "cancel", "skip",
      "info detour", "task detour", "silence", "resend", "crash",
  };
  return kNames[static_cast<int>(verb)];
}

std::vector<MatrixRow> run_matrix(const Stage& stage, const Exploration& found,
                                  const std::string& language) {
  std::vector<MatrixRow> rows;
  for (const Flow& flow : stage.editions.front()->program().flows) {
    for (const Step& step : flow.steps) {
      if (step.as<AskStep>() == nullptr && step.as<ReviewStep>() == nullptr) continue;
      MatrixRow row{flow.name, step.id, step.where, {}};
      const auto openings = found.openings.find({flow.name, step.id});
      for (int verb = 0; verb < kVerbs; ++verb) {
        row.cells.push_back(fill(
            stage, openings == found.openings.end() ? std::vector<Opening>{} : openings->second,
            static_cast<Verb>(verb), language));
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace tests
