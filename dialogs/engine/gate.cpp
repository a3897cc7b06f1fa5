#include "dialogs/engine/gate.hpp"

#include <algorithm>

#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"

namespace dialogs {

namespace {

// What a flow's `requires` may read: the customer and the figures, where they are. Every walk
// passes the gate, so nothing is copied for it.
class WorldScope final : public base::ValueScope {
 public:
  explicit WorldScope(const Context& context) : context_(context) {}

  const base::Value* find(std::string_view name) const override {
    if (name == "customer") return &context_.customer;
    return name == "policy" ? &context_.policy : nullptr;
  }
  base::Instant now() const override { return context_.now; }
  std::string today() const override { return std::string(context_.today); }

 private:
  const Context& context_;
};

// Whether signing in could help, and there is a way to.
bool can_sign_in(const Turn& turn, const Flow& flow) {
  const base::Value& signed_in = turn.context.customer.at("signed_in");
  const bool is_guest = !(signed_in.is_boolean() && signed_in.boolean());
  return is_guest && flow.name != kSignInFlow && turn.program.find_flow(kSignInFlow) != kNoFlow;
}

// Whether that task waits for the customer to sign in already: once is enough.
bool is_waiting(const Turn& turn, const Flow& flow) {
  const auto& frames = turn.state().frames;
  return std::any_of(frames.begin(), frames.end(), [&](const Frame& frame) {
    return frame.flow == flow.name && frame.status == FrameStatus::waiting;
  });
}

void say_not_admitted(Turn& turn, const Flow& flow) {
  const WorldScope scope(turn.context);
  if (flow.requires_say.empty()) {
    turn.say("repair.start_refused", {{"title", turn.render(flow.title, scope)}});
  } else {
    turn.reply(turn.render(flow.requires_say, scope), flow.name + ".requires");
  }
}

void turn_away(Turn& turn, const Flow& flow, std::uint64_t run) {
  say_not_admitted(turn, flow);
  end_chain(turn, run, "cancelled");
  offer_interrupted(turn);
}

}  // namespace

bool is_admitted(const Turn& turn, const Flow& flow) {
  if (!flow.requires_that) return true;
  return flow.requires_that->holds(WorldScope(turn.context));
}

bool may_begin(Turn& turn, const Flow& flow) {
  if (is_admitted(turn, flow)) return true;
  if (can_sign_in(turn, flow) && !is_waiting(turn, flow)) return true;
  say_not_admitted(turn, flow);
  return false;
}

bool pass_gate(Turn& turn, const Flow& flow, std::uint64_t run) {
  if (is_admitted(turn, flow)) return true;
  const bool is_too_deep = turn.state().stack.size() >= kMaxStack;
  if (is_too_deep || !can_sign_in(turn, flow)) {
    turn_away(turn, flow, run);
    return false;
  }
  const auto& frames = turn.state().frames;
  const auto known = std::find_if(frames.begin(), frames.end(), [&](const Frame& frame) {
    return frame.caller == run && frame.flow == kSignInFlow && frame.call_path.empty();
  });
  if (known != frames.end()) {  // coming back to a task that is signing in: once is enough
    walk_again(turn, known->run);
    return false;
  }
  const Flow& sign_in = turn.program.flows[turn.program.find_flow(kSignInFlow)];
  const std::uint64_t called = turn.state().next_run;
  turn.change(PushFrame{called, run, sign_in.name, sign_in.hash, FrameKind::call, {}});
  walk(turn, called);
  return false;
}

void after_sign_in(Turn& turn, std::uint64_t run) {
  const Flow* flow = turn.flow_of(*turn.frame(run));
  if (flow == nullptr || is_admitted(turn, *flow)) return walk_again(turn, run);
  turn_away(turn, *flow, run);
}

}  // namespace dialogs
