// The outbox delivers at least once under a stable id, waits longer after each failure, gives up
// after a bounded number of tries, and lets no receiver delay another (P6).
#include "bot/outbox/outbox_worker.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "tests/support/fake_courier.hpp"
#include "tests/support/sim_server.hpp"

using namespace bot;      // NOLINT: a test file
using namespace storage;  // NOLINT

namespace {

const auto kStart = *base::from_iso("2026-03-02T10:00:00+03:00");

class Post {
 public:
  Post() : worker({settings(), *store, commits, clock, random, courier}) {}

  void add(const std::string& lane, int count) {
    Commit commit;
    for (int i = 0; i < count; ++i) {
      const auto id = "hook:" + lane + ":msg_" + std::to_string(++made_);
      commit.outbox.push_back({id, "webhook", "c", R"({"n":1})", clock.now(), "hook:" + lane});
    }
    const Commit* const batch[] = {&commit};
    REQUIRE(store->write(batch).front().status == CommitStatus::ok);
  }
  void run() {
    worker.run();
    commits.drain();
  }
  void answer(const Receipt& receipt) {
    courier.answer(receipt);
    commits.drain();
  }
  OutboxEntry row(int number, const std::string& lane = "erp") {
    return store->find_outbox("hook:" + lane + ":msg_" + std::to_string(number)).value();
  }
  Settings& settings() {
    if (settings_.webhooks.empty()) {
      for (const char* name : {"erp", "crm"}) {
        WebhookEndpoint endpoint;
        endpoint.name = name;
        endpoint.url = "https://" + std::string(name) + ".example/";
        endpoint.keys = {Secret("0123456789abcdefghijklmnopqrstuvwxyz")};
        settings_.webhooks.push_back(endpoint);
      }
      settings_.outbox.attempts = 4;
    }
    return settings_;
  }

  tests::TemporaryFolder folder;
  std::unique_ptr<Store> store = open_sqlite_store(folder.path(), {Durability::none, 500, 4096, 0});
  InlineCommits commits{*store};
  base::ManualClock clock{kStart};
  base::SeededRandom random{3};
  tests::FakeCourier courier;

 private:
  Settings settings_;
  int made_ = 0;

 public:
  OutboxWorker worker;
};

}  // namespace

TEST_CASE("outbox: a row is delivered once it is taken, and not again", "[bot]") {
  Post post;
  post.add("erp", 1);
  post.run();
  post.run();  // under way
  REQUIRE(post.courier.held().size() == 1);
  const auto& parcel = post.courier.held().front();
  CHECK(parcel.http().url == "https://erp.example/");
  CHECK(parcel.id() == "msg_1");
  CHECK(parcel.http().body == R"({"n":1})");
  CHECK_FALSE(parcel.parcel.allows_inside);
  post.answer(tests::FakeCourier::arrived());
  CHECK(post.row(1).state == OutboxState::delivered);
  CHECK(post.row(1).attempts == 1);
  post.run();
  CHECK(post.courier.sent() == 1);
  CHECK(post.worker.counters().delivered == 1);
}

TEST_CASE("outbox: after each failure it waits longer, then a person must look", "[bot]") {
  Post post;
  post.add("erp", 1);
  base::Duration usual = post.settings().outbox.first_retry;
  for (int tried = 1; tried < 4; ++tried, usual *= 2) {
    post.run();
    REQUIRE(post.courier.held().size() == 1);
    CHECK(post.courier.held().front().id() == "msg_1");
    post.answer(tests::FakeCourier::failed());
    const auto row = post.row(1);
    CHECK(row.state == OutboxState::pending);
    CHECK(row.attempts == tried);
    CHECK(row.problem == "it answers 500");
    const auto wait = row.row.at - post.clock.now();
    CHECK(wait >= usual / 2);
    CHECK(wait <= usual);
    post.clock.set(row.row.at - base::Duration(1));
    post.run();
    CHECK(post.courier.held().empty());  // not yet
    post.clock.set(row.row.at);
  }
  post.run();
  post.answer(tests::FakeCourier::failed());
  CHECK(post.row(1).state == OutboxState::dead);
  CHECK(post.worker.counters().dead == 1);
  CHECK(post.worker.counters().failed == 4);
  post.clock.set(kStart + std::chrono::hours(24 * 365));
  post.run();
  CHECK(post.courier.held().empty());
}

TEST_CASE("outbox: a receiver may ask for patience, or to be left alone", "[bot]") {
  Post post;
  post.add("erp", 2);
  post.run();
  Receipt busy = tests::FakeCourier::failed(429);
  busy.retry_after = std::chrono::minutes(10);
  post.answer(busy);
  CHECK(post.row(1).row.at >= kStart + std::chrono::minutes(10));
  post.answer(tests::FakeCourier::failed(410));
  CHECK(post.row(2).state == OutboxState::dead);
}

