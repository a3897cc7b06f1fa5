// Who has a conversation, against a model in a few lines: random events of a customer, two agents,
// a lead and the clock, with the right epoch and with old ones, on the server without its sockets.
// After each the answer and the row in the store must be the model's, and in the end every event of
// every role was tried in every state. BOOMERANG_SEED repeats a run; BOOMERANG_OWNER_EVENTS says
// how many events.
#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <set>

#include "base/random.hpp"
#include "tests/unit/bot/console/shop_floor.hpp"

using namespace tests;
using base::Record;

namespace {

constexpr int kEventsPerConversation = 100;
constexpr int kPeople = 3;  // 0 and 1 are agents, 2 is the lead
constexpr int kLead = 2;
constexpr std::array kNames = {"mia", "max", "zoe"};

struct Model {
  std::string owner = "bot";
  int agent = -1;
  std::int64_t epoch = 0;
  bool waits_for_answer = false;

  void move(const std::string& to, int person = -1) {
    if (to == owner && person == agent) return;
    const bool comes_from_bot = owner == "bot";
    // Who is taken from the bot asked nothing yet; who goes into the queue waits.
    if (to == "bot") waits_for_answer = false;
    if (comes_from_bot) waits_for_answer = to == "queue";
    owner = to;
    agent = person;
    ++epoch;
  }
  void customer_asks_for_person() {
    if (owner == "bot") return move("queue");
    waits_for_answer = true;
  }
  void customer_says() {
    if (owner != "bot") waits_for_answer = true;
  }
  int take(int person) {
    if (owner == "agent" && agent != person && person != kLead) return 409;
    move("agent", person);
    return 200;
  }
  bool may(int person, std::int64_t seen) const {
    const bool is_mine = owner == "agent" && agent == person;
    return (is_mine || (person == kLead && owner != "bot")) && seen == epoch;
  }
  int give_back(int person, std::int64_t seen) {
    if (!may(person, seen)) return 409;
    move("bot");
    return 200;
  }
  int put_back(int person, std::int64_t seen) {
    if (!may(person, seen)) return 409;
    move("queue");
    return 200;
  }
  bool say(int person, std::int64_t seen) {
    const bool is_mine = owner == "agent" && agent == person && seen == epoch;
    if (is_mine) waits_for_answer = false;
    return is_mine;
  }
  void everybody_is_gone() {
    if (owner == "agent" && waits_for_answer) move("queue");
  }
};

class Floor {
 public:
  explicit Floor(std::uint64_t seed) : random_(seed) {
    for (int i = 0; i < kPeople; ++i) {
      const auto role = i == kLead ? bot::StaffRole::lead : bot::StaffRole::agent;
      ids_[i] = add_staff(server_, kNames[i], role);
    }
  }

  void conversation() {
    model_ = {};
    sign_everybody_in();
    const std::string name = "customer" + std::to_string(++customers_);
    customer_ = server_.connect();
    customer_->say(Record{{"type", "hello"}, {"token", server_.token(name)}});
    uuid_ = customer_->of_type("welcome").front().text_at("conversation");
    for (auto& page : pages_) {
      page->say(Record{{"type", "watch"}, {"conversation", uuid_}, {"after", 0}});
    }
    for (int i = 0; i < kEventsPerConversation; ++i) {
      step();
      compare();
    }
    customer_.reset();
    for (auto& page : pages_) page->drop();
  }

  std::set<std::string> tried;  // "state event role"

 private:
  void sign_everybody_in() {
    for (int i = 0; i < kPeople; ++i) {
      if (cookies_[i].empty()) cookies_[i] = sign_in(server_, kNames[i]);
      pages_[i] = std::make_unique<ConsolePage>(server_, cookies_[i], ++sockets_);
      REQUIRE(pages_[i]->connect());
    }
  }

  std::string role_of(int person) const {
    if (model_.owner == "agent" && model_.agent == person) return "owner";
    return person == kLead ? "lead" : "agent";
  }

