// Close codes of a WebSocket: RFC 6455, and 44xx as in docs/protocol.md.
#pragma once

#include <cstdint>

namespace bot {

enum class CloseCode : std::uint16_t {
  normal = 1000,
  going_away = 1001,
  protocol_error = 1002,
  unsupported = 1003,
  no_code = 1005,  // never sent: the other end's close frame had none
  bad_text = 1007,
  policy = 1008,
  too_large = 1009,
  internal_error = 1011,
  restarting = 1012,
  bad_frame = 4400,
  not_authenticated = 4401,
  not_allowed = 4403,
  too_slow = 4408,
  too_many = 4429,
};

}  // namespace bot
