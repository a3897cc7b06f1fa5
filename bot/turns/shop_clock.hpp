// The shop's own time for the dialog engine, by the calendar of the policy. Immutable; any thread.
#pragma once

#include "dialogs/shop_time.hpp"
#include "workflow/deadline.hpp"

namespace bot {

class ShopClock final : public dialogs::ShopTime {
 public:
  // The calendar outlives the clock; its zone is known (the policy was checked).
  explicit ShopClock(const workflow::ShopCalendar& calendar) : calendar_(calendar) {}

  dialogs::LocalTime local(base::Instant instant) const override;
  base::Instant at(std::chrono::sys_days date, int minute) const override;
  bool is_working_day(std::chrono::sys_days date) const override;

 private:
  const workflow::ShopCalendar& calendar_;
};

}  // namespace bot
