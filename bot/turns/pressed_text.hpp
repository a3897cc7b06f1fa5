// What a press looks like in the history: the labels of what was pressed, as the customer read
// them. Loop thread only.
#pragma once

#include <string>
#include <vector>

#include "bot/protocol/server_frame.hpp"
#include "bot/turns/conversation.hpp"
#include "storage/store.hpp"

namespace bot {

// Keeps what the frame offers; a message that offers nothing leaves what the one before offered.
void remember_offer(Conversation& conversation, const MessageFrame& frame);

// The labels of these tokens, joined by ", "; without those that the last few messages never
// offered. Reads the journal only for tokens that are not of the newest offer.
std::string pressed_text(const Conversation& conversation, storage::Store& store,
                         const std::vector<std::string>& tokens);

}  // namespace bot
