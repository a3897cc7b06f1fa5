// The chat over WebSockets (docs/protocol.md): who may open one, the frames of each, resume,
// limits. It speaks to a Connection and knows no sockets. Loop thread only.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "bot/access/jwt.hpp"
#include "bot/access/origin_list.hpp"
#include "bot/access/principal.hpp"
#include "bot/access/rate_limit.hpp"
#include "bot/net/server.hpp"
#include "bot/turns/conversations.hpp"
#include "bot/turns/turn_processor.hpp"

namespace bot {

class WebChatSession;

// What every session of the chat needs.
struct WebChatParts {
  World& world;
  const base::Clock& wall_clock;  // without the demo's offset: tokens are about real time
  Conversations& conversations;
  TurnProcessor& processor;
  const JwtVerifier& verifier;
  const OriginList& origins;
};

class WebChat final : public WebSocketGate {
 public:
  explicit WebChat(WebChatParts parts);
  ~WebChat() override;

  bool serves(std::string_view path) const override { return path == "/v1/chat"; }
  std::variant<Accepted, HttpResponse> decide(const HttpRequest& upgrade) override;

  // For tests and the simulation: a session on a connection of their own.
  std::unique_ptr<ConnectionHandler> open(Connection& connection);

  // Once a minute: sessions whose token has expired are closed.
  void check_expiry();
  std::size_t session_count() const { return sessions_.size(); }

 private:
  friend class WebChatSession;

  WebChatParts parts_;
  std::unordered_map<std::uint64_t, WebChatSession*> sessions_;
  KeyedBuckets message_buckets_;
  ConcurrencyLimit customer_sockets_;
  ConcurrencyLimit guest_sockets_;
  std::uint64_t next_id_ = 1;
};

}  // namespace bot
