#include "workflow/deadline.hpp"

#include <unicode/basictz.h>
#include <unicode/calendar.h>
#include <unicode/gregocal.h>
#include <unicode/strenum.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>

#include <catch2/catch.hpp>
#include <memory>

#include "profile.hpp"

using namespace workflow;
using namespace std::chrono_literals;
using std::chrono::sys_days;
using workflow_test::at;

namespace {

// Zones with summer time on each half of the globe, changes at midnight, half-hour changes, changes
// of the rule in these years, and none at all.
constexpr const char* kZones[] = {
    "Europe/Moscow",       "Europe/Berlin",    "America/New_York", "America/Santiago",
    "America/Havana",      "Asia/Beirut",      "Asia/Jerusalem",   "Africa/Cairo",
    "Australia/Lord_Howe", "America/Asuncion", "Asia/Almaty",      "Africa/Casablanca",
    "Pacific/Chatham",     "America/Nuuk",     "Asia/Kathmandu",   "Pacific/Kiritimati"};

// The wall clock in a zone by ICU's calendar, another way than the code under test.
struct Wall {
  int year, month, day, hour, minute, second;
};
Wall wall(base::Instant instant, const char* zone) {
  UErrorCode status = U_ZERO_ERROR;
  icu::GregorianCalendar calendar(icu::TimeZone::createTimeZone(zone), status);
  calendar.setTime(static_cast<UDate>(base::to_milliseconds(instant)), status);
  const auto get = [&](UCalendarDateFields field) { return calendar.get(field, status); };
  const Wall out{get(UCAL_YEAR),        get(UCAL_MONTH) + 1, get(UCAL_DATE),
                 get(UCAL_HOUR_OF_DAY), get(UCAL_MINUTE),    get(UCAL_SECOND)};
  REQUIRE(U_SUCCESS(status));
  return out;
}
sys_days date_of(const Wall& w) {
  return sys_days(std::chrono::year(w.year) / w.month / w.day);
}

// Every moment of 2024 to 2034 at which the zone changes its clocks, by ICU's own tables.
std::vector<base::Instant> changes_of(const char* zone) {
  const std::unique_ptr<icu::TimeZone> made(icu::TimeZone::createTimeZone(zone));
  const auto* rules = dynamic_cast<const icu::BasicTimeZone*>(made.get());
  std::vector<base::Instant> changes;
  if (rules == nullptr) return changes;
  auto from = static_cast<UDate>(base::to_milliseconds(at("2024-01-01T00:00:00Z")));
  const auto end = static_cast<UDate>(base::to_milliseconds(at("2035-01-01T00:00:00Z")));
  icu::TimeZoneTransition next;
  while (rules->getNextTransition(from, false, next) && next.getTime() < end) {
    from = next.getTime();
    changes.push_back(base::from_milliseconds(static_cast<std::int64_t>(from)));
  }
  return changes;
}

ShopCalendar shop_only(const char* zone) {
  ShopCalendar calendar;
  calendar.zone = zone;
  calendar.favours_customer_zone = false;
  return calendar;
}

}  // namespace

TEST_CASE("deadline: five days end with the fifth day in Moscow", "[workflow]") {
  const Deadline deadline =
      deadline_after(at("2026-11-22T10:00:00Z"), {5}, shop_only("Europe/Moscow"), "");
  CHECK(base::to_iso(deadline.at) == "2026-11-27T20:59:59.999Z");
  CHECK(deadline.zone == "Europe/Moscow");
}

