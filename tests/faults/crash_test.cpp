// The promise P1: what was acknowledged is there after kill -9, once, and a repeat gets the
// identical answer. Fifty clients and a back office work while the real server is killed at random
// moments and at every named crash point; then the logs of all of them are held against the store.

#include <catch2/catch.hpp>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <thread>

#include "base/clock.hpp"
#include "base/crash_point.hpp"
#include "base/json.hpp"
#include "bot/access/jwt.hpp"
#include "bot/cli/commands.hpp"
#include "bot/environment.hpp"
#include "bot/profile.hpp"
#include "tests/faults/office.hpp"
#include "tests/faults/server_process.hpp"
#include "tests/faults/walker.hpp"
#include "tests/support/sim_server.hpp"

namespace {

using namespace std::chrono_literals;

// Who is there while the server dies.
struct Crowd {
  int guests = 30;
  int customers = 20;
};
constexpr auto kDrainTime = 15s;
// How long to wait for somebody to pass a crash point.
constexpr auto kPatience = 3s;
constexpr int kAttempts = 3;
// Enough for most deadlines of a case to come due.
constexpr int kDaysBetween = 8;

// How many kills; `./dev soak` asks for more.
int cycles() {
  const char* wanted = std::getenv("BOOMERANG_CRASH_CYCLES");
  return wanted == nullptr ? 200 : std::atoi(wanted);
}

std::uint64_t seed() {
  const char* wanted = std::getenv("BOOMERANG_SEED");
  if (wanted != nullptr) return std::strtoull(wanted, nullptr, 10);
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
}

class CrashTest {
 public:
  CrashTest(std::uint64_t seed, const Crowd& crowd) : random_(seed) {
    place_ = {BOOMERANG_BINARY, folder_.path() / "profile", folder_.path() / "data"};
    tests::prepare(place_);
    // The first start makes the secrets, which the clients need.
    auto first = tests::ServerProcess::start(place_, "");
    REQUIRE(first);
    REQUIRE(first->stop(kDrainTime) == 0);
    hire(seed, crowd);
  }

  // Random deaths, every third at a crash point.
  void run_randomly(int cycle_count) {
    work([&] {
      for (int i = 0; i < cycle_count; ++i) cycle(i);
    });
  }

  // A death at every crash point there is.
  void visit_every_point() {
    work([&] {
      int days = 0;
      for (const auto& point : base::crash_points()) {
        for (int i = 0; i < kAttempts && deaths_[point] == 0; ++i) {
          days += kDaysBetween;
          die_at(point, 1, days);
        }
        if (deaths_[point] == 0) FAIL_CHECK("nobody passes the crash point " << point);
      }
    });
  }

  void work(const std::function<void()>& kill) {
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (auto& walker : walkers_) {
      threads.emplace_back([&, one = walker.get()] { one->wander(server_, stop); });
    }
    threads.emplace_back([&] { office_->work(server_, stop); });
    kill();
    stop = true;
    server_.set("");
    for (auto& thread : threads) thread.join();
  }

  void audit() {
    auto server = tests::ServerProcess::start(place_, "");
    REQUIRE(server);
    std::vector<std::thread> threads;
    for (auto& walker : walkers_) {
      threads.emplace_back([&, one = walker.get()] { one->audit(server->address()); });
    }
    for (auto& thread : threads) thread.join();
    office_->audit(server->address());
    CHECK(server->stop(kDrainTime) == 0);
    std::size_t acknowledged = 0;
    std::size_t repeats = 0;
    for (const auto& walker : walkers_) {
      for (const auto& complaint : walker->complaints()) FAIL_CHECK(complaint);
      acknowledged += walker->acknowledged();
      repeats += walker->repeats();
    }
    for (const auto& complaint : office_->complaints()) FAIL_CHECK(complaint);
    std::cout << acknowledged << " messages acknowledged, " << repeats << " sent again, "
              << office_->acknowledged() << " decisions of the back office, " << at_random_
              << " deaths at random moments, at crash points:";
    for (const auto& point : base::crash_points()) {
      std::cout << " " << point << " " << deaths_[point];
    }
    std::cout << "\n";
    CHECK(acknowledged > 0);
    CHECK(repeats > 0);
    bot::VerifyOptionsOfCommand verify;
    verify.where = {place_.profile.string(), place_.data.string()};
    CHECK(bot::verify_command(verify) == 0);
    bot::ReplayCommandOptions replay;
    replay.where = verify.where;
    replay.is_all = true;
    CHECK(bot::replay_command(replay) == 0);
  }

