#include "dialogs/engine/walk.hpp"

#include <algorithm>

#include "dialogs/engine/ask.hpp"
#include "dialogs/engine/calls.hpp"
#include "dialogs/engine/correct.hpp"
#include "dialogs/engine/effects.hpp"
#include "dialogs/engine/gate.hpp"
#include "dialogs/engine/handover.hpp"
#include "dialogs/engine/options.hpp"
#include "dialogs/engine/prompt.hpp"
#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/waits.hpp"
#include "dialogs/engine/way.hpp"

namespace dialogs {

namespace {

// Walks one frame. Holds the position itself and writes it into the state when it stops.
class Walker {
 public:
  Walker(Turn& turn, const Flow& flow, std::uint64_t run, Position start)
      : turn_(turn),
        flow_(flow),
        run_(run),
        is_from_start_(start == Position{}),
        position_(std::move(start)) {}

  void run() {
    for (; turn_.walked < kMaxWalk; ++turn_.walked) {
      if (position_.step >= flow_.steps.size()) return broken();
      const Step& step = flow_.steps[position_.step];
      if (!std::visit([&](const auto& body) { return visit(step, body); }, step.body)) return;
    }
    broken();
  }

 private:
  const Frame& frame() const { return *turn_.frame(run_); }
  FrameScope scope() const { return FrameScope(turn_.context, flow_, frame(), position_.loops); }
  std::string path_of(const Step& step) const {
    return path_prefix(flow_, position_.loops) + step.id;
  }
  Place place() const { return {position_.step, position_.loops}; }

  // Writes the position into the state: before anything that looks at it there.
  void settle() {
    archive_left_branches();
    if (frame().position != position_) turn_.change(MoveTo{run_, position_});
  }

  void go_to(StepIndex target) { dialogs::go_to(flow_, target, position_); }
  std::string_view arm_of(const std::string& path) const { return dialogs::arm_of(frame(), path); }

  // Each visit returns whether the walk goes on.
  bool visit(const Step& step, const SayStep& say) {
    const std::string path = path_of(step);
    if (!frame().is_done(path)) {
      speak(step, say, path);
      turn_.change(MarkDone{run_, path, true});
    }
    go_to(step.next);
    return true;
  }

  // Two tasks that begin at once may both call the flow that says it: it is said once.
  void speak(const Step& step, const SayStep& say, const std::string& path) {
    std::string name = flow_.name + "." + step.id;
    std::string text = turn_.render(say.text, scope());
    if (turn_.has_said(name, text)) return;
    Reply& reply = turn_.reply(std::move(text), std::move(name));
    if (!say.buttons.empty()) add_buttons(say, path, reply);
    turn_.said.push_back({run_, position_.step, position_.loops});
  }

  void add_buttons(const SayStep& say, const std::string& path, Reply& reply) {
    const std::uint64_t issue = turn_.issue(Issue::Kind::say, run_, path);
    for (const StartButton& button : say.buttons) {
      std::string label = button.name;
      std::string_view meaning = button.name;
      if (button.flow != kNoFlow) {
        const Flow& flow = turn_.program.flows[button.flow];
        meaning = flow.name;
        if (!flow.starts.label.empty()) label = turn_.render(flow.starts.label, scope());
      }
      reply.buttons.push_back(
          turn_.button(issue, button.flow, check_of(meaning), std::move(label)));
    }
  }

  bool visit(const Step& step, const AskStep& ask_step) {
    const std::string path = path_prefix(flow_, position_.loops) + ask_step.name;
    if (is_from_start_) visited_.push_back(path);
    if (frame().find_answer(path) != nullptr) {
      go_to(step.next);
      return true;
    }
    if (ask_step.only_if) {
      const FrameScope names = scope();
      if (!ask_step.only_if->holds(names)) {
        base::Value value =
            ask_step.otherwise ? ask_step.otherwise->evaluate(names) : base::Value();
        turn_.change(
            SetAnswer{run_, {path, std::move(value), Provenance::fallback, frame().revision + 1}});
        go_to(step.next);
        return true;
      }
    }
    if (restore_answer(turn_, flow_, run_, place(), ask_step)) {
      go_to(step.next);
      return true;
    }
    settle();
    if (leave_to_owner()) return false;
    ask(turn_, run_, place(), false);
    return false;
  }

  // C5: answers that this walk from the start has passed without meeting their question belong to a
  // branch that was left.
  void archive_left_branches() {
    if (!is_from_start_) return;
    std::vector<std::pair<std::string, bool>> left;
    for (const Answer& answer : frame().answers) {
      if (std::find(visited_.begin(), visited_.end(), answer.path) != visited_.end()) continue;
      const auto at = place_of(flow_, answer.path);
      const bool is_behind = at && order_of(*at) < order_of(place());
      const bool is_given = answer.source != Provenance::fallback;
      if (is_behind) left.emplace_back(answer.path, is_given);
    }
    for (const auto& [path, is_given] : left) turn_.change(DropAnswer{run_, path, is_given});
  }

  // R9: a frame that woke beside the active task never takes its question away; it waits beneath.
  bool leave_to_owner() {
    const auto& pending = turn_.state().pending;
    const bool is_taken = (pending && pending->run != run_) || turn_.state().awaiting;
    if (!is_taken) return false;
    turn_.change(SetStatus{run_, FrameStatus::interrupted});
    return true;
  }

  bool visit(const Step& step, const ReviewStep&) {
    const std::string path = path_of(step);
    if (frame().is_done(path)) {
      go_to(step.next);
      return true;
    }
    settle();
    if (leave_to_owner()) return false;
    Pending pending;
    pending.kind = Pending::Kind::review;
    pending.run = run_;
    pending.path = path;
    pending.issue = turn_.issue(Issue::Kind::review, run_, path);
    turn_.change(SetPending{std::move(pending)});
    prompt_pending(turn_, Wording::first);
    return false;
  }

