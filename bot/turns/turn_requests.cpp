// What a step asks of the turn beside look-ups and actions, and what of the world it has seen.
#include <algorithm>
#include <utility>

#include "base/json.hpp"
#include "bot/turns/turn_processor.hpp"

namespace bot {

void TurnProcessor::record_world(Turn& turn) const {
  const Conversation& conversation = *turn.conversation;
  const RecordedWorld& known =
      turn.recording.world() ? *turn.recording.world() : conversation.recorded;
  const bool is_known =
      known.profile == world_.profile.version && known.locale == conversation.locale &&
      known.zone == conversation.time_zone && known.customer == conversation.customer_record;
  if (is_known) return;
  turn.recording.see({world_.profile.version, conversation.locale, conversation.time_zone,
                      conversation.customer_record});
}

void TurnProcessor::request_timer(Turn& turn, const dialogs::TimerRequest& request) {
  const std::string id = "dialog:" + turn.conversation->uuid + ":" + request.key;
  if (request.is_cancelled) {
    turn.commit->cancelled_due.push_back(id);
    return;
  }
  turn.commit->due.push_back({id, "dialog", turn.conversation->uuid, request.due,
                              base::to_json(base::Record{{"key", request.key}})});
}

void TurnProcessor::request_handover(Turn& turn, const dialogs::HandoverRequest& request) {
  turn.commit->audit.push_back({turn.now, "bot", "handover." + request.queue,
                                turn.conversation->uuid,
                                base::to_json(base::Record{{"reason", request.reason}})});
  std::string frame;
  write_owner(frame, Owner::queue, std::nullopt);
  turn.frames_for_all.push_back(std::move(frame));
}

void TurnProcessor::submit_case_turn(Turn turn) {
  try {
    signal(turn);
    submit(std::move(turn));
  } catch (const std::exception& broken) {
    roll_back(turn, broken);
  }
}

void TurnProcessor::signal(Turn& turn) {
  const auto signals = std::exchange(turn.signals, {});
  if (turn.conversation == nullptr) return;
  for (const auto& happened : signals) {
    const auto& frames = turn.conversation->state.frames;
    const bool is_awaited = std::any_of(frames.begin(), frames.end(), [](const auto& frame) {
      return frame.status == dialogs::FrameStatus::waiting;
    });
    if (!is_awaited) return;
    turn.say_told();
    step(turn, happened);
  }
}

}  // namespace bot
