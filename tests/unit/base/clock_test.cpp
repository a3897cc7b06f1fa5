#include "base/clock.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

using base::from_iso;
using base::from_milliseconds;
using base::to_iso;
using base::to_milliseconds;

TEST_CASE("clock: instants are written as ISO 8601 in UTC to the millisecond", "[base]") {
  CHECK(to_iso(from_milliseconds(0)) == "1970-01-01T00:00:00.000Z");
  CHECK(to_iso(from_milliseconds(-1)) == "1969-12-31T23:59:59.999Z");
  CHECK(to_iso(from_milliseconds(1'795'813'199'007)) == "2026-11-27T20:59:59.007Z");
  CHECK(to_iso(*from_iso("0000-01-01")) == "0000-01-01T00:00:00.000Z");
}

TEST_CASE("clock: ISO 8601 with any offset and bare dates are read", "[base]") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      {"2026-03-02", "2026-03-02T00:00:00.000Z"},
      {"2024-02-29", "2024-02-29T00:00:00.000Z"},
      {"2026-03-02T10:00:00Z", "2026-03-02T10:00:00.000Z"},
      {"2026-03-02t10:00:00z", "2026-03-02T10:00:00.000Z"},
      {"2026-03-02 10:00:00Z", "2026-03-02T10:00:00.000Z"},
      {"2026-03-02T10:00:00+03:00", "2026-03-02T07:00:00.000Z"},
      {"2026-03-02T22:30:00-05:30", "2026-03-03T04:00:00.000Z"},
      {"2026-03-02T10:00:00.5Z", "2026-03-02T10:00:00.500Z"},
      {"2026-03-02T10:00:00.1239999Z", "2026-03-02T10:00:00.123Z"},
  };
  for (const auto& [text, result] : rows) {
    const auto instant = from_iso(text);
    INFO(text);
    REQUIRE(instant.has_value());
    CHECK(to_iso(*instant) == result);
  }
}

TEST_CASE("clock: what is no moment is nothing", "[base]") {
  for (const char* text : {"",
                           "2026",
                           "2026-3-02",
                           "2026-02-29",
                           "2026-13-01",
                           "2026-00-10",
                           "2026-01-32",
                           "2026/03/02",
                           "02.03.2026",
                           "2026-03-02T",
                           "2026-03-02T10:00",
                           "2026-03-02T10:00:00",
                           "2026-03-02T24:00:00Z",
                           "2026-03-02T10:60:00Z",
                           "2026-03-02T10:00:60Z",
                           "2026-03-02T10:00:00.Z",
                           "2026-03-02T10:00:00+3",
                           "2026-03-02T10:00:00+15:00",
                           "2026-03-02T10:00:00+03:60",
                           "2026-03-02T10:00:00Z ",
                           " 2026-03-02",
                           "2026-03-02x",
                           "+026-03-02",
                           "0000-01-01T00:00:00+01:00",
                           "9999-12-31T23:59:59-01:00",
                           "２０２６-03-02"}) {
    INFO(text);
    CHECK_FALSE(from_iso(text).has_value());
  }
}

TEST_CASE("clock: every instant survives the way to text and back", "[base]") {
  const std::int64_t first = to_milliseconds(*from_iso("0000-01-01"));
  const std::int64_t last = to_milliseconds(*from_iso("9999-12-31T23:59:59.999Z"));
  CHECK(rc::check("round trip", [&] {
    const auto instant = from_milliseconds(*rc::gen::inRange(first, last));
    RC_ASSERT(from_iso(to_iso(instant)) == instant);
  }));
  CHECK(rc::check("any text", [](const std::string& text) {
    const auto instant = from_iso(text);
    RC_ASSERT((!instant || from_iso(to_iso(*instant)) == instant));
  }));
}

TEST_CASE("clock: a manual clock moves only when told, a system clock by its offset", "[base]") {
  base::ManualClock manual(from_milliseconds(1000));
  CHECK(manual.now() == from_milliseconds(1000));
  manual.advance(base::Duration(500));
  CHECK(manual.now() == from_milliseconds(1500));
  manual.set(from_milliseconds(10));
  CHECK(manual.now() == from_milliseconds(10));

  const base::SystemClock plain;
  base::SystemClock shifted{std::chrono::hours(1000)};
  CHECK(shifted.now() - plain.now() >= std::chrono::hours(1000));
  shifted.advance(-std::chrono::hours(2000));
  CHECK(shifted.now() < plain.now());
}

TEST_CASE("clock: a stopwatch never runs backwards", "[base]") {
  const base::Stopwatch watch;
  const auto first = watch.elapsed();
  CHECK(first.count() >= 0);
  CHECK(watch.elapsed() >= first);
}