 private:
  void hire(std::uint64_t seed, const Crowd& crowd) {
    const auto loaded = bot::load_profile({place_.profile, place_.data, base::SystemClock().now(),
                                           bot::environment_variable, false, false});
    REQUIRE(loaded.profile);
    std::map<std::string, std::string> keys;
    for (const auto& access : loaded.profile->settings.back_office) {
      keys[std::string(bot::to_string(access.entry.role))] = access.key.reveal();
    }
    for (int i = 0; i < crowd.guests; ++i) {
      const std::string name = "guest" + std::to_string(i);
      walkers_.push_back(std::make_unique<tests::Walker>(name, "", keys["support"],
                                                         seed + static_cast<unsigned>(i)));
    }
    for (int i = 0; i < crowd.customers; ++i) {
      const std::string customer = i % 2 == 0 ? "anna" : "boris";
      const std::string name = customer + std::to_string(i);
      const auto token = bot::mint_jwt(loaded.profile->settings.identity, customer,
                                       base::SystemClock().now(), 12h);
      walkers_.push_back(std::make_unique<tests::Walker>(name, token.value(), keys["support"],
                                                         seed + 1000 + static_cast<unsigned>(i)));
    }
    office_ = std::make_unique<tests::Office>(keys, seed + 5000);
  }

  // A day passes with each start, so that deadlines come due.
  void cycle(int i) {
    const auto& points = base::crash_points();
    const std::string& point = points[static_cast<std::size_t>(i / 3) % points.size()];
    if (i % 3 == 0) return die_at(point, is_busy(point) ? 1 + random_.below(30) : 1, i);
    auto server = tests::ServerProcess::start(place_, "", i);
    if (!server) {
      FAIL_CHECK("the server did not start");
      return;
    }
    server_.set(server->address());
    std::this_thread::sleep_for(std::chrono::milliseconds(60 + random_.below(200)));
    ++at_random_;
    server->kill();
    server_.set("");
  }

  // Dies when the point is passed for the n-th time, or after a while if it is not.
  void die_at(const std::string& point, std::uint64_t pass, int days) {
    auto server = tests::ServerProcess::start(place_, point + ":" + std::to_string(pass), days);
    if (!server) {
      ++deaths_[point];  // on its way up
      return;
    }
    server_.set(server->address());
    if (point == "drain.begun") server->ask_to_stop();
    server->wait_for_end(kPatience) ? ++deaths_[point] : ++at_random_;
    server->kill();
    server_.set("");
  }

  // Passed by every message; the others wait for a file, a decision or a deadline.
  static bool is_busy(const std::string& point) {
    return point.starts_with("turn.") || point.starts_with("store.b") ||
           point == "store.after_commit";
  }

  tests::TemporaryFolder folder_;
  base::SeededRandom random_;
  tests::ServerPlace place_;
  tests::Whereabouts server_;
  std::vector<std::unique_ptr<tests::Walker>> walkers_;
  std::unique_ptr<tests::Office> office_;
  std::map<std::string, int> deaths_;  // by crash point
  int at_random_ = 0;
};

}  // namespace

TEST_CASE("kill -9 at any moment loses nothing, doubles nothing and halves nothing", "[fault]") {
  const std::uint64_t chosen = seed();
  std::cout << "seed " << chosen << "\n";
  CrashTest test(chosen, {30, 20});
  test.run_randomly(cycles());
  test.audit();
}

TEST_CASE("kill -9 at every named crash point loses nothing", "[fault]") {
  const std::uint64_t chosen = seed();
  std::cout << "seed " << chosen << "\n";
  // One customer, so that returns come about quickly.
  CrashTest test(chosen, {2, 1});
  test.visit_every_point();
  test.audit();
}
