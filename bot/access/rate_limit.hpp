// Limits of how often and how many, as plain arithmetic on Instants. No clock, no thread: loop
// thread only. Every table of keys has a bound.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"

namespace bot {

// `burst` at once, then `refill` every `every`. For counting messages and the like: `burst` times
// `every` stays under 9 * 10^12 (WindowQuota counts bytes).
struct Rate {
  std::int64_t burst = 20;
  std::int64_t refill = 60;
  base::Duration every = std::chrono::minutes(1);
};

// A token bucket. A clock that jumps back neither fills nor empties it.
class TokenBucket {
 public:
  explicit TokenBucket(base::Instant now, const Rate& rate);

  // Nothing: taken. Otherwise nothing was taken, and this is how long to wait.
  std::optional<base::Duration> take(const Rate& rate, base::Instant now, std::int64_t amount = 1);
  bool is_full(const Rate& rate, base::Instant now);

 private:
  void refill(const Rate& rate, base::Instant now);

  std::int64_t level_;  // in millionths of a token, so that nothing is lost by rounding
  base::Instant refilled_;
};

// A bucket for each key (a customer, a network). Full buckets are forgotten; when `max_keys` are
// busy at once a new key is refused, which bounds memory under a flood of keys.
class KeyedBuckets {
 public:
  explicit KeyedBuckets(Rate rate, std::size_t max_keys = 100'000);
  std::optional<base::Duration> take(std::string_view key, base::Instant now,
                                     std::int64_t amount = 1);
  std::size_t size() const { return buckets_.size(); }

 private:
  void sweep(base::Instant now);

  Rate rate_;
  std::size_t max_keys_;
  std::unordered_map<std::string, TokenBucket> buckets_;
  std::optional<base::Instant> swept_;
};

// How many at the same time for each key: sockets of a customer, sockets of a network's guests.
class ConcurrencyLimit {
 public:
  explicit ConcurrencyLimit(std::size_t limit) : limit_(limit) {}
  // False when the key has its limit already. Each true is undone by one `leave`.
  bool enter(std::string_view key);
  void leave(std::string_view key);
  std::size_t count(std::string_view key) const;

 private:
  std::size_t limit_;
  std::unordered_map<std::string, std::size_t> counts_;
};

// So many units (bytes) in a window that starts with the first use: the upload quota of a day.
class WindowQuota {
 public:
  WindowQuota(std::int64_t limit, base::Duration window, std::size_t max_keys = 100'000);
  // Nothing: counted. Otherwise how long until the window ends; nothing was counted.
  std::optional<base::Duration> take(std::string_view key, base::Instant now, std::int64_t amount);
  // Takes back what was counted for an upload that failed.
  void give_back(std::string_view key, std::int64_t amount);

 private:
  struct Window {
    base::Instant ends;
    std::int64_t used = 0;
  };
  std::int64_t limit_;
  base::Duration window_;
  std::size_t max_keys_;
  std::unordered_map<std::string, Window> windows_;
};

// The network that an address counts as: an IPv4 address itself (also when mapped into IPv6), the
// first 64 bits of an IPv6 address. Text that is no address is returned as it is.
std::string network_of(std::string_view address);

}  // namespace bot
