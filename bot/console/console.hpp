// The staff console: its pages, its addresses under /console/api/, its WebSocket. Puts together the
// staff, the hand-over of conversations and what is shown of them. Loop thread only.
#pragma once

#include "bot/console/case_pages.hpp"
#include "bot/console/conversation_pages.hpp"
#include "bot/console/figure_pages.hpp"
#include "bot/console/key_pages.hpp"
#include "bot/console/live_desk.hpp"
#include "bot/console/staff_desk.hpp"
#include "bot/turns/handover_desk.hpp"

namespace bot {

class Console {
 public:
  explicit Console(ApiParts parts);
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  // `rest`: the path behind "/console".
  void serve(const HttpRequest& request, std::string_view rest, const HttpReply& reply);
  // From the operators' port: POST /staff, already allowed. A JSON object {do: add, disable, enable
  // or list, name, display, role, password, totp}.
  void administer(const HttpRequest& request, const HttpReply& reply);

  StaffDesk& staff() { return staff_; }
  LiveDesk& live() { return live_; }
  HandoverDesk& handover() { return handover_; }
  // Now and then, about once a second.
  void tick();

 private:
  void serve_api(const HttpRequest& request, std::string_view rest, const HttpReply& reply);
  void serve_session(const HttpRequest& request, const HttpReply& reply);
  void sign_in(const HttpRequest& request, const HttpReply& reply);
  void serve_staff(const SignedIn& who, const HttpRequest& request, const HttpReply& reply);
  void administer(const base::Record& body, const HttpReply& reply);

  const ApiParts parts_;
  StaffDesk staff_;
  HandoverDesk handover_;
  LiveDesk live_;
  ConversationPages conversations_;
  CasePages cases_;
  FigurePages figures_;
  KeyPages keys_;
  std::int64_t ticks_ = 0;
  std::int64_t case_events_told_ = 0;
};

// The chat's and the console's WebSockets on one port.
class SocketGates final : public WebSocketGate {
 public:
  SocketGates(WebSocketGate& chat, WebSocketGate& live) : chat_(chat), live_(live) {}
  bool serves(std::string_view path) const override {
    return chat_.serves(path) || live_.serves(path);
  }
  std::variant<Accepted, HttpResponse> decide(const HttpRequest& upgrade) override {
    return live_.serves(upgrade.path) ? live_.decide(upgrade) : chat_.decide(upgrade);
  }

 private:
  WebSocketGate& chat_;
  WebSocketGate& live_;
};

}  // namespace bot
