// Cases as comma-separated values (RFC 4180) that a spreadsheet can open without running anything.
// No state; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace bot {

// One quoted cell. A text that a spreadsheet would take for a formula (it begins with = + - @ or
// their full-width forms, a tab or a line break, after any blanks) gets an apostrophe in front.
std::string csv_cell(std::string_view text);

// A line of names, then one line a case; CRLF, UTF-8 with a byte order mark, so that Excel reads
// Cyrillic.
std::string case_csv(const std::vector<storage::CaseRow>& rows);

}  // namespace bot
