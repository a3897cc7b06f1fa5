#include "dialogs/engine/repair_choice.hpp"

#include <algorithm>

#include "dialogs/engine/clarify.hpp"
#include "dialogs/engine/commands.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/tasks.hpp"

namespace dialogs {

namespace {

// Titles alone would not tell two returns apart: the first answer does.
std::string first_answer(const Turn& turn, std::uint64_t run) {
  const Frame& frame = *turn.frame(run);
  const Flow* flow = turn.flow_of(frame);
  for (const Answer& answer : frame.answers) {
    const bool is_given =
        answer.source == Provenance::message || answer.source == Provenance::button;
    const auto place = is_given && flow ? place_of(*flow, answer.path) : std::nullopt;
    if (place) return display(turn, *flow, frame, *place, answer.value);
  }
  return {};
}

std::vector<RepairChoice> task_choices(const Turn& turn) {
  std::vector<RepairChoice> choices;
  for (const std::uint64_t run : interrupted_tasks(turn)) {
    const std::string title = turn.title_of(*turn.frame(run));
    choices.push_back({turn.text("button.continue", {{"title", title}}),
                       check_of("task:" + std::to_string(run)), run, 0});
  }
  const std::vector<RepairChoice> plain = choices;
  for (RepairChoice& choice : choices) {
    const auto alike = std::count_if(plain.begin(), plain.end(), [&](const RepairChoice& one) {
      return one.label == choice.label;
    });
    const std::string detail = alike > 1 ? first_answer(turn, choice.run) : std::string();
    if (!detail.empty()) choice.label += " (" + detail + ")";
  }
  choices.push_back({turn.text("button.none"), check_of("none"), 0, 0});
  return choices;
}

std::vector<Target> item_targets(const Turn& turn, const OpenRepair& repair) {
  std::vector<Target> targets;
  const Frame* frame = turn.frame(repair.run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  if (flow == nullptr) return targets;
  for (Target& target : answered_places(turn)) {
    if (target.run != repair.run) continue;
    const AskStep& ask = *flow->steps[target.place.step].as<AskStep>();
    if (ask.name == repair.path) targets.push_back(std::move(target));
  }
  std::sort(targets.begin(), targets.end(), [](const Target& left, const Target& right) {
    return order_of(left.place) < order_of(right.place);
  });
  return targets;
}

void correct_target(Turn& turn, const OpenRepair& repair, Target target) {
  const Flow& flow = *turn.flow_of(*turn.frame(target.run));
  Candidate candidate;
  candidate.command.kind = Command::Kind::correct;
  candidate.command.name = flow.steps[target.place.step].as<AskStep>()->name;
  if (!repair.words.empty()) candidate.command.words = repair.words;
  // The item is told by its place; the words were right once already.
  candidate.targets = {std::move(target)};
  carry_out(turn, {std::move(candidate)});
}

}  // namespace

std::vector<RepairChoice> repair_choices(const Turn& turn, const OpenRepair& repair) {
  if (repair.kind == OpenRepair::Kind::choose_task) return task_choices(turn);
  if (repair.kind == OpenRepair::Kind::clarify) return clarify_choices(turn, repair);
  std::vector<RepairChoice> choices;
  if (repair.kind != OpenRepair::Kind::choose_item) return choices;
  const auto targets = item_targets(turn, repair);
  for (std::size_t at = 0; at < targets.size(); ++at) {
    choices.push_back(
        {item_name(turn, targets[at]), check_of("item:" + std::to_string(at)), 0, at});
  }
  return choices;
}

void correct_chosen(Turn& turn, const OpenRepair& repair, std::size_t item) {
  auto targets = item_targets(turn, repair);
  if (item < targets.size()) correct_target(turn, repair, std::move(targets[item]));
}

void correct_confirmed(Turn& turn, const OpenRepair& repair) {
  const Frame* frame = turn.frame(repair.run);
  const Flow* flow = frame ? turn.flow_of(*frame) : nullptr;
  auto place = flow ? place_of(*flow, repair.path) : std::nullopt;
  if (!place || frame->find_answer(repair.path) == nullptr) return;
  correct_target(turn, repair, {repair.run, std::move(*place)});
}

}  // namespace dialogs
