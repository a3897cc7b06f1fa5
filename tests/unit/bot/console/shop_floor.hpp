// A shop with a staff: the server without sockets, people signed in to the console, and customers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "bot/console/live_desk.hpp"
#include "tests/support/sim_server.hpp"

namespace tests {

inline constexpr std::string_view kPassword = "correct horse battery";

// A page of the console: its cookie, and its WebSocket once it is opened.
class ConsolePage final : public bot::Connection {
 public:
  ConsolePage(SimServer& server, std::string cookie, std::uint64_t id)
      : server_(server), cookie_(std::move(cookie)), id_(id) {}
  ~ConsolePage() override { drop(); }

  // Connection
  void send(std::string_view text) override {
    frames_.push_back(base::parse_json(text, {1U << 20U, 32, 10'000}).value());
  }
  void close(bot::CloseCode code, std::string_view) override { closed_ = code; }
  const std::string& peer_address() const override { return address_; }
  std::uint64_t id() const override { return id_; }
  std::size_t buffered() const override { return 0; }

  bot::HttpResponse call(const std::string& method, const std::string& path,
                         const base::Record& body = {}) {
    return server_.call(method, "/console/api/" + path, base::to_json(body),
                        {{"Cookie", cookie_}, {"X-Boomerang-Console", "1"}});
  }
  // The JSON of an answer; its status is checked by the test.
  base::Value json(const std::string& method, const std::string& path,
                   const base::Record& body = {}) {
    return parsed(call(method, path, body));
  }
  static base::Value parsed(const bot::HttpResponse& response) {
    return base::parse_json(std::get<std::string>(response.body), {1U << 22U, 32, 100'000}).value();
  }

  // Opens the WebSocket; whether the server lets it in.
  bool connect(std::string origin = "http://shop.example") {
    bot::HttpRequest upgrade;
    upgrade.method = "GET";
    upgrade.path = "/console/live";
    upgrade.headers = {
        {"Host", "shop.example"}, {"Origin", std::move(origin)}, {"Cookie", cookie_}};
    auto decided = server_.core().console().live().decide(upgrade);
    auto* accepted = std::get_if<bot::WebSocketGate::Accepted>(&decided);
    if (accepted == nullptr) return false;
    handler_ = accepted->open(*this);
    say(base::Record{{"type", "hello"}});
    return true;
  }
  void say(const base::Record& frame) {
    handler_->on_frame(base::to_json(frame));
    server_.settle();
  }
  // The browser is closed.
  void drop() {
    if (handler_ != nullptr) handler_->on_closed();
    handler_.reset();
  }
  // Frames of the conversation of that type, as the customer gets them too.
  std::vector<base::Value> told(std::string_view type) const {
    std::vector<base::Value> found;
    for (const auto& frame : frames_) {
      if (frame.text_at("type") == "in" && frame.text_at("frame.type") == type) {
        found.push_back(frame.at("frame"));
      }
    }
    return found;
  }
  std::vector<base::Value> refusals() const {
    std::vector<base::Value> found;
    for (const auto& frame : frames_) {
      if (frame.text_at("type") == "refused") found.push_back(frame);
    }
    return found;
  }
  std::optional<bot::CloseCode> closed() const { return closed_; }
  const std::string& cookie() const { return cookie_; }

 private:
  SimServer& server_;
  std::string cookie_;
  std::uint64_t id_;
  std::string address_ = "127.0.0.1";
  std::unique_ptr<bot::ConnectionHandler> handler_;
  std::vector<base::Value> frames_;
  std::optional<bot::CloseCode> closed_;
};

// Adds somebody without codes; gives their id.
inline std::string add_staff(SimServer& server, std::string_view name, bot::StaffRole role) {
  std::string id;
  bot::NewStaff member;
  member.name = name;
  member.display = std::string(1, static_cast<char>(name.front() - 'a' + 'A'));
  member.display += name.substr(1);
  member.role = role;
  member.password = kPassword;
  member.has_totp = false;
  server.core().console().staff().add(
      member, [&](const base::Result<bot::AddedStaff>& added) { id = added.value().staff.id; });
  server.settle();
  return id;
}

// The cookie of somebody who signs in; empty when they may not.
inline std::string sign_in(SimServer& server, std::string_view name,
                           std::string_view password = kPassword) {
  const auto response =
      server.call("POST", "/console/api/session",
                  base::to_json(base::Record{{"name", name}, {"password", password}}),
                  {{"X-Boomerang-Console", "1"}});
  if (response.status != 200) return {};
  for (const auto& header : response.headers) {
    if (header.name == "Set-Cookie") return header.value.substr(0, header.value.find(';'));
  }
  return {};
}

}  // namespace tests