TEST_CASE("deadline: the later of the customer's and the shop's day counts", "[workflow]") {
  ShopCalendar calendar = shop_only("Europe/Moscow");
  calendar.favours_customer_zone = true;
  const base::Instant approved = at("2026-11-22T10:00:00Z");
  const auto by = [&](std::string_view zone) {
    return deadline_after(approved, {5}, calendar, zone);
  };
  CHECK(by("America/New_York").zone == "America/New_York");
  CHECK(base::to_iso(by("America/New_York").at) == "2026-11-28T04:59:59.999Z");
  // In Almaty the day ends earlier, so Moscow's end stands.
  CHECK(by("Asia/Almaty").zone == "Europe/Moscow");
  CHECK(by("Mars/Olympus").zone == "Europe/Moscow");
  CHECK(by("").zone == "Europe/Moscow");
  // At midnight in Kiritimati the next day has begun there, so its fifth day ends later.
  CHECK(by("Pacific/Kiritimati").zone == "Pacific/Kiritimati");
  calendar.favours_customer_zone = false;
  CHECK(by("America/New_York").zone == "Europe/Moscow");
}

TEST_CASE(
    "deadline: never early and at the very end of the local day, at every change of the clocks",
    "[workflow]") {
  std::size_t checked = 0;
  for (const char* zone : kZones) {
    const ShopCalendar calendar = shop_only(zone);
    for (base::Instant start = at("2024-01-01T00:00:00Z"); start < at("2034-12-31T00:00:00Z");
         start += 23h + 7min) {
      const base::Instant end = deadline_after(start, {5}, calendar, "").at;
      const Wall first = wall(start, zone);
      const Wall last = wall(end, zone);
      const Wall next = wall(end + 1ms, zone);
      const sys_days due = date_of(first) + std::chrono::days(5);
      // One check with everything in it: there are 60,000 of them.
      const bool is_right = date_of(last) == due && date_of(next) == due + std::chrono::days(1) &&
                            end - start >= 5 * 24h - 1h && end - start <= 6 * 24h + 1h &&
                            last.second == 59 && next.second == 0;
      if (!is_right) {
        INFO(zone << " from " << base::to_iso(start) << " to " << base::to_iso(end));
        CHECK(is_right);
      }
      ++checked;
    }
  }
  CHECK(checked > 60'000);
}

// P5: all changes of the clocks of all zones, from every side.
TEST_CASE("deadline: five days around every change of the clocks of every zone, 2024 to 2034",
          "[workflow]") {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL, nullptr, nullptr, status));
  REQUIRE(U_SUCCESS(status));
  std::size_t checked = 0;
  std::size_t changing = 0;
  while (const char* zone = zones->next(nullptr, status)) {
    if (!is_time_zone(zone)) continue;  // made up by ICU, such as Etc/Unknown
    const auto changes = changes_of(zone);
    changing += changes.empty() ? 0 : 1;
    const ShopCalendar calendar = shop_only(zone);
    for (const auto change : changes) {
      for (const auto before : {6 * 24h + 0ms, 5 * 24h + 1h + 0ms, 5 * 24h + 1ms,
                                5 * 24h - 1h + 0ms, 2 * 24h + 0ms, 0h + 1ms, 0h + 0ms}) {
        const base::Instant start = change - before;
        const base::Instant end = deadline_after(start, {5}, calendar, "").at;
        const sys_days due = date_of(wall(start, zone)) + std::chrono::days(5);
        // Never early: it is still that day; and over with it: the next moment is not.
        const bool is_right = date_of(wall(end, zone)) == due &&
                              date_of(wall(end + 1ms, zone)) == due + std::chrono::days(1);
        ++checked;
        if (is_right) continue;
        INFO(zone << " from " << base::to_iso(start) << " to " << base::to_iso(end));
        CHECK(is_right);
      }
    }
  }
  CHECK(changing > 80);
  CHECK(checked > 10'000);
}

