#include "dialogs/engine/offer.hpp"

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

}  // namespace dialogs
