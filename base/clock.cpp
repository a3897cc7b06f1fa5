#include "base/clock.hpp"

namespace base {
namespace {

// Reads exactly `digits` decimal digits at `at`; nothing when any is missing.
std::optional<int> read_digits(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Duration> read_offset(std::string_view text) {
  if (text == "Z" || text == "z") return Duration::zero();
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = read_digits(text, 1, 2);
  const auto minutes = read_digits(text, 4, 2);
  if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
  const Duration offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return text[0] == '-' ? -offset : offset;
}

std::optional<Instant> read_date(std::string_view text) {
  const auto year = read_digits(text, 0, 4);
  const auto month = read_digits(text, 5, 2);
  const auto day = read_digits(text, 8, 2);
  if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Instant(std::chrono::sys_days(date));
}

}  // namespace

std::string to_iso(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(instant - day);
  // By hand: every message carries its time, and printf costs more than all the rest of a frame.
  std::string text = "0000-00-00T00:00:00.000Z";
  const auto write = [&text](std::size_t at, std::size_t digits, std::int64_t value) {
    for (std::size_t i = digits; i-- > 0; value /= 10) {
      text[at + i] = static_cast<char>('0' + value % 10);
    }
  };
  write(0, 4, static_cast<int>(date.year()));
  write(5, 2, static_cast<unsigned>(date.month()));
  write(8, 2, static_cast<unsigned>(date.day()));
  write(11, 2, time.hours().count());
  write(14, 2, time.minutes().count());
  write(17, 2, time.seconds().count());
  write(20, 3, time.subseconds().count());
  return text;
}

std::optional<Instant> from_iso(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  auto instant = read_date(text);
  if (!instant || text.size() == 10) return instant;
  const bool has_time = text[10] == 'T' || text[10] == 't' || text[10] == ' ';
  if (text.size() < 20 || !has_time) return std::nullopt;
  const auto hour = read_digits(text, 11, 2);
  const auto minute = read_digits(text, 14, 2);
  const auto second = read_digits(text, 17, 2);
  if (!hour || !minute || !second || text[13] != ':' || text[16] != ':') return std::nullopt;
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  std::size_t at = 19;
  int milliseconds = 0;
  if (text[at] == '.') {
    if (!read_digits(text, at + 1, 1)) return std::nullopt;
    int scale = 100;
    for (++at; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      milliseconds += (text[at] - '0') * scale;
    }
  }
  const auto offset = read_offset(text.substr(at));
  if (!offset) return std::nullopt;
  *instant += std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
              std::chrono::seconds(*second) + Duration(milliseconds) - *offset;
  // An offset can push the first and the last day out of what to_iso can write.
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(*instant));
  const bool is_writable =
      date.year() >= std::chrono::year(0) && date.year() <= std::chrono::year(9999);
  return is_writable ? instant : std::nullopt;
}

Instant SystemClock::now() const {
  return std::chrono::floor<Duration>(std::chrono::system_clock::now()) + Duration(offset_.load());
}

Stopwatch::Stopwatch() : begun_(std::chrono::steady_clock::now()) {}

std::chrono::microseconds Stopwatch::elapsed() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() -
                                                               begun_);
}

}  // namespace base
