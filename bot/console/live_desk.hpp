// The console's WebSocket, /console/live: what happens in the conversations that a member of the
// staff looks at, their own messages, and hints that lists have changed. A session that ends
// (signed out, disabled, expired) closes its sockets at once. Loop thread only.
//
// Frames in:  hello; watch {conversation, after}; unwatch {conversation}; message {conversation,
// id,
//             epoch, text}; typing {conversation}; ping.
// Frames out: welcome {staff}; in {conversation, frame} with a frame of the chat as the customer
//             gets it; refused {conversation, id, code, detail}; queue, cases (look again); pong.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "bot/console/staff_desk.hpp"
#include "bot/net/server.hpp"
#include "bot/turns/handover_desk.hpp"

namespace bot {

class LiveSession;

class LiveDesk final : public WebSocketGate {
 public:
  LiveDesk(const ApiParts& parts, StaffDesk& staff, HandoverDesk& handover);
  ~LiveDesk() override;

  bool serves(std::string_view path) const override { return path == "/console/live"; }
  // Only pages of this server itself, with the cookie of a session.
  std::variant<Accepted, HttpResponse> decide(const HttpRequest& upgrade) override;
  // For tests: a session on a connection of their own.
  std::unique_ptr<ConnectionHandler> open(Connection& connection, const SignedIn& who);

  // Closes the sockets of this member of the staff, or only those of one session.
  void end(std::string_view staff, std::string_view session);
  // To everybody: a list has changed.
  void hint(std::string_view what);
  // Once a minute: sessions that have expired.
  void check_expiry();
  // Whether a member of the staff has sent anything since the instant.
  bool is_present(std::string_view staff, base::Instant since) const;
  // A request of theirs counts as well.
  void saw(std::string_view staff);
  // Who has a socket open now, by id.
  bool is_online(std::string_view staff) const;

 private:
  friend class LiveSession;
  std::uint64_t next_listener_id() { return next_id_++; }

  const ApiParts& parts_;
  StaffDesk& staff_;
  HandoverDesk& handover_;
  std::unordered_map<std::uint64_t, LiveSession*> sessions_;
  std::map<std::string, base::Instant, std::less<>> seen_;  // by staff; bounded by their number
  std::uint64_t next_id_ = 1;
};

}  // namespace bot
