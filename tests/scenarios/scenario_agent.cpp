#include "tests/scenarios/scenario_agent.hpp"

#include "tests/scenarios/scenario_chat.hpp"

namespace tests {
namespace {

using Outcome = bot::HandoverDesk::Outcome;

// The window of the person: only a refusal matters, the customer sees everything else.
class Window final : public bot::Listener {
 public:
  std::uint64_t listener_id() const override { return 1ULL << 60U; }
  void on_turn(const bot::TurnAnswer&, bool) override {}
  void on_refused(std::string_view, const base::Error& error,
                  std::optional<base::Duration>) override {
    refused_ = error.detail;
  }
  void on_frame_for_all(std::string_view) override {}
  void on_adopted() override {}
  const std::string& refused() const { return refused_; }

 private:
  std::string refused_;
};

}  // namespace

void act_as_agent(SimServer& server, const std::string& conversation, const std::string& act,
                  const std::string& text) {
  const auto found = server.core().conversations().find(conversation);
  if (!found) throw Divergence("there is no conversation");
  auto& desk = server.core().console().handover();
  const bot::HandoverDesk::Request request{
      conversation, {"mia", "Mia"}, (*found)->owner.epoch, false};
  Window window;
  std::string refused;
  const auto note = [&](const base::Result<storage::OwnerRow>& done) {
    if (!done) refused = done.error().detail;
  };
  if (act == "takes_over") {
    desk.take(request, note);
  } else if (act == "says") {
    desk.say(**found, request, "agent-" + std::to_string((*found)->last_seq), text, window);
  } else {
    desk.give_back(request, act == "resolved" ? Outcome::resolved : Outcome::proceed, note);
  }
  server.settle();
  if (refused.empty()) refused = window.refused();
  if (!refused.empty()) throw Divergence("the person may not: " + refused);
}

}  // namespace tests
