// Who has a conversation: the bot, a queue, or a person. Follows from each turn: when the dialog
// falls silent for a person it goes to the queue, when it may speak again to the bot; a person
// takes it or puts it back. Every change of the owner has a new epoch; what a person says under an
// old one is refused. Loop thread only.
#pragma once

#include "bot/turns/turn.hpp"
#include "bot/turns/world.hpp"

namespace bot {

// Brings the owner of the turn's conversation up to date after its last step: adds the row to the
// commit, and the `owner` frame when it is another. Returns whether the row has changed.
bool settle_owner(Turn& turn, World& world);

Owner owner_of(const Conversation& conversation);

// The `owner` frame for the customer: with the place in the queue (from 1), or the person's name.
void write_owner_frame(std::string& out, World& world, const Conversation& conversation);

// The place of a waiting conversation in its queue, from 1.
int queue_position(World& world, const storage::OwnerRow& owner);

}  // namespace bot
