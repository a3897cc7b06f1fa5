// The only way to ask what time it is. Everything that depends on time takes a Clock, or better a
// plain Instant, so that tests and the simulation move time themselves. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace base {

// A moment in UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

constexpr std::int64_t to_milliseconds(Instant instant) {
  return instant.time_since_epoch().count();
}
constexpr Instant from_milliseconds(std::int64_t milliseconds) {
  return Instant(Duration(milliseconds));
}

// "2026-11-27T20:59:59.000Z"; years 0000 to 9999.
std::string to_iso(Instant instant);
// Reads what to_iso writes, and ISO 8601 with any offset ("2026-03-02T10:00:00+03:00") or a bare
// date (midnight UTC). Nothing when it is not one.
std::optional<Instant> from_iso(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

// The machine's wall clock plus an offset, which the demo and operators' rehearsals may move.
class SystemClock final : public Clock {
 public:
  explicit SystemClock(Duration offset = Duration::zero()) : offset_(offset.count()) {}
  Instant now() const override;
  void advance(Duration by) { offset_ += by.count(); }

 private:
  std::atomic<std::int64_t> offset_;
};

// A clock that stands still until told otherwise; for tests and the simulation.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(to_milliseconds(start)) {}
  Instant now() const override { return from_milliseconds(now_); }
  void set(Instant instant) { now_ = to_milliseconds(instant); }
  void advance(Duration by) { now_ += by.count(); }

 private:
  std::atomic<std::int64_t> now_;
};

// How long something took, by a clock that never jumps: for metrics only, never for decisions, so
// that a run can be repeated. One thread.
class Stopwatch {
 public:
  Stopwatch();
  std::chrono::microseconds elapsed() const;

 private:
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace base
