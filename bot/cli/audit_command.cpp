#include <charconv>
#include <iostream>

#include "bot/cli/commands.hpp"
#include "storage/archive.hpp"

namespace bot {
namespace {

constexpr std::size_t kHashDigits = 64;

// "128:5f1c..."
std::optional<storage::AuditHead> read_head(std::string_view text) {
  storage::AuditHead head;
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + colon, head.rows);
  head.hash = text.substr(colon + 1);
  const bool is_sound = error == std::errc() && end == text.data() + colon && head.rows > 0 &&
                        head.hash.size() == kHashDigits;
  return is_sound ? std::optional(head) : std::nullopt;
}

}  // namespace

int audit_verify_command(const AuditVerifyOptions& options) {
  const auto expected = read_head(options.expected);
  if (!options.expected.empty() && !expected) {
    std::cerr << "boomerang: --expect is ROWS:HASH, as an earlier run printed it\n";
    return 2;
  }
  try {
    storage::Archive archive(options.where.data);
    const auto report = archive.check_audit(expected);
    if (report.fault) {
      std::cout << "row " << report.fault->row << " " << report.fault->what << "\n";
      return 1;
    }
    std::cout << report.head.rows << " rows, sound; keep this elsewhere and give it to --expect:\n"
              << report.head.rows << ":" << report.head.hash << "\n";
    return 0;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
