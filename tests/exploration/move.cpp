#include "tests/exploration/move.hpp"

namespace tests {
namespace {

std::string action_of(const Move& move) {
  const std::string first = move.picks.empty() ? "" : std::to_string(move.picks.front());
  switch (move.kind) {
    case Move::Kind::start:
      return "~ start " + move.text;
    case Move::Kind::write:
      return "> " + move.text;
    case Move::Kind::press:
    case Move::Kind::old: {
      std::string all = move.kind == Move::Kind::old ? "* an old button, number" : "* button";
      for (const auto pick : move.picks) all += " " + std::to_string(pick);
      return move.text.empty() ? all : all + " (" + move.text + ")";
    }
    case Move::Kind::again:
      return "~ the same again";
    case Move::Kind::attach:
      return "+ " + first + " files of type " + move.text;
    case Move::Kind::open:
      return "~ open";
    case Move::Kind::timer:
      return "~ timer " + (move.text.empty() ? "that is due first" : move.text);
    case Move::Kind::signal:
      return "~ what task " + first + " waits for";
    case Move::Kind::give_back:
      return "~ the person gives back, outcome " + first;
    case Move::Kind::crash:
      return "~ crash";
    case Move::Kind::shuffle:
      return "~ the shop finds other things";
    case Move::Kind::publish:
      return "~ publish edition " + first;
    case Move::Kind::arrive:
      return "~ the late answer of the shop arrives";
  }
  return {};
}

}  // namespace

std::string describe(const Move& move) {
  std::string line = action_of(move);
  switch (move.plan.lookup) {
    case ShopPlan::Lookup::items:
      break;
    case ShopPlan::Lookup::nothing:
      line += " (the shop finds nothing)";
      break;
    case ShopPlan::Lookup::fails:
      line += " (the look-up fails)";
      break;
  }
  if (move.plan.is_late) line += " (the shop answers late)";
  switch (move.plan.action) {
    case ShopPlan::Action::ok:
      break;
    case ShopPlan::Action::strange:
      line += " (the shop refuses in a way that nobody knows)";
      break;
    case ShopPlan::Action::refused:
      line += " (the shop refuses: " + move.plan.refusal + ")";
      break;
    case ShopPlan::Action::lost:
      line += " (the shop does not answer)";
      break;
    case ShopPlan::Action::unclear:
      line += " (the shop does it, its answer is lost)";
      break;
  }
  for (const auto& command : move.proposals) {
    line += " (understood: " + std::string(dialogs::to_string(command.kind)) + " " + command.name +
            (command.words ? " to '" + *command.words + "'" : std::string()) + ")";
  }
  if (move.dies) line += " (the process dies, the customer sends again)";
  return line;
}

}  // namespace tests
