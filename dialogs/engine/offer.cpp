#include "dialogs/engine/offer.hpp"

#include "dialogs/engine/commands.hpp"

namespace dialogs {

void add_start_button(Turn& turn, Reply& reply, FlowIndex index) {
  const Flow& flow = turn.program.flows[index];
  const std::uint64_t issue = turn.issue(Issue::Kind::start, 0, {});
  const NamedScope::Names no_names;
  const NamedScope scope(turn.context, no_names);
  std::string label = turn.render(flow.starts.label, scope);
  if (label.empty()) label = turn.render(flow.title, scope);
  reply.buttons.push_back(
      turn.button(issue, index, check_of(std::string_view(flow.name)), std::move(label)));
}

void offer_start(Turn& turn, FlowIndex index) {
  const NamedScope::Names no_names;
  const NamedScope scope(turn.context, no_names);
  const std::string title = turn.render(turn.program.flows[index].title, scope);
  add_start_button(turn, turn.say("repair.noted_start", {{"title", title}}), index);
}

void offer_cancel(Turn& turn) {
  const Frame* task = turn.top_task();
  Reply& reply = turn.say("repair.noted_cancel");
  const std::uint64_t issue =
      turn.issue(Issue::Kind::repair, task ? task->run : 0, "offered_cancel");
  reply.buttons.push_back(
      turn.button(issue, kCancelButton, check_of("cancel"), turn.text("button.cancel")));
}

void offer_noted(Turn& turn, const std::vector<Command>& commands) {
  for (const Command& command : commands) {
    if (command.confidence < kPlausible) continue;
    const bool is_task = command.kind == Command::Kind::start;
    const FlowIndex flow = is_task ? find_started_flow(turn, command.name) : kNoFlow;
    if (flow != kNoFlow && !is_open_task(turn, turn.program.flows[flow].name)) {
      return offer_start(turn, flow);
    }
    if (command.kind == Command::Kind::cancel) return offer_cancel(turn);
  }
}

void offer_tasks(Turn& turn, const std::vector<Command>& options) {
  if (!turn.state().pending || !turn.has_prompted || !turn.has_replied()) return;
  for (const Command& option : options) {
    const bool is_task = option.kind == Command::Kind::start;
    const FlowIndex flow = is_task ? find_started_flow(turn, option.name) : kNoFlow;
    if (flow == kNoFlow || is_open_task(turn, turn.program.flows[flow].name)) continue;
    add_start_button(turn, turn.last_reply(), flow);
  }
}

bool is_open_task(const Turn& turn, std::string_view flow) {
  for (const std::uint64_t run : turn.top_chain()) {
    if (turn.frame(run)->flow == flow) return true;
  }
  return false;
}

}  // namespace dialogs
