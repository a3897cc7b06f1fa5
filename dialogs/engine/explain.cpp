#include "dialogs/engine/explain.hpp"

#include "base/json.hpp"
#include "base/text.hpp"
#include "dialogs/engine/scope.hpp"
#include "dialogs/engine/way.hpp"

namespace dialogs {
namespace {

constexpr std::size_t kMaxSteps = 5000;
constexpr std::size_t kMaxValue = 80;

std::string shown(const base::Value& value, bool is_sensitive) {
  if (is_sensitive) return "(sensitive)";
  std::string text = base::to_json(value);
  if (text.size() > kMaxValue) text = std::string(base::first_characters(text, kMaxValue)) + "...";
  return text;
}

std::string_view by(Provenance source) {
  switch (source) {
    case Provenance::message:
      return "in words";
    case Provenance::button:
      return "by a button";
    case Provenance::fallback:
      return "by the flow";
    case Provenance::given:
      return "by the caller";
    case Provenance::action:
      return "by an action";
    case Provenance::lookup:
      return "by a look-up";
  }
  return "";
}

class Way {
 public:
  Way(const Flow& flow, const Frame& frame, const Context& context)
      : flow_(flow), frame_(frame), context_(context) {}

  std::vector<PassedStep> walk() {
    while (position_.step < flow_.steps.size() && passed_.size() < kMaxSteps) {
      const Step& step = flow_.steps[position_.step];
      if (!std::visit([&](const auto& body) { return visit(step, body); }, step.body)) break;
    }
    return std::move(passed_);
  }

 private:
  FrameScope scope() const { return FrameScope(context_, flow_, frame_, position_.loops); }
  std::string path_of(const Step& step) const {
    return path_prefix(flow_, position_.loops) + step.id;
  }
  void note(std::string path, std::string what) {
    passed_.push_back({position_.step, std::move(path), std::move(what)});
  }
  void go_to(StepIndex target) { dialogs::go_to(flow_, target, position_); }
  std::string_view arm_of(const std::string& path) const { return dialogs::arm_of(frame_, path); }

  // Each returns whether the way goes on behind the step.
  bool visit(const Step& step, const AskStep& ask) {
    const std::string path = path_prefix(flow_, position_.loops) + ask.name;
    const Answer* answer = frame_.find_answer(path);
    if (answer == nullptr) return note(path, "asked"), false;
    const std::string value = shown(answer->value, ask.question.sensitive);
    if (answer->source == Provenance::fallback && ask.only_if) {
      note(path, "not asked, because `" + ask.only_if->text() + "` does not hold: " + value);
    } else {
      note(path, "answered " + std::string(by(answer->source)) + ": " + value);
    }
    go_to(step.next);
    return true;
  }
  bool visit(const Step& step, const IfStep& branch) {
    const bool holds = branch.condition.holds(scope());
    note(path_of(step), "`" + branch.condition.text() + "` " + (holds ? "holds" : "does not hold"));
    const StepIndex target = holds ? branch.then_first : branch.else_first;
    go_to(target == kNoStep ? step.next : target);
    return true;
  }
  bool visit(const Step& step, const ForEachStep&) {
    const StepIndex loop = position_.step;
    const std::size_t count = enter_item(flow_, frame_, context_, position_);
    if (count == 0) return true;
    const std::uint32_t item = position_.loops.back().item;
    const std::vector<LoopPosition> around(position_.loops.begin(), position_.loops.end() - 1);
    passed_.push_back({loop, path_prefix(flow_, around) + step.id,
                       "item " + std::to_string(item + 1) + " of " + std::to_string(count)});
    return true;
  }
  bool visit(const Step& step, const SayStep&) { return pass(step, "said", "said now"); }
  bool visit(const Step& step, const ReviewStep&) {
    return pass(step, "confirmed", "shown, to be confirmed");
  }
  bool visit(const Step& step, const HandoverStep&) {
    return pass(step, "a person had it and gave it back", "a person is called");
  }
  bool visit(const Step& step, const WaitStep& wait) {
    if (arm_of(path_of(step)) == "late") return leave(step, "it came too late", wait.late);
    return pass(step, "it came: " + wait.signal, "waits for " + wait.signal);
  }
  bool visit(const Step& step, const CallStep& call) {
    if (arm_of(path_of(step)) == "otherwise") {
      return leave(step, call.flow_name + " ended otherwise", call.otherwise);
    }
    return pass(step, call.flow_name + " was run", call.flow_name + " runs");
  }
  bool visit(const Step& step, const DoStep& action) {
    const std::string arm(arm_of(path_of(step)));
    for (const RefusedArm& refused : action.refused) {
      if (refused.name == arm)
        return leave(step, action.action + " refused: " + arm, refused.first);
    }
    return pass(step, action.action + " was done", action.action + " is under way");
  }
  bool visit(const Step& step, const EndStep& end) {
    note(path_of(step), "ends: " + end.outcome);
    return false;
  }
  bool visit(const Step& step, const AskAgainStep&) {
    note(path_of(step), "asks again");
    return false;
  }

  bool pass(const Step& step, std::string done, std::string open) {
    const std::string path = path_of(step);
    const bool is_done = frame_.is_done(path);
    note(path, is_done ? std::move(done) : std::move(open));
    if (is_done) go_to(step.next);
    return is_done;
  }
  bool leave(const Step& step, std::string what, StepIndex to) {
    note(path_of(step), std::move(what));
    go_to(to);
    return true;
  }

  const Flow& flow_;
  const Frame& frame_;
  const Context& context_;
  Position position_;
  std::vector<PassedStep> passed_;
};

}  // namespace

std::vector<PassedStep> explain_way(const Flow& flow, const Frame& frame, const Context& context) {
  return Way(flow, frame, context).walk();
}

}  // namespace dialogs
