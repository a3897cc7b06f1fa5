#include "workflow/deadline.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/check.hpp"

namespace workflow {
namespace {

using std::chrono::sys_days;
constexpr base::Duration kDay = std::chrono::hours(24);

std::unique_ptr<icu::TimeZone> open_zone(std::string_view name) {
  const auto id = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<std::int32_t>(name.size())));
  std::unique_ptr<icu::TimeZone> zone(icu::TimeZone::createTimeZone(id));
  if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
  return zone;
}

base::Duration offset_at(const icu::TimeZone& zone, base::Instant instant) {
  std::int32_t raw = 0;
  std::int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone.getOffset(static_cast<UDate>(base::to_milliseconds(instant)), 0, raw, summer, status);
  ENSURE(U_SUCCESS(status), "the offset of a known zone can be computed");
  return base::Duration(raw + summer);
}

sys_days date_in(const icu::TimeZone& zone, base::Instant instant) {
  return std::chrono::floor<std::chrono::days>(instant + offset_at(zone, instant));
}

// The last moment at which the date in the zone is `date` or earlier. The candidates are: midnight
// by every offset in force around it, and the moments at which the offset changes (a midnight that
// is skipped, or a date that comes back when the clocks go back over midnight).
base::Instant end_in(const icu::TimeZone& zone, sys_days date) {
  const base::Instant midnight = base::Instant(date) + kDay;  // as if the zone were UTC
  const base::Instant first = midnight - 2 * kDay;
  const base::Instant last = midnight + 2 * kDay;
  std::vector<base::Instant> candidates = {midnight - offset_at(zone, first),
                                           midnight - offset_at(zone, last)};
  if (const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(&zone)) {
    icu::TimeZoneTransition change;
    UDate from = static_cast<UDate>(base::to_milliseconds(first));
    for (int i = 0; i < 8 && rules->getNextTransition(from, false, change) != 0; ++i) {
      from = change.getTime();
      const auto at = base::from_milliseconds(static_cast<std::int64_t>(from));
      if (at > last) break;
      candidates.push_back(at);
      candidates.push_back(midnight - offset_at(zone, at));
    }
  }
  std::sort(candidates.rbegin(), candidates.rend());
  for (const base::Instant next : candidates) {
    const base::Instant end = next - base::Duration(1);
    if (date_in(zone, next) > date && date_in(zone, end) <= date) return end;
  }
  ENSURE(false, "every date ends");
  return midnight;
}

sys_days count_days(sys_days date, const DayRule& rule, const ShopCalendar& calendar) {
  if (rule.unit == DayUnit::calendar) return date + std::chrono::days(rule.days);
  ENSURE(calendar.weekend.size() < 7, "a week has a working day");
  for (int left = rule.days; left > 0;) {
    date += std::chrono::days(1);
    if (is_working_day(date, calendar)) --left;
  }
  return date;
}

// Runs `end_of` for the shop's zone and, if it may, the customer's; gives the later.
template <class EndOf>
Deadline later_of(const ShopCalendar& calendar, std::string_view customer_zone, EndOf end_of) {
  const auto shop = open_zone(calendar.zone);
  ENSURE(shop != nullptr, "the shop's zone was checked when the policy was loaded");
  const Deadline at_shop{end_of(*shop), calendar.zone};
  if (!calendar.favours_customer_zone || customer_zone.empty()) return at_shop;
  const auto customer = open_zone(customer_zone);
  if (!customer) return at_shop;
  const Deadline at_customer{end_of(*customer), std::string(customer_zone)};
  return at_customer.at > at_shop.at ? at_customer : at_shop;
}

}  // namespace

bool is_working_day(sys_days date, const ShopCalendar& calendar) {
  const std::chrono::weekday weekday(date);
  const auto is_in = [](const auto& all, const auto& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  return !is_in(calendar.weekend, weekday) && !is_in(calendar.holidays, date);
}

bool is_time_zone(std::string_view zone) {
  return open_zone(zone) != nullptr;
}

sys_days local_date(base::Instant instant, std::string_view zone) {
  const auto opened = open_zone(zone);
  ENSURE(opened != nullptr, "the zone is known");
  return date_in(*opened, instant);
}

base::Instant end_of_date(sys_days date, std::string_view zone) {
  const auto opened = open_zone(zone);
  ENSURE(opened != nullptr, "the zone is known");
  return end_in(*opened, date);
}

int minute_of_day(base::Instant instant, std::string_view zone) {
  const auto opened = open_zone(zone);
  ENSURE(opened != nullptr, "the zone is known");
  const base::Instant local = instant + offset_at(*opened, instant);
  const auto past = local - std::chrono::floor<std::chrono::days>(local);
  return static_cast<int>(std::chrono::floor<std::chrono::minutes>(past).count());
}

base::Instant local_moment(sys_days date, int minute, std::string_view zone) {
  const auto opened = open_zone(zone);
  ENSURE(opened != nullptr, "the zone is known");
  const base::Instant wall = base::Instant(date) + std::chrono::minutes(minute);
  const base::Instant guess = wall - offset_at(*opened, wall);
  return wall - offset_at(*opened, guess);
}

Deadline deadline_after(base::Instant start, const DayRule& rule, const ShopCalendar& calendar,
                        std::string_view customer_zone) {
  if (!rule.until_end_of_day) return {start + rule.days * kDay, calendar.zone};
  return later_of(calendar, customer_zone, [&](const icu::TimeZone& zone) {
    return end_in(zone, count_days(date_in(zone, start), rule, calendar));
  });
}

Deadline deadline_on(sys_days date, const ShopCalendar& calendar, std::string_view customer_zone) {
  return later_of(calendar, customer_zone,
                  [&](const icu::TimeZone& zone) { return end_in(zone, date); });
}

}  // namespace workflow