  void step() {
    const int person = static_cast<int>(random_.below(kPeople));
    const std::int64_t seen =
        random_.below(4) == 0 ? std::max<std::int64_t>(0, model_.epoch - 1) : model_.epoch;
    const std::string freshness = seen == model_.epoch ? " now" : " old";
    const auto note = [&](const std::string& event) {
      tried.insert(model_.owner + " " + event + freshness);
      what_ = event;
    };
    switch (random_.below(7)) {
      case 0:
        note("asks");
        write("human please");
        return model_.customer_asks_for_person();
      case 1:
        note("says");
        write("hello");
        return model_.customer_says();
      case 2:
        note("take " + role_of(person));
        return expect(post(person, "take", seen), model_.take(person));
      case 3:
        note("give_back " + role_of(person));
        return expect(post(person, "give_back", seen), model_.give_back(person, seen));
      case 4:
        note("put_back " + role_of(person));
        return expect(post(person, "put_back", seen), model_.put_back(person, seen));
      case 5:
        note("answer " + role_of(person));
        return expect(answer(person, seen), model_.say(person, seen));
      default:
        note("gone");
        server_.advance(std::chrono::minutes(11));
        server_.loop().advance(std::chrono::seconds(5));
        server_.settle();
        return model_.everybody_is_gone();
    }
  }

  template <class Found, class Wanted>
  void expect(Found found, Wanted wanted) {
    INFO(what_ << " while " << model_.owner << " has it");
    CHECK(found == wanted);
  }

  void write(std::string_view text) {
    customer_->say(
        Record{{"type", "message"}, {"id", "c" + std::to_string(++said_)}, {"text", text}});
    REQUIRE(customer_->of_type("error").empty());
    customer_->forget();
  }

  int post(int person, const std::string& what, std::int64_t seen) {
    return pages_[person]
        ->call("POST", "conversations/" + uuid_ + "/" + what, Record{{"epoch", seen}})
        .status;
  }

  // Whether it was taken; and then the customer has it, once.
  bool answer(int person, std::int64_t seen) {
    std::string id = std::to_string(++said_);
    id = "0198c2f0-7b3e-7cc1-9f0e-" + std::string(12 - id.size(), '0') + id;
    const auto refused = pages_[person]->refusals().size();
    pages_[person]->say(Record{{"type", "message"},
                               {"conversation", uuid_},
                               {"id", id},
                               {"epoch", seen},
                               {"text", "Here I am."}});
    int heard = 0;
    for (const auto& message : customer_->of_type("message")) heard += message.text_at("id") == id;
    customer_->forget();
    const bool is_refused = pages_[person]->refusals().size() > refused;
    CHECK(heard == (is_refused ? 0 : 1));
    return !is_refused;
  }

  void compare() {
    const auto row = server_.store().find_conversation(uuid_);
    const auto owner = server_.store().console().owner_of(row->id);
    INFO("after " << what_ << " at " << base::to_iso(server_.now()) << ", " << said_ << " said");
    if (!owner) {
      CHECK(model_.owner == "bot");
      CHECK(model_.epoch == 0);
      return;
    }
    CHECK(owner->owner == model_.owner);
    CHECK(owner->agent == (model_.agent < 0 ? std::string() : ids_[model_.agent]));
    CHECK(owner->epoch == model_.epoch);
  }

  TemporaryFolder folder_;
  base::SeededRandom random_;
  SimServer server_{folder_.path(), *base::from_iso("2026-03-02T10:00:00+03:00"), 7};
  std::array<std::string, kPeople> ids_;
  std::array<std::string, kPeople> cookies_;
  std::array<std::unique_ptr<ConsolePage>, kPeople> pages_;
  std::unique_ptr<SimClient> customer_;
  std::string uuid_;
  std::string what_;
  Model model_;
  int customers_ = 0;
  int said_ = 0;
  std::uint64_t sockets_ = 1000;
};

std::uint64_t environment_number(const char* name, std::uint64_t usual) {
  const char* given = std::getenv(name);
  return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

}  // namespace

TEST_CASE("ownership: random events do what the model says, in every state (P4)",
          "[bot][console]") {
  const auto seed = environment_number("BOOMERANG_SEED", 20'261'122);
  const auto events = environment_number("BOOMERANG_OWNER_EVENTS", 20'000);
  INFO("BOOMERANG_SEED=" << seed);
  Floor floor(seed);
  for (std::uint64_t done = 0; done < events; done += kEventsPerConversation) floor.conversation();
  for (const std::string owner : {"bot", "queue", "agent"}) {
    for (const std::string event : {"asks", "says", "gone"}) {
      CHECK(floor.tried.contains(owner + " " + event + " now"));
    }
    for (const std::string event : {"take", "give_back", "put_back", "answer"}) {
      for (const std::string role : {"owner", "lead", "agent"}) {
        if (role == "owner" && owner != "agent") continue;
        for (const std::string freshness : {"now", "old"}) {
          INFO(owner << " " << event << " " << role << " " << freshness);
          CHECK(floor.tried.contains(owner + " " + event + " " + role + " " + freshness));
        }
      }
    }
  }
}
