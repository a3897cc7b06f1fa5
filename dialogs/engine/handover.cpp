#include "dialogs/engine/handover.hpp"

#include <algorithm>

#include "dialogs/engine/tasks.hpp"
#include "dialogs/engine/walk.hpp"
#include "dialogs/shop_time.hpp"
#include "dialogs/texts.hpp"

namespace dialogs {

namespace {

// What to say beside the hand-over when nobody is there now; empty otherwise.
std::string closed_words(const Turn& turn, const std::string& name) {
  const QueueSettings* queue = turn.program.repair.find_queue(name);
  const auto opens = queue ? next_opening(turn.context, *queue) : std::nullopt;
  if (!opens) return {};
  std::string moment;
  turn.context.formatter.instant(moment, *opens);
  return turn.text(queue->leaves_message ? "repair.closed_message" : "repair.closed_queue",
                   {{"opens", moment}});
}

// R8: look-ups and checks are repeated, then the pending question is asked afresh; a correction
// that was under way in the review comes back as one (refresh.cpp).
void ask_again(Turn& turn) {
  const std::uint64_t run = turn.state().pending->run;
  keep_pending(turn);
  resume(turn, run);
}

}  // namespace

std::string default_queue(const Program& program) {
  const std::string& queue = program.repair.cannot_understand.then.queue;
  if (!queue.empty()) return queue;
  return program.repair.queues.empty() ? "support" : program.repair.queues.front().name;
}

std::optional<base::Instant> next_opening(const Context& context, const QueueSettings& queue) {
  // Days ahead within which a shop that works at all has a working day.
  constexpr int kDaysAhead = 60;
  const ShopTime in_utc;
  const ShopTime& shop = context.shop != nullptr ? *context.shop : in_utc;
  const LocalTime local = shop.local(context.now);
  for (int ahead = 0; ahead < kDaysAhead; ++ahead) {
    const auto date = local.date + std::chrono::days(ahead);
    if (queue.is_closed_on_days_off && !shop.is_working_day(date)) continue;
    if (std::count(queue.holidays.begin(), queue.holidays.end(), date) > 0) continue;
    for (const HourSpan& span : queue.hours) {
      const bool is_over = ahead == 0 && local.minute >= span.close;
      if (is_over) continue;
      const bool is_open = ahead == 0 && local.minute >= span.open;
      if (is_open) return std::nullopt;
      return shop.at(date, span.open);
    }
  }
  return std::nullopt;
}

void begin_handover(Turn& turn, const HandoverCall& call) {
  std::string text = call.words;
  if (text.empty()) {
    const std::string key = "handover." + call.queue;
    text = turn.text(turn.program.texts.find(key) != nullptr ? key : "repair.handover");
  }
  if (const std::string closed = closed_words(turn, call.queue); !closed.empty()) {
    text += "\n" + closed;
  }
  if (!call.before.empty()) text = call.before + "\n" + text;
  turn.reply(std::move(text), "repair.handover");
  turn.request(HandoverRequest{call.queue, std::string(call.reason)});
  if (turn.state().repair) turn.change(SetRepair{});
  turn.change(SetHandover{Handover{call.queue, call.run, call.is_step}});
  if (turn.state().not_understood > 0) turn.change(SetNotUnderstood{0});
  turn.has_prompted = true;
}

void on_taken(Turn& turn, const SignalEvent& event) {
  if (turn.state().handover) return;
  const Frame* task = turn.top_task();
  if (turn.state().repair) turn.change(SetRepair{});
  turn.change(
      SetHandover{Handover{event.subject.empty() ? default_queue(turn.program) : event.subject,
                           task != nullptr ? task->run : 0, false}});
  if (turn.state().not_understood > 0) turn.change(SetNotUnderstood{0});
}

void on_handover_ended(Turn& turn, const HandoverEnded& event) {
  if (!turn.state().handover) return;
  const Handover handover = *turn.state().handover;
  const Frame* frame = turn.frame(handover.run);
  if (event.outcome == HandoverEnded::Outcome::take_over) {
    // The tasks end; the person keeps the dialog.
    while (const Frame* task = turn.top_task()) end_chain(turn, task->run, "handed_over");
    turn.change(SetHandover{Handover{handover.queue, 0, false}});
    return;
  }
  turn.change(SetHandover{});
  turn.say("repair.returned");
  if (frame != nullptr && handover.is_step) {
    const Flow* flow = turn.flow_of(*frame);
    const auto* step = flow ? body_at<HandoverStep>(*flow, *frame) : nullptr;
    if (step != nullptr) {
      const std::string path = path_at(*flow, *frame);
      if (!step->save.empty()) {
        const bool is_resolved = event.outcome == HandoverEnded::Outcome::resolved;
        const std::string outcome = handover_outcomes()[is_resolved ? 0 : 1];
        turn.change(SetAnswer{frame->run,
                              {path_prefix(*flow, frame->position.loops) + step->save, outcome,
                               Provenance::action, frame->revision + 1}});
      }
      return leave_step(turn, handover.run, path);
    }
  }
  if (event.outcome == HandoverEnded::Outcome::resolved && frame != nullptr) {
    end_chain(turn, frame->run, "handed_over");
    return offer_interrupted(turn);
  }
  if (turn.state().pending) return ask_again(turn);
  // Nothing was being asked: whatever is on the stack goes on from its answers (R8).
  const Frame* top = turn.state().top();
  if (top == nullptr || turn.state().awaiting) return;
  if (top->status == FrameStatus::interrupted) {
    offer_interrupted(turn);
  } else {
    walk_again(turn, top->run);
  }
}

}  // namespace dialogs
