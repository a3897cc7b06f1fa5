#include "dialogs/engine/unfinished.hpp"

#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/waits.hpp"

namespace dialogs {

std::vector<std::uint64_t> kept_tasks(const Turn& turn) {
  std::vector<std::uint64_t> runs;
  const auto& frames = turn.state().frames;
  for (std::size_t at = frames.size(); at-- > 0;) {
    const Frame& frame = frames[at];
    if (frame.kind != FrameKind::task || frame.status != FrameStatus::parked) continue;
    if (has_given_answers(turn, frame.run)) runs.push_back(frame.run);
  }
  return runs;
}

void add_resume_buttons(Turn& turn, Reply& reply) {
  std::vector<Button> buttons;
  for (const std::uint64_t run : kept_tasks(turn)) {
    const std::uint64_t issue = turn.issue(Issue::Kind::resume, run, {});
    const std::string title = turn.title_of(*turn.frame(run));
    buttons.push_back(turn.button(issue, 0, check_of("resume"),
                                  turn.text("button.continue", {{"title", title}})));
  }
  reply.buttons.insert(reply.buttons.begin(), std::make_move_iterator(buttons.begin()),
                       std::make_move_iterator(buttons.end()));
}

std::int64_t kept_until(const Turn& turn, const Frame& task) {
  const Flow* flow = turn.flow_of(task);
  const bool has_own =
      flow != nullptr && (flow->unfinished.fixed > base::Duration::zero() ||
                          flow->unfinished.working_days > 0 || !flow->unfinished.figure.empty());
  const base::Instant until = has_own ? add_span(turn.context, flow->unfinished)
                                      : turn.context.now + turn.program.repair.close_after;
  return base::to_milliseconds(until);
}

}  // namespace dialogs
