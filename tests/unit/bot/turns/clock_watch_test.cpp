// A clock that is set back is noticed once, also over a restart; nothing fires again (P5).
#include <catch2/catch.hpp>

#include "base/log.hpp"
#include "tests/support/case_maker.hpp"

namespace {

using namespace std::chrono_literals;
const auto kStart = *base::from_iso("2026-03-02T10:00:00+03:00");

struct Watched {
  tests::TemporaryFolder folder;
  tests::SimServer server{folder.path(), kStart, 4};
  std::int64_t before = base::log::error_count();

  std::int64_t alarms() const { return base::log::error_count() - before; }
  // So many looks at the clock.
  void look(int times = 2) {
    for (int i = 0; i < times; ++i) {
      server.loop().advance(1min);
      server.settle();
    }
  }
};

}  // namespace

TEST_CASE("clock: set back by more than a minute is an alarm, once (P5)", "[bot][turns]") {
  Watched watched;
  watched.look();
  watched.server.set_clock(kStart - 59s);
  watched.look();
  CHECK(watched.alarms() == 0);
  watched.server.set_clock(kStart - 61s);
  watched.look(5);
  CHECK(watched.alarms() == 1);
  watched.server.set_clock(kStart + 1h);
  watched.look();
  watched.server.set_clock(kStart);
  watched.look();
  CHECK(watched.alarms() == 2);
}

TEST_CASE("clock: set back while the server was down is an alarm, and fires nothing again (P5)",
          "[bot][turns]") {
  Watched watched;
  const auto number = tests::open_return(watched.server);
  watched.server.advance(std::chrono::hours(24 * 5));  // past the target of the approval
  watched.look(130);                                   // long enough to be noted
  const auto id = watched.server.store().find_case_by_number(number)->id;
  const auto rows = watched.server.store().audit(id, "case.approval_late", 10).size();
  CHECK(rows > 0);
  watched.server.set_clock(kStart - std::chrono::hours(24));
  watched.server.crash_and_restart();
  watched.look();
  CHECK(watched.alarms() == 1);
  watched.server.advance(std::chrono::hours(24 * 5));
  CHECK(watched.server.store().audit(id, "case.approval_late", 10).size() == rows);
}
