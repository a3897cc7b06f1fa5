#include "bot/turns/shop_clock.hpp"

namespace bot {

dialogs::LocalTime ShopClock::local(base::Instant instant) const {
  return {workflow::local_date(instant, calendar_.zone),
          workflow::minute_of_day(instant, calendar_.zone)};
}

base::Instant ShopClock::at(std::chrono::sys_days date, int minute) const {
  return workflow::local_moment(date, minute, calendar_.zone);
}

bool ShopClock::is_working_day(std::chrono::sys_days date) const {
  return workflow::is_working_day(date, calendar_);
}

}  // namespace bot
