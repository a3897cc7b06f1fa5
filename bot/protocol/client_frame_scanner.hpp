// The quick way to decode the frames that make up nearly all traffic: one pass over the bytes, no
// tree of values. It knows only frames that are plainly right, and says "no" to everything else
// (other frames, unusual escapes, any fault), which then goes to decode_by_value. It must never
// accept what that refuses, nor read it differently; a property test and a fuzzer hold it to that.
#pragma once

#include <optional>
#include <string_view>

#include "bot/protocol/client_frame.hpp"

namespace bot {

std::optional<ClientFrame> scan_client_frame(std::string_view frame, const FrameLimits& limits);

}  // namespace bot
