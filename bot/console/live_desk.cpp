#include "bot/console/live_desk.hpp"

#include <vector>

#include "bot/access/authorize.hpp"
#include "bot/console/live_session.hpp"

namespace bot {
namespace {

// Ids of listeners of the chat count up from 1; these never meet them.
constexpr std::uint64_t kFirstListener = std::uint64_t{1} << 62U;

// Whether the page that opens the socket is this server's own: a cookie alone would let every page
// in that the browser visits.
bool is_own_page(const HttpRequest& upgrade) {
  const auto origin = upgrade.header("Origin");
  const auto host = upgrade.header("Host");
  if (!origin || !host || host->empty()) return false;
  return *origin == "https://" + std::string(*host) || *origin == "http://" + std::string(*host);
}

}  // namespace

LiveDesk::LiveDesk(const ApiParts& parts, StaffDesk& staff, HandoverDesk& handover)
    : parts_(parts), staff_(staff), handover_(handover), next_id_(kFirstListener) {}

LiveDesk::~LiveDesk() = default;

std::variant<WebSocketGate::Accepted, HttpResponse> LiveDesk::decide(const HttpRequest& upgrade) {
  if (!is_own_page(upgrade)) {
    return problem_response(403, "bad_origin", "this web page may not open the console");
  }
  auto who = staff_.authenticate(upgrade);
  if (!who) return error_response(who.error());
  if (const auto allowed = authorize(who->staff, Operation::use_console, kNoObject); !allowed) {
    return error_response(allowed.error());
  }
  return Accepted{
      "", [this, who = std::move(*who)](Connection& connection) { return open(connection, who); }};
}

std::unique_ptr<ConnectionHandler> LiveDesk::open(Connection& connection, const SignedIn& who) {
  saw(who.staff.id);
  return std::make_unique<LiveSession>(*this, connection, who);
}

void LiveDesk::end(std::string_view staff, std::string_view session) {
  // Closing may change the table, so walk over a copy.
  std::vector<LiveSession*> ended;
  for (const auto& [id, one] : sessions_) {
    if (one->who().staff.id != staff) continue;
    if (session.empty() || one->who().session == session) ended.push_back(one);
  }
  for (LiveSession* one : ended) one->close();
}

void LiveDesk::hint(std::string_view what) {
  const std::string frame = R"({"type":")" + std::string(what) + "\"}";
  for (const auto& [id, one] : sessions_) one->send(frame);
}

void LiveDesk::check_expiry() {
  std::vector<LiveSession*> ended;
  for (const auto& [id, one] : sessions_) {
    if (!staff_.is_open(one->who())) ended.push_back(one);
  }
  for (LiveSession* one : ended) one->close();
}

void LiveDesk::saw(std::string_view staff) {
  seen_[std::string(staff)] = parts_.world.clock.now();
}

bool LiveDesk::is_present(std::string_view staff, base::Instant since) const {
  const auto seen = seen_.find(staff);
  return seen != seen_.end() && seen->second >= since;
}

bool LiveDesk::is_online(std::string_view staff) const {
  for (const auto& [id, one] : sessions_) {
    if (one->who().staff.id == staff) return true;
  }
  return false;
}

}  // namespace bot
