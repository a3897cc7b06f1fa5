#include "storage/sqlite_connection.hpp"
#include "storage/verify_checks.hpp"

namespace storage {

std::string but_is(std::int64_t expected, std::int64_t found) {
  std::string text = std::to_string(expected);
  text += " expected, ";
  text += std::to_string(found);
  text += " found";
  return text;
}

void verify_file(SQLite::Database& connection, VerifyReport& report) {
  const auto file = connection.getFilename();
  Query integrity(connection, "PRAGMA integrity_check(100)");
  auto findings = integrity.rows();
  while (findings.next()) {
    const auto finding = findings.text(0);
    if (finding != "ok") report.add("file.integrity", file, finding);
  }
  Query foreign_keys(connection, "PRAGMA foreign_key_check");
  auto broken = foreign_keys.rows();
  while (broken.next()) {
    report.add("file.foreign_key", broken.text(0) + " row " + std::to_string(broken.integer(1)),
               "points to a missing row of " + broken.text(2));
  }
}

}  // namespace storage
