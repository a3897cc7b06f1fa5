#include "tests/exploration/trail.hpp"

#include <string>

#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/way.hpp"

namespace tests {
namespace {

using namespace dialogs;

constexpr int kMaxTrail = 5000;

class Tracker {
 public:
  Tracker(const Flow& flow, const Frame& frame, Position start, const Context& context,
          const TrailVisitor& visitor)
      : flow_(flow),
        frame_(frame),
        position_(std::move(start)),
        context_(context),
        visitor_(visitor) {}

  void run() {
    for (int steps = 0; steps < kMaxTrail && position_.step < flow_.steps.size(); ++steps) {
      const Step& step = flow_.steps[position_.step];
      visitor_.on_step(position_.step);
      if (!std::visit([&](const auto& body) { return pass(step, body); }, step.body)) return;
    }
  }

 private:
  FrameScope scope() const { return FrameScope(context_, flow_, frame_, position_.loops); }
  std::string path_of(std::string_view name) const {
    return path_prefix(flow_, position_.loops) + std::string(name);
  }

  void go_to(StepIndex target) { dialogs::go_to(flow_, target, position_); }

  void arm(std::string_view name) { visitor_.on_arm(position_.step, name); }

  std::string_view arm_of(const std::string& path) const { return dialogs::arm_of(frame_, path); }

  // Whether the mark of a step that was gone through is there; then the trail goes on behind it.
  bool pass_done(const Step& step) {
    if (!frame_.is_done(path_of(step.id))) return false;
    go_to(step.next);
    return true;
  }

  bool pass(const Step& step, const SayStep&) { return pass_done(step); }
  bool pass(const Step& step, const ReviewStep&) { return pass_done(step); }
  bool pass(const Step& step, const HandoverStep&) { return pass_done(step); }
  bool pass(const Step&, const EndStep&) { return false; }
  bool pass(const Step&, const AskAgainStep&) { return false; }

  bool pass(const Step& step, const AskStep& ask) {
    const Answer* answer = frame_.find_answer(path_of(ask.name));
    if (answer == nullptr) return false;
    if (ask.only_if) arm(answer->source == Provenance::fallback ? "not asked" : "asked");
    go_to(step.next);
    return true;
  }

  bool pass(const Step& step, const IfStep& branch) {
    const bool holds = branch.condition.holds(scope());
    arm(holds ? "then" : "else");
    const StepIndex target = holds ? branch.then_first : branch.else_first;
    go_to(target == kNoStep ? step.next : target);
    return true;
  }

  bool pass(const Step&, const ForEachStep&) {
    enter_item(flow_, frame_, context_, position_);
    return true;
  }

  bool pass(const Step& step, const CallStep& call) {
    const std::string path = path_of(step.id);
    if (pass_done(step)) return true;
    if (arm_of(path) != "otherwise") return false;
    arm("otherwise");
    go_to(call.otherwise);
    return true;
  }

  bool pass(const Step& step, const DoStep& action) {
    const std::string path = path_of(step.id);
    if (pass_done(step)) return true;
    const std::string_view left_by = arm_of(path);
    for (const RefusedArm& refused : action.refused) {
      if (refused.name != left_by) continue;
      arm(refused.name);
      go_to(refused.first);
      return true;
    }
    return false;
  }

  bool pass(const Step& step, const WaitStep& wait) {
    const std::string path = path_of(step.id);
    if (pass_done(step)) return true;
    if (arm_of(path) != "late") return false;
    arm("late");
    go_to(wait.late);
    return true;
  }

  const Flow& flow_;
  const Frame& frame_;
  Position position_;
  const Context& context_;
  const TrailVisitor& visitor_;
};

}  // namespace

void follow_trail(const Flow& flow, const Frame& frame, const Position& start,
                  const Context& context, const TrailVisitor& visitor) {
  Tracker(flow, frame, start, context, visitor).run();
}

}  // namespace tests
