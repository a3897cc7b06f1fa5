#include "storage/verify.hpp"

#include <utility>

#include "storage/data_folder.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/verify_checks.hpp"

namespace storage {

void VerifyReport::add(std::string rule, std::string subject, std::string detail) {
  constexpr std::size_t kMaxListed = 1000;
  ++violation_count;
  if (violations.size() < kMaxListed) {
    violations.push_back({std::move(rule), std::move(subject), std::move(detail)});
  }
}

std::string VerifyReport::to_string() const {
  std::string text;
  for (const auto& [rule, subject, detail] : violations) {
    text += rule + ": " + subject + ": " + detail + "\n";
  }
  const auto listed = static_cast<std::int64_t>(violations.size());
  if (violation_count > listed) {
    text += "and " + std::to_string(violation_count - listed) + " more\n";
  }
  const std::pair<const char*, std::int64_t> counts[] = {
      {" conversations, ", conversations}, {" turns, ", journal_rows}, {" cases, ", cases},
      {" case events, ", case_events},     {" due rows, ", due},       {" outbox rows, ", outbox},
      {" audit rows, ", audit_rows},       {" uploads, ", uploads},    {" blobs: ", blobs},
  };
  for (const auto& [what, count] : counts) text += std::to_string(count) + what;
  return text + (is_sound() ? "sound\n" : std::to_string(violation_count) + " violations\n");
}

VerifyReport verify(const std::filesystem::path& data_folder, const VerifyOptions& options) {
  const DataFolder folder(data_folder, DataFolder::Missing::refuse);
  if (!std::filesystem::exists(folder.database())) {
    throw StorageFailure(FailureKind::refused, "no store in " + data_folder.string());
  }
  VerifyReport report;
  try {
    auto connection = open_connection(folder.database(), Access::read_only);
    require_newest_schema(connection);
    verify_file(connection, report);
    verify_journal(connection, options, report);
    verify_cases(connection, options, report);
    verify_outbox(connection, report);
    verify_audit(connection, report);
    verify_uploads(connection, folder.path(), options, report);
  } catch (const StorageFailure& failure) {
    // A damaged file may not even be readable; that is a finding like any other.
    if (failure.kind() != FailureKind::fatal) throw;
    report.add("file.unreadable", folder.database().string(), failure.what());
  }
  return report;
}

}  // namespace storage
