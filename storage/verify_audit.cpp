#include "storage/audit_chain.hpp"
#include "storage/verify_checks.hpp"

namespace storage {

void verify_audit(SQLite::Database& connection, VerifyReport& report) {
  const AuditReport trail = check_audit(connection);
  report.audit_rows = trail.head.rows;
  if (!trail.fault) return;
  report.add("audit.chain", "audit row " + std::to_string(trail.fault->row), trail.fault->what);
}

}  // namespace storage
