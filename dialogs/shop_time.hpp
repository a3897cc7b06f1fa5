// The shop's clock on the wall: what hour it is there, and which days are working days. The engine
// counts opening hours and working days with it, never in UTC or in the customer's zone. Made by
// whoever knows the shop's calendar; without one it is UTC with Saturday and Sunday off.
#pragma once

#include <chrono>

#include "base/clock.hpp"

namespace dialogs {

struct LocalTime {
  std::chrono::sys_days date;
  int minute = 0;  // of the day, 0 to 1439
};

// Pure and total; any thread.
class ShopTime {
 public:
  virtual ~ShopTime() = default;
  virtual LocalTime local(base::Instant instant) const;
  // The moment of that minute (0 to 1440) of a local date. One that the clocks skip or pass twice
  // gives a moment within an hour of it.
  virtual base::Instant at(std::chrono::sys_days date, int minute) const;
  virtual bool is_working_day(std::chrono::sys_days date) const;
};

// The last millisecond of the `days`-th working day behind `start`, whose own day counts as 0.
base::Instant after_working_days(const ShopTime& shop, base::Instant start, int days);

}  // namespace dialogs
