// From "5 days after the approval" to one moment, in one place (D7). Pure; time zones from ICU, so
// summer time, skipped and repeated midnights come out right. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace workflow {

enum class DayUnit { calendar, working };

// n days, counted so that the day of the start is day 0.
struct DayRule {
  int days = 0;
  DayUnit unit = DayUnit::calendar;
  bool until_end_of_day = true;  // otherwise n * 24 hours to the millisecond (calendar days only)
};

struct ShopCalendar {
  std::string zone = "UTC";  // IANA name of the shop's time zone
  std::vector<std::chrono::weekday> weekend = {std::chrono::Saturday, std::chrono::Sunday};
  std::vector<std::chrono::sys_days> holidays;
  // Count in the customer's zone too and give whichever end is later.
  bool favours_customer_zone = true;
};

struct Deadline {
  base::Instant at;  // the last millisecond that is still in time
  std::string zone;  // the zone in which it is the end of a day; name it when you say the date
};

// Whether ICU knows the zone by that name.
bool is_time_zone(std::string_view zone);

// The calendar date in a zone at an instant. Precondition: is_time_zone(zone).
std::chrono::sys_days local_date(base::Instant instant, std::string_view zone);
// The last millisecond of a local date. When clocks go back over midnight, the later one: never
// early. Precondition: is_time_zone(zone).
base::Instant end_of_date(std::chrono::sys_days date, std::string_view zone);
// The minute of the local day (0 to 1439) in a zone. Precondition: is_time_zone(zone).
int minute_of_day(base::Instant instant, std::string_view zone);
// The moment of that minute (0 to 1440) of a local date; of one that the clocks skip or pass twice,
// a moment within an hour of it. Precondition: is_time_zone(zone).
base::Instant local_moment(std::chrono::sys_days date, int minute, std::string_view zone);
bool is_working_day(std::chrono::sys_days date, const ShopCalendar& calendar);

// `customer_zone` empty or unknown: the shop's zone alone.
Deadline deadline_after(base::Instant start, const DayRule& rule, const ShopCalendar& calendar,
                        std::string_view customer_zone);
// The end of a date that a person named.
Deadline deadline_on(std::chrono::sys_days date, const ShopCalendar& calendar,
                     std::string_view customer_zone);

}  // namespace workflow
