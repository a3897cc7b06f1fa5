#include "bot/access/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace bot;
using base::Duration;
using base::Instant;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

const Instant kStart = *base::from_iso("2026-11-22T10:00:00Z");
const Rate kMessages{20, 60, minutes(1)};

}  // namespace

TEST_CASE("rate limit: twenty at once, then one a second", "[bot][access]") {
  TokenBucket bucket(kStart, kMessages);
  for (int i = 0; i < 20; ++i) CHECK_FALSE(bucket.take(kMessages, kStart).has_value());
  CHECK(bucket.take(kMessages, kStart) == Duration(1000));
  CHECK(bucket.take(kMessages, kStart + milliseconds(400)) == Duration(600));
  CHECK(bucket.take(kMessages, kStart + milliseconds(999)) == Duration(1));
  CHECK_FALSE(bucket.take(kMessages, kStart + milliseconds(1000)).has_value());
  CHECK(bucket.take(kMessages, kStart + milliseconds(1000)).has_value());
}

TEST_CASE("rate limit: waiting as long as told is enough, at any rate", "[bot][access]") {
  for (const Rate& rate : {Rate{1, 7, seconds(1)}, Rate{3, 1, seconds(7)}, Rate{5, 60, minutes(1)},
                           Rate{100'000, 13, seconds(60)}}) {
    TokenBucket bucket(kStart, rate);
    Instant now = kStart;
    REQUIRE_FALSE(bucket.take(rate, now, rate.burst).has_value());
    for (int i = 0; i < 100; ++i) {
      const auto wait = bucket.take(rate, now);
      REQUIRE(wait.has_value());
      REQUIRE(*wait > Duration::zero());
      now += *wait;
      REQUIRE_FALSE(bucket.take(rate, now).has_value());
    }
  }
}

TEST_CASE("rate limit: over an hour exactly the rate gets through", "[bot][access]") {
  TokenBucket bucket(kStart, kMessages);
  int taken = 0;
  for (Instant now = kStart; now <= kStart + hours(1); now += milliseconds(37)) {
    if (!bucket.take(kMessages, now)) ++taken;
  }
  CHECK(taken >= 20 + 3599);
  CHECK(taken <= 20 + 3600);
}

TEST_CASE("rate limit: a full bucket stays full however long nobody comes", "[bot][access]") {
  TokenBucket bucket(kStart, kMessages);
  const Instant later = kStart + hours(24 * 3650);
  CHECK(bucket.is_full(kMessages, later));
  for (int i = 0; i < 20; ++i) CHECK_FALSE(bucket.take(kMessages, later).has_value());
  CHECK(bucket.take(kMessages, later).has_value());
}

TEST_CASE("rate limit: a clock that jumps neither gives nor blocks", "[bot][access]") {
  TokenBucket bucket(kStart, kMessages);
  for (int i = 0; i < 20; ++i) REQUIRE_FALSE(bucket.take(kMessages, kStart).has_value());
  const Instant before = kStart - hours(24);
  CHECK(bucket.take(kMessages, before) == Duration(1000));
  CHECK_FALSE(bucket.take(kMessages, before + seconds(1)).has_value());
}

TEST_CASE("rate limit: keys do not share, and are forgotten when quiet", "[bot][access]") {
  KeyedBuckets buckets({1, 1, seconds(10)}, 3);
  CHECK_FALSE(buckets.take("a", kStart).has_value());
  CHECK(buckets.take("a", kStart).has_value());
  CHECK_FALSE(buckets.take("b", kStart).has_value());
  CHECK_FALSE(buckets.take("c", kStart).has_value());
  // A fourth key at the same time is refused: memory has a bound.
  CHECK(buckets.take("d", kStart).has_value());
  CHECK(buckets.size() == 3);
  CHECK_FALSE(buckets.take("d", kStart + seconds(10)).has_value());
  CHECK(buckets.size() == 1);
}

TEST_CASE("rate limit: so many at the same time, and not one more", "[bot][access]") {
  ConcurrencyLimit sockets(8);
  for (int i = 0; i < 7; ++i) CHECK(sockets.enter("anna"));
  CHECK(sockets.enter("anna"));
  CHECK_FALSE(sockets.enter("anna"));
  CHECK(sockets.enter("boris"));
  CHECK(sockets.count("anna") == 8);
  sockets.leave("anna");
  CHECK(sockets.enter("anna"));
  sockets.leave("nobody");
  CHECK(sockets.count("nobody") == 0);
  ConcurrencyLimit none(0);
  CHECK_FALSE(none.enter("anna"));
}

TEST_CASE("rate limit: fifty mebibytes a day", "[bot][access]") {
  constexpr std::int64_t kMiB = 1024 * 1024;
  WindowQuota quota(50 * kMiB, hours(24));
  for (int i = 0; i < 4; ++i) CHECK_FALSE(quota.take("anna", kStart, 10 * kMiB).has_value());
  CHECK_FALSE(quota.take("anna", kStart + hours(1), 10 * kMiB - 1).has_value());
  CHECK(quota.take("anna", kStart + hours(1), 2) == Duration(hours(23)));
  CHECK_FALSE(quota.take("anna", kStart + hours(1), 1).has_value());
  CHECK(quota.take("anna", kStart + hours(24) - milliseconds(1), 1) == Duration(1));
  CHECK_FALSE(quota.take("boris", kStart, 50 * kMiB).has_value());
  CHECK_FALSE(quota.take("anna", kStart + hours(24), 50 * kMiB).has_value());
  quota.give_back("anna", 10 * kMiB);
  CHECK_FALSE(quota.take("anna", kStart + hours(25), 10 * kMiB).has_value());
  quota.give_back("anna", 500 * kMiB);
  CHECK(quota.take("anna", kStart + hours(25), 50 * kMiB + 1).has_value());
}

TEST_CASE("rate limit: a quota has a bound of keys and survives clocks that jump",
          "[bot][access]") {
  WindowQuota quota(10, hours(24), 2);
  CHECK_FALSE(quota.take("a", kStart, 10).has_value());
  CHECK_FALSE(quota.take("b", kStart, 1).has_value());
  CHECK(quota.take("c", kStart, 1).has_value());
  CHECK_FALSE(quota.take("c", kStart + hours(24), 1).has_value());
  // Set back by a year, the window would end in a year: it begins anew instead.
  CHECK_FALSE(quota.take("c", kStart - hours(24 * 365), 10).has_value());
}

TEST_CASE("rate limit: an address counts as its network", "[bot][access]") {
  CHECK(network_of("192.0.2.7") == "192.0.2.7");
  CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
  CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::/64");
  CHECK(network_of("2001:db8:1:2:ffff::1") == network_of("2001:db8:1:2::9"));
  CHECK(network_of("2001:db8:1:3::1") != network_of("2001:db8:1:2::1"));
  CHECK(network_of("fe80::1%eth0") == "fe80::/64");
  CHECK(network_of("nonsense") == "nonsense");
}
