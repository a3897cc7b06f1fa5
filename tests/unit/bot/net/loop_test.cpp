#include <catch2/catch.hpp>
#include <csignal>
#include <future>
#include <thread>
#include <vector>

#include "bot/net/asio_loop.hpp"
#include "bot/net/job_pool.hpp"

TEST_CASE("loop: tasks run in order on the loop, never inside post", "[net]") {
  bot::AsioLoop loop;
  std::vector<int> order;
  loop.post([&] {
    loop.post([&] { order.push_back(2); });
    order.push_back(1);
  });
  std::thread other([&] {
    loop.post([&] {
      order.push_back(3);
      CHECK(loop.in_loop());
      loop.stop();
    });
    CHECK_FALSE(loop.in_loop());
  });
  other.join();
  CHECK(order.empty());
  loop.run();
  loop.run_for(base::Duration(1));
  CHECK(order == std::vector<int>{1, 3, 2});
}

TEST_CASE("loop: a cancelled timer does not run, the others run in the order of their times",
          "[net]") {
  bot::AsioLoop loop;
  std::vector<int> order;
  loop.call_after(base::Duration(20), [&] {
    order.push_back(20);
    loop.stop();
  });
  const auto cancelled = loop.call_after(base::Duration(10), [&] { order.push_back(10); });
  loop.call_after(base::Duration(5), [&] {
    order.push_back(5);
    loop.cancel(cancelled);
  });
  loop.run();
  CHECK(order == std::vector<int>{5, 20});
}

TEST_CASE("loop: a signal calls back", "[net]") {
  bot::AsioLoop loop;
  int seen = 0;
  loop.on_signal([&](int signal) {
    seen = signal;
    loop.stop();
  });
  loop.post([] { std::raise(SIGTERM); });
  loop.run();
  CHECK(seen == SIGTERM);
}

TEST_CASE("job pool: results come back on the loop, and the queue is bounded", "[net]") {
  bot::AsioLoop loop;
  std::promise<void> gate;
  auto opened = gate.get_future().share();
  int done = 0;
  bot::JobPool pool(loop, 1, 3);
  std::promise<void> running;
  const auto blocking = [&] {
    running.set_value();
    opened.wait();
  };
  REQUIRE(pool.submit(blocking, [&] { ++done; }).has_value());
  running.get_future().wait();
  const auto count = [&] {
    CHECK(loop.in_loop());
    if (++done == 4) loop.stop();
  };
  for (int i = 0; i < 3; ++i) REQUIRE(pool.submit([] {}, count).has_value());
  const auto refused = pool.submit([] {}, [] {});
  REQUIRE(refused.has_error());
  CHECK(refused.error().name == "busy");
  gate.set_value();
  loop.run();
  CHECK(done == 4);
}