TEST_CASE("deadline: no moment after the end belongs to the day", "[workflow]") {
  // Clocks that go back over midnight bring the date back: the end is after its second run.
  for (const char* zone : kZones) {
    for (sys_days date = sys_days(std::chrono::year(2024) / 1 / 1);
         date < sys_days(std::chrono::year(2035) / 1 / 1); date += std::chrono::days(1)) {
      const base::Instant end = end_of_date(date, zone);
      for (const auto later : {1ms, 30min + 0ms, 60min + 0ms, 120min + 0ms}) {
        if (local_date(end + later, zone) > date) continue;
        INFO(zone << " " << base::to_iso(end));
        CHECK(local_date(end + later, zone) > date);
      }
      if (local_date(end, zone) > date) CHECK(local_date(end, zone) <= date);
    }
  }
  // Asia/Beirut springs forward at midnight: the day after begins at one o'clock.
  CHECK(base::to_iso(end_of_date(sys_days(std::chrono::year(2026) / 3 / 28), "Asia/Beirut")) ==
        "2026-03-28T21:59:59.999Z");
  // America/Havana repeats the hour from midnight to one: the new day begins with the first.
  CHECK(base::to_iso(end_of_date(sys_days(std::chrono::year(2026) / 10 / 31), "America/Havana")) ==
        "2026-11-01T03:59:59.999Z");
  // America/Asuncion went back at midnight: eleven to twelve came twice, and both are today.
  CHECK(base::to_iso(end_of_date(sys_days(std::chrono::year(2024) / 3 / 23), "America/Asuncion")) ==
        "2024-03-24T03:59:59.999Z");
}

TEST_CASE("deadline: working days leave out weekends and holidays", "[workflow]") {
  ShopCalendar calendar = shop_only("Europe/Moscow");
  const DayRule three{3, DayUnit::working, true};
  const auto due = [&](std::string_view start) {
    return base::to_iso(deadline_after(at(start), three, calendar, "").at).substr(0, 10);
  };
  CHECK(due("2026-11-23T10:00:00Z") == "2026-11-26");  // Monday to Thursday
  CHECK(due("2026-11-26T10:00:00Z") == "2026-12-01");  // Thursday over the weekend to Tuesday
  CHECK(due("2026-11-28T10:00:00Z") == "2026-12-02");  // Saturday counts from Monday
  calendar.holidays = {sys_days(std::chrono::year(2026) / 12 / 1)};
  CHECK(due("2026-11-26T10:00:00Z") == "2026-12-02");
  calendar.weekend = {std::chrono::Friday};
  CHECK(due("2026-11-26T10:00:00Z") == "2026-11-30");
}

TEST_CASE("deadline: exact days are whole days of 24 hours", "[workflow]") {
  const DayRule exact{2, DayUnit::calendar, false};
  // Over the change to summer time in Berlin.
  const auto due =
      deadline_after(at("2026-03-28T12:00:00Z"), exact, shop_only("Europe/Berlin"), "");
  CHECK(base::to_iso(due.at) == "2026-03-30T12:00:00.000Z");
}

TEST_CASE("deadline: a date that a person named lasts until its end", "[workflow]") {
  const auto due = deadline_on(sys_days(std::chrono::year(2026) / 12 / 24),
                               shop_only("Europe/Moscow"), "America/New_York");
  CHECK(base::to_iso(due.at) == "2026-12-24T20:59:59.999Z");
}

TEST_CASE("deadline: zone names are known or not", "[workflow]") {
  for (const char* zone : kZones) CHECK(is_time_zone(zone));
  for (const char* zone : {"", "Mars/Olympus", "Europe/Moskau", "'; drop table"}) {
    CHECK_FALSE(is_time_zone(zone));
  }
}

TEST_CASE("deadline: a minute of a local date is that minute on the wall", "[workflow]") {
  for (const char* zone : kZones) {
    INFO(zone);
    for (int day = 0; day < 730; day += 3) {
      const sys_days date = sys_days(std::chrono::year(2026) / 1 / 1) + std::chrono::days(day);
      // Opening hours: away from the hours at which clocks are changed.
      for (const int minute : {9 * 60, 13 * 60 + 30, 21 * 60}) {
        const base::Instant moment = local_moment(date, minute, zone);
        const Wall shown = wall(moment, zone);
        REQUIRE(shown.hour * 60 + shown.minute == minute);
        REQUIRE(local_date(moment, zone) == date);
        REQUIRE(minute_of_day(moment, zone) == minute);
      }
    }
  }
}
