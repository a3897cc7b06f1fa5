#include "bot/turns/ownership.hpp"

namespace bot {
namespace {

// What the owner is after the turn, whoever had it before.
storage::OwnerRow owner_after(const Turn& turn) {
  const Conversation& conversation = *turn.conversation;
  storage::OwnerRow next = conversation.owner;
  next.conversation = conversation.id;
  if (!conversation.state.is_mute()) {
    next.owner = "bot";
    next.agent.clear();
    next.unanswered = {};
    next.is_promised = false;
    return next;
  }
  const bool was_bot = next.owner == "bot";
  if (was_bot) {
    next.owner = "queue";
    next.queue = conversation.state.handover->queue;
    next.reason = turn.handover_reason;
    next.since = turn.now;
    next.unanswered = turn.now;
  }
  if (turn.taken_by) {
    next.owner = "agent";
    next.agent = turn.taken_by->id;
    if (was_bot) next.unanswered = {};
  } else if (turn.is_requeued) {
    next.owner = "queue";
    next.agent.clear();
  }
  if (turn.is_promised) next.is_promised = true;
  if (turn.spoke == From::agent) next.unanswered = {};
  if (turn.spoke == From::customer && next.unanswered == base::Instant{}) {
    next.unanswered = turn.now;
  }
  return next;
}

bool is_same(const storage::OwnerRow& left, const storage::OwnerRow& right) {
  return left.unanswered == right.unanswered && left.is_promised == right.is_promised;
}

}  // namespace

Owner owner_of(const Conversation& conversation) {
  if (conversation.owner.owner == "agent") return Owner::agent;
  return conversation.state.is_mute() ? Owner::queue : Owner::bot;
}

int queue_position(World& world, const storage::OwnerRow& owner) {
  return static_cast<int>(world.store.console().count_waiting(owner.queue, owner.since)) + 1;
}

void write_owner_frame(std::string& out, World& world, const Conversation& conversation) {
  const Owner owner = owner_of(conversation);
  if (owner == Owner::agent) {
    const auto agent = world.store.console().staff_by_id(conversation.owner.agent);
    return write_owner(out, owner, std::nullopt, agent ? agent->display : std::string());
  }
  const bool waits = owner == Owner::queue && conversation.owner.owner == "queue";
  write_owner(out, owner,
              waits ? std::optional(queue_position(world, conversation.owner)) : std::nullopt);
}

bool settle_owner(Turn& turn, World& world) {
  Conversation& conversation = *turn.conversation;
  const storage::OwnerRow before = conversation.owner;
  storage::OwnerRow next = owner_after(turn);
  const bool has_changed = next.owner != before.owner || next.agent != before.agent;
  if (!has_changed && is_same(next, before)) return false;
  if (has_changed) {
    ++next.epoch;
    next.changed = turn.now;
  }
  turn.commit->console.owner = storage::OwnerWrite{next, before.epoch};
  conversation.owner = std::move(next);
  if (!has_changed) return true;
  std::string frame;
  write_owner_frame(frame, world, conversation);
  turn.frames_for_all.push_back(std::move(frame));
  return true;
}

}  // namespace bot
