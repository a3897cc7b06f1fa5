#include "dialogs/parsers/date.hpp"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "dialogs/parsers/vocabulary.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::string_view kNotADate = "not_a_date";
constexpr std::string_view kNoSuchDate = "no_such_date";

// A piece of a date: digits, or a word, or one mark between them.
struct Piece {
  enum class Kind { digits, word, mark };
  Kind kind;
  std::string_view text;
  int value = 0;
};

constexpr std::size_t kMaxPieces = 12;

std::vector<Piece> pieces_of(std::string_view small) {
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < small.size() && pieces.size() < kMaxPieces;) {
    const std::size_t start = at;
    if (small[at] == ' ') {
      ++at;
    } else if (is_digit(small[at])) {
      int value = 0;
      while (at < small.size() && is_digit(small[at])) {
        if (at - start < 6) value = value * 10 + (small[at] - '0');
        ++at;
      }
      pieces.push_back({Piece::Kind::digits, small.substr(start, at - start), value});
    } else if (is_word_byte(small[at])) {
      while (at < small.size() && is_word_byte(small[at])) ++at;
      pieces.push_back({Piece::Kind::word, small.substr(start, at - start)});
    } else {
      ++at;
      pieces.push_back({Piece::Kind::mark, small.substr(start, 1)});
    }
  }
  return pieces;
}

std::optional<year_month_day> from_iso_date(std::string_view iso) {
  if (iso.size() < 10) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t k = at; k < at + count; ++k) {
      if (!is_digit(iso[k])) return -1;
      value = value * 10 + (iso[k] - '0');
    }
    return value;
  };
  const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (year < 0 || month < 0 || day < 0) return std::nullopt;
  return year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                        std::chrono::day(static_cast<unsigned>(day)));
}

std::string iso_text(const year_month_day& date) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer;
}

struct Found {
  int year = 0;  // 0: not said
  int month = 0;
  int day = 0;
  std::string_view rest;
};

bool is_mark(const Piece& piece, std::string_view marks) {
  return piece.kind == Piece::Kind::mark && marks.find(piece.text) != std::string_view::npos;
}

std::string_view after(std::string_view small, const Piece& last) {
  return small.substr(static_cast<std::size_t>(last.text.data() + last.text.size() - small.data()));
}

int full_year(const Piece& piece) {
  if (piece.text.size() == 4) return piece.value;
  return piece.text.size() == 2 ? 2000 + piece.value : 0;
}

// "2026-11-27", "27.11.2026", "27/11", "27-11-26".
std::optional<Found> in_digits(std::string_view small, const std::vector<Piece>& p,
                               bool month_first) {
  constexpr std::string_view kMarks = ".-/";
  const auto digits = [&](std::size_t k) {
    return k < p.size() && p[k].kind == Piece::Kind::digits;
  };
  if (!digits(0) || p.size() < 3 || !is_mark(p[1], kMarks) || !digits(2)) return std::nullopt;
  const bool has_third = p.size() >= 5 && is_mark(p[3], kMarks) && digits(4);
  if (p[0].text.size() == 4) {
    if (!has_third) return std::nullopt;
    return Found{p[0].value, p[2].value, p[4].value, after(small, p[4])};
  }
  if (p[0].text.size() > 2 || p[2].text.size() > 2) return std::nullopt;
  Found found{0, p[2].value, p[0].value, after(small, has_third ? p[4] : p[2])};
  if (has_third && (found.year = full_year(p[4])) == 0) return std::nullopt;
  const bool is_slash = p[1].text == "/";
  if ((is_slash && month_first && found.day <= 12) || (found.month > 12 && found.day <= 12)) {
    std::swap(found.day, found.month);
  }
  return found;
}

