// What a press looks like in the history: the labels of what was pressed, as the customer read
// them. Loop thread only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bot/protocol/server_frame.hpp"
#include "bot/turns/conversation.hpp"
#include "storage/store.hpp"

namespace bot {

// Keeps `json`, the frame's text, when it offers something; a message that does not leaves the one
// before.
void remember_offer(Conversation& conversation, const MessageFrame& frame, std::string_view json);

// The labels of these tokens, joined by ", "; without those that the last few messages never
// offered. Reads the journal only for tokens that are not of the newest offer.
std::string pressed_text(const Conversation& conversation, storage::Store& store,
                         const std::vector<std::string>& tokens);

}  // namespace bot