  bool visit(const Step& step, const IfStep& branch) {
    const bool holds = branch.condition.holds(scope());
    const StepIndex target = holds ? branch.then_first : branch.else_first;
    go_to(target == kNoStep ? step.next : target);
    return true;
  }

  bool visit(const Step&, const ForEachStep&) {
    enter_item(flow_, frame(), turn_.context, position_);
    return true;
  }

  bool visit(const Step& step, const CallStep& call) {
    const std::string path = path_of(step);
    if (frame().is_done(path)) {
      go_to(step.next);
      return true;
    }
    if (arm_of(path) == "otherwise") {
      go_to(call.otherwise);
      return true;
    }
    settle();
    if (!enter_call(turn_, flow_, run_, path, call)) broken();
    return false;
  }

  bool visit(const Step& step, const DoStep& action) {
    const std::string path = path_of(step);
    if (frame().is_done(path)) {
      go_to(step.next);
      return true;
    }
    if (const std::string_view arm = arm_of(path); !arm.empty()) {
      for (const RefusedArm& refused : action.refused) {
        if (refused.name != arm) continue;
        go_to(refused.first);
        return true;
      }
    }
    settle();
    if (turn_.state().awaiting) {
      turn_.change(SetStatus{run_, FrameStatus::interrupted});
      return false;
    }
    request_action(turn_, run_, place(), path);
    return false;
  }

  bool visit(const Step& step, const WaitStep& wait) {
    const std::string path = path_of(step);
    if (frame().is_done(path)) {
      go_to(step.next);
      return true;
    }
    if (arm_of(path) == "late") {
      go_to(wait.late);
      return true;
    }
    settle();
    begin_wait(turn_, run_, place(), path);
    return false;
  }

  bool visit(const Step& step, const HandoverStep& handover) {
    const std::string path = path_of(step);
    if (frame().is_done(path)) {
      go_to(step.next);
      if (position_.step == kNoStep) {
        finish(turn_, run_, "handed_over");
        return false;
      }
      return true;
    }
    settle();
    begin_handover(turn_,
                   {handover.queue, "flow", run_, true, turn_.render(handover.say, scope()), {}});
    return false;
  }

  bool visit(const Step&, const EndStep& end) {
    settle();
    finish(turn_, run_, end.outcome);
    return false;
  }

  bool visit(const Step&, const AskAgainStep& again) {
    settle();
    for (const StepIndex question : again.questions) {
      drop_question(turn_, run_, {question, common_loops(position_.loops, flow_.steps[question])});
    }
    clear_arms();
    position_ = {};
    return true;
  }

  // Steps that were left by an arm are tried afresh.
  void clear_arms() {
    const std::vector<std::string> done = frame().done;
    for (const std::string& path : done) {
      if (path.find('!') != std::string::npos) turn_.change(MarkDone{run_, path, false});
    }
  }

  // A bug of the flow or of ours: nobody is left without an answer.
  void broken() {
    begin_handover(
        turn_,
        {default_queue(turn_.program), "broken", run_, false, {}, turn_.text("repair.broken")});
  }

  Turn& turn_;
  const Flow& flow_;
  std::uint64_t run_;
  bool is_from_start_;
  Position position_;
  std::vector<std::string> visited_;  // paths of the questions met
};

void walk_now(Turn& turn, const Turn::Walk& wish) {
  const std::uint64_t run = wish.run;
  const Frame* frame = turn.frame(run);
  if (frame == nullptr) return;
  Position start = wish.is_from_start ? Position{} : frame->position;
  const Flow* flow = turn.flow_of(*frame);
  if (flow == nullptr) {
    // The profile lost this flow while the task was open: say so once and let it go.
    turn.say("repair.broken");
    end_chain(turn, run, "broken");
    offer_interrupted(turn);
    return;
  }
  if (!pass_gate(turn, *flow, run)) return;
  // Positions belong to the text of the flow that they were made with; answers survive an edit.
  if (frame->hash != flow->hash) start = Position{};
  Walker(turn, *flow, run, std::move(start)).run();
}

// A walk wished for during another one begins when that one has stopped.
void walk_in_turn(Turn& turn, Turn::Walk wish) {
  turn.next_walk = wish;
  if (turn.is_walking) return;
  turn.is_walking = true;
  while (turn.next_walk) {
    const Turn::Walk now = *turn.next_walk;
    turn.next_walk.reset();
    walk_now(turn, now);
  }
  turn.is_walking = false;
}

}  // namespace

void walk(Turn& turn, std::uint64_t run) {
  walk_in_turn(turn, {run, false});
}
void walk_again(Turn& turn, std::uint64_t run) {
  walk_in_turn(turn, {run, true});
}

void walk_task(Turn& turn, std::uint64_t run) {
  const std::vector<std::uint64_t> family = family_of(turn, run);
  if (family.empty()) return;
  const std::uint64_t task = family.front();
  if (turn.state().pending) turn.change(SetPending{});
  const Frame* top = turn.state().top();
  const bool is_on_top = top != nullptr && top->run == task;
  if (!is_on_top || top->status != FrameStatus::active) {
    turn.change(SetStatus{task, FrameStatus::active});
  }
  walk_again(turn, task);
}

void leave_step(Turn& turn, std::uint64_t run, const std::string& path, std::string_view arm) {
  std::string mark = path;
  if (!arm.empty()) mark.append("!").append(arm);
  turn.change(MarkDone{run, std::move(mark), true});
  walk(turn, run);
}

}  // namespace dialogs
