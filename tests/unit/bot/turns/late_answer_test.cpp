// A shop over the network answers after the turn that asked: a second later the customer has the
// answer, and nothing was said about trouble meanwhile.
#include <catch2/catch.hpp>

#include "dialogs/on_its_way.hpp"
#include "tests/support/talker.hpp"

namespace {

// Before the demo shop: so many answers are still on their way, the rest as it says, or trouble.
class SlowShop final : public bot::FlowPort {
 public:
  explicit SlowShop(bot::FlowPort& shop) : shop_(shop) {}
  dialogs::LookupResult look_up(const bot::Turn& turn,
                                const dialogs::LookupRequest& request) override {
    return shop_.look_up(turn, request);
  }
  dialogs::ActionResult act(bot::Turn& turn, const dialogs::ActionRequest& request) override {
    if (on_their_way == 0 && !fails) return shop_.act(turn, request);
    dialogs::ActionResult later;
    later.request = request.id;
    later.outcome = dialogs::ActionResult::Outcome::trouble;
    if (on_their_way > 0) {
      --on_their_way;
      later.refusal = dialogs::kOnItsWay;
    }
    return later;
  }
  int on_their_way = 0;
  bool fails = false;

 private:
  bot::FlowPort& shop_;
};

struct Guest {
  tests::TemporaryFolder folder;
  std::unique_ptr<SlowShop> slow;
  tests::SimServer server{folder.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 3,
                          [this](bot::FlowPort& shop) -> bot::FlowPort& {
                            slow = std::make_unique<SlowShop>(shop);
                            return *slow;
                          }};
  tests::Talker talker{server};

  std::string ask_for_order() {
    talker.press_token("find_order");
    talker.write("1042");
    talker.press("My e-mail address");
    return talker.write("anna@example.org");
  }
  std::string after(base::Duration time) {
    server.advance(time);
    return talker.read();
  }
};

}  // namespace

TEST_CASE("late answer: there a second later, without a word about trouble", "[bot][turns]") {
  Guest guest;
  guest.slow->on_their_way = 2;
  CHECK(guest.ask_for_order() == "");
  CHECK(guest.after(std::chrono::milliseconds(999)) == "");
  CHECK(guest.after(std::chrono::milliseconds(2)) == "");  // not yet
  CHECK(guest.after(std::chrono::seconds(1)).find("find_order.") == 0);
  CHECK(guest.slow->on_their_way == 0);
  CHECK(tests::replay_differences(guest.folder.path()) == "");
}

TEST_CASE("late answer: one that fails is told as any trouble, with all its attempts",
          "[bot][turns]") {
  Guest guest;
  guest.slow->on_their_way = 1;
  guest.slow->fails = true;
  CHECK(guest.ask_for_order() == "");
  CHECK(guest.after(std::chrono::seconds(2)) == "repair.trouble_retry");
  guest.slow->fails = false;
  CHECK(guest.after(std::chrono::minutes(3)).find("find_order.") == 0);
}

TEST_CASE("late answer: a restart in between loses nothing", "[bot][turns]") {
  Guest guest;
  guest.slow->on_their_way = 1;
  CHECK(guest.ask_for_order() == "");
  guest.server.crash_and_restart();
  CHECK(guest.talker.connect() == "");
  CHECK(guest.after(std::chrono::seconds(2)).find("find_order.") == 0);
}
