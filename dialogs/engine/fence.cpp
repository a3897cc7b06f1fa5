#include "dialogs/engine/fence.hpp"

#include "dialogs/engine/offer.hpp"
#include "dialogs/engine/start.hpp"
#include "dialogs/engine/tasks.hpp"

namespace dialogs {

namespace {

constexpr std::string_view kHandover = "handover.";

void tell(Turn& turn, const Flow* flow, const std::string& title, const std::string& number,
          Wanted wanted) {
  const bool is_cancel = wanted == Wanted::cancel;
  const NamedScope::Names names = {{"title", title}, {"number", number}};
  std::string_view key = is_cancel ? "repair.cancel_too_late" : "repair.too_late_to_change";
  if (!number.empty()) {
    key = is_cancel ? "repair.cancel_too_late_number" : "repair.too_late_to_change_number";
  }
  Reply& reply = turn.say(key, names);
  std::string after = flow == nullptr ? std::string() : flow->changed_after;
  if (is_cancel && flow != nullptr) after = flow->cancelled_after;
  const FlowIndex index = turn.program.find_flow(after);
  if (index != kNoFlow && is_cancel) return add_start_button(turn, reply, index);
  if (index != kNoFlow) return start_flow(turn, index);
  // A person, of the queue that the flow names.
  const std::string queue = after.starts_with(kHandover) ? after : std::string(kHandover);
  const std::uint64_t issue = turn.issue(Issue::Kind::repair, 0, queue);
  reply.buttons.push_back(
      turn.button(issue, kHumanButton, check_of("human"), turn.text("button.human")));
}

}  // namespace

void tell_fenced(Turn& turn, const Frame& frame, Wanted wanted) {
  // The effect may lie in a flow that was called: the task is what the customer knows.
  const Frame* task = turn.frame(family_of(turn, frame.run).front());
  tell(turn, turn.flow_of(*task), turn.title_of(*task), created_number(turn, task->run), wanted);
}

bool tell_settled(Turn& turn, Wanted wanted) {
  if (!turn.state().settled) return false;
  const Settled settled = *turn.state().settled;
  const FlowIndex index = turn.program.find_flow(settled.flow);
  if (index == kNoFlow) return false;
  const Flow& flow = turn.program.flows[index];
  const NamedScope::Names no_names;
  tell(turn, &flow, turn.render(flow.title, NamedScope(turn.context, no_names)), settled.number,
       wanted);
  return true;
}

}  // namespace dialogs
