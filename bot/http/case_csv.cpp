#include "bot/http/case_csv.hpp"

#include <algorithm>
#include <array>

namespace bot {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// Plain and full-width: = + - @
constexpr std::array<std::string_view, 8> kFormulaStarts = {
    "=", "+", "-", "@", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};

bool looks_like_formula(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  if (text.front() == '\t' || text.front() == '\r' || text.front() == '\n') return true;
  return std::any_of(kFormulaStarts.begin(), kFormulaStarts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

void write_line(std::string& csv, std::initializer_list<std::string_view> cells) {
  bool is_first = true;
  for (const auto cell : cells) {
    if (!std::exchange(is_first, false)) csv += ',';
    csv += csv_cell(cell);
  }
  csv += "\r\n";
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell = "\"";
  if (looks_like_formula(text)) cell += '\'';
  for (const char letter : text) {
    if (letter == '"') cell += '"';
    cell += letter;
  }
  return cell + '"';
}

std::string case_csv(const std::vector<storage::CaseRow>& rows) {
  std::string csv(kByteOrderMark);
  write_line(csv, {"number", "type", "state", "open", "customer", "order", "track", "due", "opened",
                   "changed", "version", "policy_version"});
  for (const auto& row : rows) {
    write_line(
        csv, {row.number, row.type, row.state, row.is_open ? "yes" : "no", row.customer, row.order,
              row.track, row.due ? base::to_iso(*row.due) : "", base::to_iso(row.opened),
              base::to_iso(row.changed), std::to_string(row.version), row.policy_version});
  }
  return csv;
}

}  // namespace bot