// "27 Nov", "27th of November 2026", "Nov 27, 2026", "27-го ноября".
std::optional<Found> in_words(std::string_view small, const std::vector<Piece>& p) {
  Found found;
  std::size_t at = 0;
  const auto is_word = [&](std::size_t k, std::string_view word) {
    return k < p.size() && p[k].kind == Piece::Kind::word && p[k].text == word;
  };
  const auto take_day = [&] {
    if (at >= p.size() || p[at].kind != Piece::Kind::digits || p[at].text.size() > 2) return false;
    found.day = p[at++].value;
    // "27th", "27-го".
    const std::size_t suffix = at < p.size() && is_mark(p[at], "-") ? at + 1 : at;
    const bool has_suffix =
        suffix < p.size() && p[suffix].kind == Piece::Kind::word && is_day_suffix(p[suffix].text);
    if (has_suffix) at = suffix + 1;
    return true;
  };
  const auto take_month = [&] {
    if (at >= p.size() || p[at].kind != Piece::Kind::word) return false;
    found.month = month_word(p[at].text);
    if (found.month == 0) return false;
    ++at;
    return true;
  };
  if (take_day()) {
    if (is_word(at, "of")) ++at;
    if (at < p.size() && is_mark(p[at], ".")) ++at;
    if (!take_month()) return std::nullopt;
  } else {
    if (!take_month()) return std::nullopt;
    if (is_word(at, "the")) ++at;
    if (!take_day()) return std::nullopt;
  }
  const std::size_t year_at = at < p.size() && is_mark(p[at], ".,") ? at + 1 : at;
  if (year_at < p.size() && p[year_at].kind == Piece::Kind::digits && p[year_at].text.size() == 4) {
    found.year = p[year_at].value;
    at = year_at + 1;
  }
  found.rest = after(small, p[at - 1]);
  return found;
}

// "today", "yesterday", "позавчера", "3 days ago", "неделю назад".
std::optional<std::pair<int, std::string_view>> days_from_today(std::string_view small) {
  for (const WordValue& entry : relative_days()) {
    if (small.starts_with(entry.word) &&
        (small.size() == entry.word.size() || !is_word_byte(small[entry.word.size()]))) {
      return std::pair(static_cast<int>(entry.value), small.substr(entry.word.size()));
    }
  }
  const auto words = split_words(small);
  std::size_t at = 0;
  std::int64_t count = 0;
  if (const auto number = number_in_words(words)) {
    count = number->value;
    at = number->taken;
  } else if (!words.empty() && words[0].size() <= 3 &&
             words[0].find_first_not_of("0123456789") == std::string_view::npos) {
    count = std::atoi(std::string(words[0]).c_str());
    at = 1;
  } else {
    return std::nullopt;
  }
  if (at + 1 >= words.size() || !is_ago(words[at + 1])) return std::nullopt;
  const int unit = days_of_unit(words[at]);
  if (unit == 0) return std::nullopt;
  const std::string_view last = words[at + 1];
  return std::pair(
      -static_cast<int>(count) * unit,
      small.substr(static_cast<std::size_t>(last.data() + last.size() - small.data())));
}

// The year that brings the date nearest to today.
int nearest_year(const Found& found, const year_month_day& today) {
  int best = static_cast<int>(today.year());
  long best_distance = -1;
  for (int year = best - 1; year <= static_cast<int>(today.year()) + 1; ++year) {
    const year_month_day date(std::chrono::year(year),
                              std::chrono::month(static_cast<unsigned>(found.month)),
                              std::chrono::day(static_cast<unsigned>(found.day)));
    if (!date.ok()) continue;
    const long distance = std::labs((sys_days(date) - sys_days(today)).count());
    if (best_distance < 0 || distance < best_distance) {
      best = year;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace

Parsed parse_date(std::string_view text, std::string_view today, std::string_view locale) {
  const auto now = from_iso_date(today);
  if (!now || !now->ok()) return Parsed::refused(kNotADate);
  const std::string whole = lower(base::trim(text));
  const std::string_view small = skip_courtesy(whole);
  if (const auto relative = days_from_today(small)) {
    const year_month_day date(sys_days(*now) + std::chrono::days(relative->first));
    return with_rest(iso_text(date), relative->second, kNotADate);
  }
  const auto pieces = pieces_of(small);
  auto found = in_digits(small, pieces, locale == "en-US");
  if (!found) found = in_words(small, pieces);
  if (!found) return Parsed::refused(kNotADate);
  if (found->month < 1 || found->month > 12 || found->day < 1) return Parsed::refused(kNoSuchDate);
  if (found->year == 0) found->year = nearest_year(*found, *now);
  const year_month_day date(std::chrono::year(found->year),
                            std::chrono::month(static_cast<unsigned>(found->month)),
                            std::chrono::day(static_cast<unsigned>(found->day)));
  if (!date.ok() || found->year < 1900 || found->year > 2200) return Parsed::refused(kNoSuchDate);
  return with_rest(iso_text(date), found->rest, kNotADate);
}

}  // namespace dialogs
