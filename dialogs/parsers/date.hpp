// Dates as people type them. Any thread.
#pragma once

#include <string_view>

#include "dialogs/parsers/parsed.hpp"

namespace dialogs {

// ISO text "2026-11-27" from "2026-11-27", "27.11.2026", "27/11", "27 Nov", "November 27, 2026",
// "today", "yesterday", "tomorrow", "3 days ago". A date without a year is the one nearest to
// `today` (ISO). Slashes are day first, but month first for "en-US". Reasons: not_a_date,
// no_such_date (30 February).
Parsed parse_date(std::string_view text, std::string_view today, std::string_view locale);

}  // namespace dialogs
