#include "bot/channels/web_chat.hpp"

#include <algorithm>

#include "bot/channels/web_chat_session.hpp"
#include "bot/protocol/error_table.hpp"

namespace bot {
namespace {

constexpr std::string_view kSubprotocol = "boomerang.v1";

Rate message_rate(const Limits& limits) {
  return {limits.messages_burst, limits.messages_per_minute, std::chrono::minutes(1)};
}

}  // namespace

WebChat::WebChat(WebChatParts parts)
    : parts_(parts),
      message_buckets_(message_rate(parts.world.profile.settings.limits)),
      customer_sockets_(
          static_cast<std::size_t>(parts.world.profile.settings.limits.sockets_per_customer)),
      guest_sockets_(
          static_cast<std::size_t>(parts.world.profile.settings.limits.guest_sockets_per_address)) {
}

WebChat::~WebChat() = default;

std::variant<WebSocketGate::Accepted, HttpResponse> WebChat::decide(const HttpRequest& upgrade) {
  if (!parts_.origins.allows(upgrade.header("Origin"))) {
    return problem_response(403, "bad_origin", "this web page may not open a chat here");
  }
  const auto offered = offered_subprotocols(upgrade);
  if (std::find(offered.begin(), offered.end(), kSubprotocol) == offered.end()) {
    return problem_response(400, "bad_request", "offer the subprotocol boomerang.v1");
  }
  return Accepted{std::string(kSubprotocol),
                  [this](Connection& connection) { return open(connection); }};
}

std::unique_ptr<ConnectionHandler> WebChat::open(Connection& connection) {
  auto session = std::make_unique<WebChatSession>(*this, connection, next_id_++);
  sessions_[session->listener_id()] = session.get();
  return session;
}

void WebChat::check_expiry() {
  const auto now = parts_.wall_clock.now();
  // Closing changes the table, so walk over a copy.
  std::vector<WebChatSession*> sessions;
  for (const auto& [id, session] : sessions_) sessions.push_back(session);
  for (WebChatSession* session : sessions) session->check_expiry(now);
}

}  // namespace bot
