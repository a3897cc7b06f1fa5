#include "tests/exploration/coverage.hpp"

#include <algorithm>

#include "dialogs/engine/scope.hpp"
#include "tests/exploration/trail.hpp"

namespace tests {
namespace {

using namespace dialogs;

const Flow* flow_of(const Program& program, const Frame& frame) {
  const auto index = program.find_flow(frame.flow);
  // A run of another edition is not about this program's steps.
  if (index == kNoFlow || program.flows[index].hash != frame.hash) return nullptr;
  return &program.flows[index];
}

// The run that a change takes something from, 0 for none: its trail is looked at first.
std::uint64_t run_losing(const Change& change) {
  if (const auto* end = std::get_if<EndFrame>(&change)) return end->run;
  if (const auto* drop = std::get_if<DropAnswer>(&change)) return drop->run;
  if (const auto* move = std::get_if<MoveTo>(&change)) return move->run;
  if (const auto* mark = std::get_if<MarkDone>(&change)) return mark->is_done ? 0 : mark->run;
  return 0;
}

}  // namespace

Coverage::Coverage(const Program& program)
    : program_(program), goals_(goals_of(program)), known_(goals_.begin(), goals_.end()) {}

void Coverage::reach(Goal::Kind kind, const std::string& flow, const std::string& step,
                     std::string name) {
  Goal goal{kind, flow, step, std::move(name), {}};
  if (!known_.contains(goal) || !reached_.insert(goal).second) return;
  new_.push_back(std::move(goal));
}

std::vector<Goal> Coverage::take_new() {
  return std::exchange(new_, {});
}

std::vector<Goal> Coverage::gaps() const {
  std::vector<Goal> missing;
  std::copy_if(goals_.begin(), goals_.end(), std::back_inserter(missing),
               [&](const Goal& goal) { return !reached_.contains(goal); });
  return missing;
}

void Coverage::on_step(const State& before, const Event&, const StepResult& result,
                       const State& after, const Context& context) {
  State shadow = before;
  for (const Change& change : result.changes) {
    if (const auto run = run_losing(change); run != 0) {
      if (const Frame* frame = shadow.find_frame(run)) note_trail(*frame, context);
    }
    apply_change(shadow, change);
    if (const auto* set = std::get_if<SetAnswer>(&change)) {
      if (const Frame* frame = shadow.find_frame(set->run)) note_answer(*frame, set->answer);
    }
  }
  for (const Frame& frame : after.frames) note_trail(frame, context);
  note_requests(before, result);
}

void Coverage::note_trail(const Frame& frame, const Context& context) {
  const Flow* flow = flow_of(program_, frame);
  if (flow == nullptr) return;
  const auto name_of = [&](StepIndex step) -> const std::string& { return flow->steps[step].id; };
  TrailVisitor visitor;
  visitor.on_step = [&](StepIndex step) { reach(Goal::Kind::step, flow->name, name_of(step), ""); };
  visitor.on_arm = [&](StepIndex step, std::string_view arm) {
    const bool is_refusal = flow->steps[step].as<DoStep>() != nullptr;
    reach(is_refusal ? Goal::Kind::refusal : Goal::Kind::arm, flow->name, name_of(step),
          std::string(arm));
  };
  follow_trail(*flow, frame, Position{}, context, visitor);
  // An arm of `when_empty` leaves no mark: the task simply stands there.
  if (frame.position != Position{}) {
    note_when_empty(frame, *flow);
    follow_trail(*flow, frame, frame.position, context, visitor);
  }
}

void Coverage::note_when_empty(const Frame& frame, const Flow& flow) {
  for (const Step& step : flow.steps) {
    const auto* ask = step.as<AskStep>();
    if (ask == nullptr || ask->question.when_empty != frame.position.step) continue;
    reach(Goal::Kind::arm, flow.name, step.id, "when_empty");
  }
}

void Coverage::note_answer(const Frame& frame, const Answer& answer) {
  const Flow* flow = flow_of(program_, frame);
  const auto place = flow != nullptr ? place_of(*flow, answer.path) : std::nullopt;
  if (!place) return;
  const Step& step = flow->steps[place->step];
  const bool is_said = answer.source == Provenance::message || answer.source == Provenance::button;
  if (!is_said) return;
  std::string option;
  if (answer.value.is_nothing()) option = "skipped";
  if (answer.value.is_boolean()) option = answer.value.boolean() ? "yes" : "no";
  if (answer.value.is_text()) option = answer.value.text();
  reach(Goal::Kind::option, flow->name, step.id, option);
}

void Coverage::note_requests(const State& before, const StepResult& result) {
  for (const Request& request : result.requests) {
    if (const auto* finished = std::get_if<Finished>(&request)) {
      reach(Goal::Kind::outcome, finished->flow, "", finished->outcome);
    }
  }
  const bool is_given_up =
      std::any_of(result.replies.begin(), result.replies.end(),
                  [](const Reply& reply) {
                    return reply.step == "repair.too_many_tries" || reply.step == "repair.trouble";
                  }) ||
      std::any_of(result.requests.begin(), result.requests.end(), [](const Request& request) {
        const auto* handover = std::get_if<HandoverRequest>(&request);
        return handover != nullptr &&
               (handover->reason == "tries" || handover->reason == "trouble");
      });
  if (!is_given_up) return;
  const auto note = [&](std::uint64_t run, const std::string& path, const char* exit) {
    const Frame* frame = before.find_frame(run);
    const Flow* flow = frame != nullptr ? flow_of(program_, *frame) : nullptr;
    if (flow == nullptr) return;
    const auto dot = path.rfind("].");
    const std::string name = dot == std::string::npos ? path : path.substr(dot + 2);
    const auto place = place_of(*flow, path);
    reach(Goal::Kind::exit, flow->name, place ? flow->steps[place->step].id : name, exit);
  };
  if (before.awaiting && before.awaiting->kind == Awaiting::Kind::action) {
    note(before.awaiting->run, before.awaiting->path, "trouble");
  } else if (before.pending) {
    note(before.pending->run, before.pending->path, "tries");
  }
}

}  // namespace tests
