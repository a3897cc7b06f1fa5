// The WebSocket handshake of RFC 6455, without sockets: what a client must send, and the answer.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "bot/net/http.hpp"
#include "bot/net/request_head.hpp"

namespace bot {

// The Sec-WebSocket-Accept of a valid upgrade request, or the refusal: 426 for another version,
// 400 for the rest (method, body, missing or malformed key).
std::variant<std::string, HttpResponse> check_handshake(const RequestHead& head);

// The whole head of the answer 101.
std::string switching_protocols(std::string_view accept, std::string_view subprotocol);

}  // namespace bot