TEST_CASE("outbox: one that hangs or fails does not delay another", "[bot]") {
  Post post;
  post.add("erp", 30);
  post.add("crm", 30);
  post.run();
  std::map<std::string, int> under_way;
  for (const auto& held : post.courier.held()) ++under_way[held.http().url];
  CHECK(under_way["https://erp.example/"] == 8);  // the bound of one receiver
  CHECK(under_way["https://crm.example/"] == 8);
  // Everything of crm arrives while erp never answers.
  std::deque<tests::FakeCourier::Held> hanging;
  std::set<std::string> taken;
  while (!post.courier.held().empty()) {
    const bool hangs = post.courier.held().front().http().url == "https://erp.example/";
    if (hangs) {
      hanging.push_back(post.courier.held().front());
      post.courier.forget_first();
    } else {
      taken.insert(post.courier.held().front().id());
      post.answer(tests::FakeCourier::arrived());
    }
  }
  CHECK(taken.size() == 30);
  CHECK(hanging.size() == 8);
  // One that failed is asked with a single row until it answers again.
  for (auto& held : hanging) {
    held.done(tests::FakeCourier::failed(0));
    post.commits.drain();
  }
  post.clock.set(kStart + std::chrono::hours(1));
  post.run();
  CHECK(post.courier.held().size() == 1);
  post.answer(tests::FakeCourier::arrived());
  CHECK(post.courier.held().size() == 8);
}

TEST_CASE("outbox: what nobody noted is sent again, the same to the byte", "[bot]") {
  Post post;
  post.add("erp", 1);
  post.run();
  const auto first = post.courier.held().front();
  // The receiver took it, and the process died before that was written down.
  post.courier.answer(tests::FakeCourier::arrived());
  post.commits.crash();
  tests::FakeCourier courier;
  OutboxWorker next({post.settings(), *post.store, post.commits, post.clock, post.random, courier});
  next.run();
  REQUIRE(courier.held().size() == 1);
  CHECK(courier.held().front().id() == first.id());
  CHECK(courier.held().front().http().body == first.http().body);
}

TEST_CASE("outbox: nothing leaves while nothing can be written, or after the stop", "[bot]") {
  Post post;
  post.add("erp", 2);
  post.commits.fail_next_full();
  static_cast<void>(post.commits.submit(std::make_unique<Commit>(), [](const CommitOutcome&) {}));
  post.commits.drain();
  post.run();
  CHECK(post.courier.sent() == 0);
  post.commits.heal();
  post.worker.stop();
  post.run();
  CHECK(post.courier.sent() == 0);
}

TEST_CASE("outbox: a row without a receiver is given up at once, and can be sent again", "[bot]") {
  Post post;
  post.add("gone", 1);
  post.run();
  CHECK(post.courier.sent() == 0);
  CHECK(post.row(1, "gone").state == OutboxState::dead);
  CHECK(post.row(1, "gone").problem == "the settings have no such receiver");

  std::string answers;
  const auto note = [&](const base::Result<void>& done) {
    answers += (done ? "queued" : std::string(done.error().name)) + " ";
  };
  post.settings().webhooks[0].name = "gone";
  post.worker.resend("hook:gone:msg_1", "office", note);
  post.commits.drain();
  REQUIRE(post.courier.held().size() == 1);
  post.worker.resend("hook:gone:msg_1", "office", note);  // it waits already
  post.worker.resend("hook:gone:msg_9", "office", note);
  post.answer(tests::FakeCourier::arrived());
  post.worker.resend("hook:gone:msg_1", "office", note);  // once more, by hand
  post.commits.drain();
  CHECK(post.courier.held().front().id() == "msg_1");
  CHECK(answers == "queued conflict not_found queued ");
  const auto trail = post.store->audit("hook:gone:msg_1", "outbox.", 10);
  REQUIRE(trail.size() == 2);
  CHECK(trail[0].detail == R"({"was":"delivered"})");
  CHECK(trail[1].detail == R"({"was":"dead"})");
}

TEST_CASE("outbox: delivered rows go when their time is over", "[bot]") {
  Post post;
  post.add("erp", 2);
  post.run();
  post.answer(tests::FakeCourier::arrived());
  post.clock.set(kStart + std::chrono::hours(24 * 31));
  post.worker.sweep();
  post.commits.drain();
  CHECK_FALSE(post.store->find_outbox("hook:erp:msg_1"));
  CHECK(post.store->find_outbox("hook:erp:msg_2"));
}
