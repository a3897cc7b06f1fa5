// The promise P6: every transition of a case is told to the endpoint of the settings, under its own
// id, although the receiver fails, hangs and lies and the server is killed again and again; and
// nothing is told that did not happen. `./dev soak` asks for more events.

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "base/json.hpp"
#include "bot/access/authorize.hpp"
#include "bot/cli/commands.hpp"
#include "bot/net/client.hpp"
#include "bot/outbox/webhook.hpp"
#include "storage/archive.hpp"
#include "tests/faults/server_process.hpp"
#include "tests/faults/walker.hpp"
#include "tests/support/case_maker.hpp"
#include "tests/support/fake_courier.hpp"
#include "tests/support/raw_receiver.hpp"

namespace {

using namespace std::chrono_literals;
using base::Record;

constexpr const char* kSecret = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr int kEventsPerCase = 20;  // beside the one that opens it
constexpr int kPosters = 4;
constexpr auto kBetweenKills = 700ms;
constexpr int kMinDeaths = 6;
constexpr int kMostFailedStarts = 20;  // a crash point may come before it is ready
constexpr auto kDrainTime = 15s;
constexpr auto kPatience = 120s;  // to deliver what is left, with a receiver that behaves

int event_count() {
  const char* wanted = std::getenv("BOOMERANG_OUTBOX_EVENTS");
  return wanted == nullptr ? 400 : std::atoi(wanted);
}

std::uint64_t chosen_seed() {
  const char* wanted = std::getenv("BOOMERANG_SEED");
  if (wanted != nullptr) return std::strtoull(wanted, nullptr, 10);
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

// The other end, and its log.
class Receiver {
 public:
  explicit Receiver(std::uint64_t seed) : random_(seed) {}

  tests::RawAnswer answer(const tests::RawRequest& request) {
    const std::lock_guard lock(mutex_);
    const std::string id = request.header("webhook-id");
    note(id, request);
    const auto dice = behaves_ ? 99 : random_.below(100);
    if (dice < 15) return {"HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", false};
    if (dice < 17) return {"", true};   // hangs
    if (dice < 22) return {"", false};  // breaks off
    if (dice < 27)
      return {"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nha", false};  // and half way
    if (dice < 30) {
      return {"HTTP/1.1 429 No\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n", false};
    }
    if (dice < 33) return {"HTTP/1.1 302 Go\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", false};
    taken_.insert(id);
    return {"HTTP/1.1 204 OK\r\n\r\n", false};
  }
  void behave() {
    const std::lock_guard lock(mutex_);
    behaves_ = true;
  }
  std::set<std::string> seen() {
    const std::lock_guard lock(mutex_);
    std::set<std::string> ids;
    for (const auto& [id, body] : bodies_) ids.insert(id);
    return ids;
  }
  std::set<std::string> taken() {
    const std::lock_guard lock(mutex_);
    return taken_;
  }
  std::string complaints() {
    const std::lock_guard lock(mutex_);
    return complaints_;
  }
  int requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

 private:
  void note(const std::string& id, const tests::RawRequest& request) {
    ++requests_;
    const auto timestamp = std::atoll(request.header("webhook-timestamp").c_str());
    if (request.header("webhook-signature") !=
        bot::webhook_signature(kSecret, id, timestamp, request.body)) {
      complaints_ += id + " is badly signed\n";
    }
    const auto [known, is_new] = bodies_.emplace(id, request.body);
    if (!is_new && known->second != request.body) complaints_ += id + " came with two bodies\n";
  }

  std::mutex mutex_;
  base::SeededRandom random_;
  bool behaves_ = false;
  std::map<std::string, std::string> bodies_;
  std::set<std::string> taken_;
  std::string complaints_;
  int requests_ = 0;
};

// Approves its cases and gives more time again and again, each with a key, until it is answered.
void post_events(const std::vector<std::string>& numbers, const std::string& key,
                 const tests::Whereabouts& server, std::atomic<int>& acknowledged) {
  for (int step = 0; step < kEventsPerCase; ++step) {
    for (const auto& number : numbers) {
      Record body{{"event", "approve"}, {"key", "k" + std::to_string(step)}};
      if (step > 0) {
        const auto day = base::SystemClock().now() + std::chrono::hours(24 * (10 + step));
        body["event"] = "extend_deadline";
        body["data"] = Record{{"until", base::to_iso(day).substr(0, 10)}, {"reason", "ill"}};
      }
      bot::HttpCall call;
      call.method = "POST";
      call.target = "/v1/cases/" + number + "/events";
      call.headers = {{"Authorization", "Bearer " + key}};
      call.body = base::to_json(body);
      while (true) {
        call.address = server.get();
        const auto answer = call.address.empty() ? base::Result<bot::HttpAnswer>(bot::not_found())
                                                 : bot::http_call(call, 5s);
        if (answer && answer->status == 200) break;
        if (answer && answer->status < 500) FAIL_CHECK(answer->body);
        if (answer && answer->status < 500) return;
        std::this_thread::sleep_for(10ms);
      }
      ++acknowledged;
    }
  }
}

class OutboxTest {
 public:
  explicit OutboxTest(std::uint64_t seed)
      : random_(seed),
        receiver_(seed + 1),
        web_([this](const auto& request) { return receiver_.answer(request); }) {
    place_ = {BOOMERANG_BINARY, folder_.path() / "profile", folder_.path() / "data"};
    tests::prepare(place_);
    point_webhooks_here();
    open_cases();
  }

  void run() {
    std::vector<std::thread> threads;
    std::atomic<int> posting{kPosters};
    for (std::size_t i = 0; i < kPosters; ++i) {
      threads.emplace_back([&, i] {
        post_events(numbers_[i], key_, server_, acknowledged_);
        --posting;
      });
    }
    while (posting > 0 || deaths_ < kMinDeaths) live_and_die();
    for (auto& thread : threads) thread.join();
    deliver_the_rest();
  }

  void audit() {
    std::set<std::string> expected;
    storage::Archive archive(place_.data);
    for (const auto& numbers : numbers_) {
      for (const auto& number : numbers) {
        for (const auto& event : archive.case_events(number)) {
          expected.insert("msg_" + event.case_id + "_" + std::to_string(event.version));
        }
      }
    }
    std::cout << acknowledged_ << " events acknowledged, " << expected.size() << " in the store, "
              << receiver_.requests() << " requests, " << deaths_ << " deaths\n";
    CHECK(expected.size() >= static_cast<std::size_t>(acknowledged_));
    CHECK(receiver_.taken() == expected);  // none is missing, and none is unknown ...
    CHECK(receiver_.seen() == expected);   // ... not even among those that were refused
    CHECK(receiver_.complaints().empty());
    CHECK(deaths_ > 0);
    CHECK(archive.outbox_in_state(storage::OutboxState::dead, "", 1).empty());
    CHECK_FALSE(archive.check_audit(std::nullopt).fault);
    bot::VerifyOptionsOfCommand verify;
    verify.where = {place_.profile.string(), place_.data.string()};
    CHECK(bot::verify_command(verify) == 0);
  }

 private:
  void point_webhooks_here() {
    const auto file = place_.profile / "boomerang.yaml";
    std::ifstream in(file);
    std::string text(std::istreambuf_iterator<char>(in), {});
    const std::string nobody = "http://127.0.0.1:9/";
    text.replace(text.find(nobody), nobody.size(), web_.url("/hooks"));
    text +=
        "outbox: { attempts: 1000, first_retry: 1 second, longest_retry: 2 seconds,"
        " timeout: 1 second }\n";
    in.close();
    std::ofstream(file) << text;
  }

  // Straight into the store, with the webhooks of their opening waiting beside them.
  void open_cases() {
    tests::FakeCourier nobody;
    std::filesystem::create_directories(place_.data);
    tests::SimServer maker(place_.data, base::SystemClock().now(), random_.below(1'000'000),
                           place_.profile, nobody);
    const int cases = std::max(kPosters, event_count() / kEventsPerCase);
    numbers_.resize(kPosters);
    for (int i = 0; i < cases; ++i) {
      numbers_[static_cast<std::size_t>(i % kPosters)].push_back(tests::open_return(maker));
    }
    key_ = tests::key_of(maker, "support");
  }

  void live_and_die() {
    // Every third life ends within a transaction or between a delivery and its note.
    static const std::vector<std::string> kPoints = {"store.before_commit", "outbox.after_send",
                                                     "store.after_commit", "outbox.before_send"};
    std::string point;
    if (++lives_ % 3 == 0) {
      point = kPoints[static_cast<std::size_t>(lives_ / 3) % kPoints.size()] + ":" +
              std::to_string(1 + random_.below(40));
    }
    auto server = tests::ServerProcess::start(place_, point);
    failed_starts_ = server ? 0 : failed_starts_ + 1;
    if (failed_starts_ == kMostFailedStarts) throw std::runtime_error("the server does not start");
    if (server) {
      server_.set(server->address());
      server->wait_for_end(kBetweenKills);
      server->kill();
      server_.set("");
    }
    ++deaths_;
  }

  void deliver_the_rest() {
    receiver_.behave();
    auto server = tests::ServerProcess::start(place_, "");
    REQUIRE(server);
    const auto end = std::chrono::steady_clock::now() + kPatience;
    bool is_over = false;
    while (!is_over && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(50ms);
      storage::Archive archive(place_.data);
      is_over = archive.outbox_in_state(storage::OutboxState::pending, "", 1).empty();
    }
    CHECK(is_over);
    CHECK(server->stop(kDrainTime) == 0);
  }

  tests::TemporaryFolder folder_;
  base::SeededRandom random_;
  Receiver receiver_;
  tests::RawReceiver web_;
  tests::ServerPlace place_;
  tests::Whereabouts server_;
  std::vector<std::vector<std::string>> numbers_;  // of each poster
  std::string key_;
  std::atomic<int> acknowledged_{0};
  int lives_ = 0;
  int failed_starts_ = 0;  // in a row
  int deaths_ = 0;
};

}  // namespace

TEST_CASE("webhooks: none missing, none unknown, none of a turn that was not kept", "[fault]") {
  const std::uint64_t seed = chosen_seed();
  std::cout << "seed " << seed << "\n";
  OutboxTest test(seed);
  test.run();
  test.audit();
}
