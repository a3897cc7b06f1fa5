#include "tests/exploration/coverage.hpp"

namespace tests {
namespace {

using namespace dialogs;

class Collector {
 public:
  Collector(const Flow& flow, const Contracts& contracts, std::vector<Goal>& out)
      : flow_(flow), contracts_(contracts), out_(out) {}

  void run() {
    for (const Step& step : flow_.steps) {
      add(Goal::Kind::step, step, "");
      std::visit([&](const auto& body) { collect(step, body); }, step.body);
    }
    for (const std::string& outcome : flow_.outcomes) {
      const base::Position where = flow_.steps.empty() ? base::Position{} : flow_.steps[0].where;
      out_.push_back({Goal::Kind::outcome, flow_.name, "", outcome, {where.file, 1, 1}});
    }
  }

 private:
  void add(Goal::Kind kind, const Step& step, std::string name) {
    out_.push_back({kind, flow_.name, step.id, std::move(name), step.where});
  }

  void collect(const Step& step, const AskStep& ask) {
    if (ask.only_if) {
      add(Goal::Kind::arm, step, "asked");
      add(Goal::Kind::arm, step, "not asked");
    }
    for (const Option& option : ask.question.options) add(Goal::Kind::option, step, option.word);
    if (ask.question.type == QuestionType::yes_no) {
      add(Goal::Kind::option, step, "yes");
      add(Goal::Kind::option, step, "no");
    }
    if (ask.question.optional) add(Goal::Kind::option, step, "skipped");
    if (ask.question.when_empty != kNoStep) add(Goal::Kind::arm, step, "when_empty");
    add(Goal::Kind::exit, step, "tries");
  }
  void collect(const Step& step, const IfStep&) {
    add(Goal::Kind::arm, step, "then");
    add(Goal::Kind::arm, step, "else");
  }
  void collect(const Step& step, const CallStep& call) {
    if (call.otherwise != kNoStep) add(Goal::Kind::arm, step, "otherwise");
  }
  void collect(const Step& step, const DoStep& action) {
    for (const RefusedArm& refused : action.refused) add(Goal::Kind::refusal, step, refused.name);
    add(Goal::Kind::exit, step, "trouble");
  }
  void collect(const Step& step, const WaitStep& wait) {
    if (wait.late != kNoStep) add(Goal::Kind::arm, step, "late");
  }
  template <class Other>
  void collect(const Step&, const Other&) {}

  const Flow& flow_;
  const Contracts& contracts_;
  std::vector<Goal>& out_;
};

}  // namespace

std::string_view to_string(Goal::Kind kind) {
  switch (kind) {
    case Goal::Kind::step:
      return "step";
    case Goal::Kind::arm:
      return "arm";
    case Goal::Kind::option:
      return "option";
    case Goal::Kind::refusal:
      return "refusal";
    case Goal::Kind::outcome:
      return "outcome";
    case Goal::Kind::exit:
      return "exit";
  }
  return "";
}

std::string to_string(const Goal& goal) {
  std::string out = goal.flow + (goal.step.empty() ? "" : "." + goal.step) + " " +
                    std::string(to_string(goal.kind));
  if (!goal.name.empty()) out += " " + goal.name;
  return out;
}

std::vector<Goal> goals_of(const Program& program) {
  std::vector<Goal> goals;
  for (const Flow& flow : program.flows) Collector(flow, program.contracts, goals).run();
  return goals;
}

}  // namespace tests
