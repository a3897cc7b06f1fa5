#include "dialogs/shop_time.hpp"

namespace dialogs {

LocalTime ShopTime::local(base::Instant instant) const {
  const auto date = std::chrono::floor<std::chrono::days>(instant);
  const auto past = std::chrono::floor<std::chrono::minutes>(instant - date);
  return {date, static_cast<int>(past.count())};
}

base::Instant ShopTime::at(std::chrono::sys_days date, int minute) const {
  return base::Instant(date) + std::chrono::minutes(minute);
}

bool ShopTime::is_working_day(std::chrono::sys_days date) const {
  const std::chrono::weekday weekday(date);
  return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday;
}

base::Instant after_working_days(const ShopTime& shop, base::Instant start, int days) {
  // A calendar of holidays only could hold no working day at all.
  constexpr int kMaxDaysOff = 366;
  auto date = shop.local(start).date;
  for (int off = 0; days > 0 && off < kMaxDaysOff;) {
    date += std::chrono::days(1);
    if (shop.is_working_day(date)) {
      --days;
      off = 0;
    } else {
      ++off;
    }
  }
  return shop.at(date + std::chrono::days(1), 0) - base::Duration(1);
}

}  // namespace dialogs
