#include "bot/access/rate_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace bot {
namespace {

constexpr std::int64_t kPart = 1'000'000;  // of one token

std::int64_t capacity(const Rate& rate) {
  return rate.burst * kPart;
}

// Milliseconds until `parts` have come, rounded up so that waiting that long is enough.
base::Duration time_for(const Rate& rate, std::int64_t parts) {
  const std::int64_t per_period = rate.refill * kPart;
  return base::Duration((parts * rate.every.count() + per_period - 1) / per_period);
}

}  // namespace

TokenBucket::TokenBucket(base::Instant now, const Rate& rate)
    : level_(capacity(rate)), refilled_(now) {}

void TokenBucket::refill(const Rate& rate, base::Instant now) {
  if (now <= refilled_) {
    // The clock went back: go on from there, with what is left.
    refilled_ = now;
    return;
  }
  // After this long the bucket is full from empty; also keeps the product below within 64 bits.
  const base::Duration passed = std::min(now - refilled_, time_for(rate, capacity(rate)));
  const std::int64_t come = passed.count() * rate.refill * kPart / rate.every.count();
  level_ = std::min(capacity(rate), level_ + come);
  refilled_ = now;
}

std::optional<base::Duration> TokenBucket::take(const Rate& rate, base::Instant now,
                                                std::int64_t amount) {
  refill(rate, now);
  const std::int64_t wanted = amount * kPart;
  if (wanted <= level_) {
    level_ -= wanted;
    return std::nullopt;
  }
  return time_for(rate, wanted - level_);
}

bool TokenBucket::is_full(const Rate& rate, base::Instant now) {
  refill(rate, now);
  return level_ >= capacity(rate);
}

KeyedBuckets::KeyedBuckets(Rate rate, std::size_t max_keys) : rate_(rate), max_keys_(max_keys) {}

std::optional<base::Duration> KeyedBuckets::take(std::string_view key, base::Instant now,
                                                 std::int64_t amount) {
  auto found = buckets_.find(std::string(key));
  if (found == buckets_.end()) {
    if (buckets_.size() >= max_keys_) sweep(now);
    if (buckets_.size() >= max_keys_) return rate_.every;
    found = buckets_.emplace(std::string(key), TokenBucket(now, rate_)).first;
  }
  return found->second.take(rate_, now, amount);
}

void KeyedBuckets::sweep(base::Instant now) {
  // At most once in a while: otherwise a flood of keys would make every call cost the whole table.
  if (swept_ && now >= *swept_ && now - *swept_ < std::chrono::seconds(1)) return;
  swept_ = now;
  for (auto bucket = buckets_.begin(); bucket != buckets_.end();) {
    bucket = bucket->second.is_full(rate_, now) ? buckets_.erase(bucket) : std::next(bucket);
  }
}

bool ConcurrencyLimit::enter(std::string_view key) {
  std::size_t& count = counts_[std::string(key)];
  if (count >= limit_) {
    if (count == 0) counts_.erase(std::string(key));
    return false;
  }
  ++count;
  return true;
}

void ConcurrencyLimit::leave(std::string_view key) {
  const auto found = counts_.find(std::string(key));
  if (found == counts_.end()) return;
  if (--found->second == 0) counts_.erase(found);
}

std::size_t ConcurrencyLimit::count(std::string_view key) const {
  const auto found = counts_.find(std::string(key));
  return found == counts_.end() ? 0 : found->second;
}

WindowQuota::WindowQuota(std::int64_t limit, base::Duration window, std::size_t max_keys)
    : limit_(limit), window_(window), max_keys_(max_keys) {}

std::optional<base::Duration> WindowQuota::take(std::string_view key, base::Instant now,
                                                std::int64_t amount) {
  auto found = windows_.find(std::string(key));
  if (found == windows_.end()) {
    if (windows_.size() >= max_keys_) {
      std::erase_if(windows_, [&](const auto& entry) { return entry.second.ends <= now; });
    }
    if (windows_.size() >= max_keys_) return window_;
    found = windows_.emplace(std::string(key), Window{now + window_, 0}).first;
  }
  Window& window = found->second;
  // Ended, or the clock went back so far that it would not end in time.
  if (now >= window.ends || window.ends - now > window_) window = Window{now + window_, 0};
  if (amount > limit_ - window.used) return window.ends - now;
  window.used += amount;
  return std::nullopt;
}

void WindowQuota::give_back(std::string_view key, std::int64_t amount) {
  const auto found = windows_.find(std::string(key));
  if (found == windows_.end()) return;
  found->second.used = std::max<std::int64_t>(0, found->second.used - amount);
}

std::string network_of(std::string_view address) {
  const std::string text(address.substr(0, address.find('%')));  // without an IPv6 zone
  std::array<unsigned char, 16> bytes{};
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return std::string(address);
  constexpr std::array<unsigned char, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (std::equal(kMapped.begin(), kMapped.end(), bytes.begin())) {
    inet_ntop(AF_INET, bytes.data() + kMapped.size(), out.data(), out.size());
    return out.data();
  }
  std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return std::string(out.data()) + "/64";
}

}  // namespace bot
