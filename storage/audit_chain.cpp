#include "storage/audit_chain.hpp"

#include "base/digest.hpp"

namespace storage {
namespace {

constexpr const char* kReadAll =
    "SELECT id, at, actor, action, subject, detail, chain FROM audit ORDER BY id";

// With its length, so that no two rows give the same text.
void add(std::string& text, std::string_view part) {
  text += std::to_string(part.size());
  text += ':';
  text += part;
}

AuditRow read_row(const Query::Rows& row) {
  return {row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5)};
}

std::optional<AuditFault> fault_of(const AuditHead& before, const Query::Rows& row) {
  const std::int64_t number = row.integer(0);
  if (number != before.rows + 1) {
    return AuditFault{before.rows + 1,
                      "is missing (the next row is " + std::to_string(number) + ")"};
  }
  if (row.text(6) != chain_of(before.hash, number, read_row(row))) {
    return AuditFault{number,
                      "does not fit the chain: it, or the one before it, was changed or "
                      "moved"};
  }
  return std::nullopt;
}

}  // namespace

std::string chain_of(std::string_view before, std::int64_t number, const AuditRow& row) {
  std::string text;
  add(text, before);
  add(text, std::to_string(number));
  add(text, std::to_string(base::to_milliseconds(row.at)));
  for (const auto* part : {&row.actor, &row.action, &row.subject, &row.detail}) add(text, *part);
  return base::sha256_hex(text);
}

AuditChain::AuditChain(SQLite::Database& connection)
    : last_(connection, "SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1"),
      insert_(connection,
              "INSERT INTO audit(id, at, actor, action, subject, detail, chain)"
              " VALUES(?,?,?,?,?,?,?)"),
      count_(connection, "UPDATE meta SET value = ? WHERE name = 'audit_rows'") {}

void AuditChain::append(const AuditRow& row) {
  AuditHead before;
  if (auto last = last_.rows(); last.next()) before = {last.integer(0), last.text(1)};
  const std::int64_t number = before.rows + 1;
  insert_.run(number, row.at, row.actor, row.action, row.subject, row.detail,
              chain_of(before.hash, number, row));
  count_.run(number);
}

void chain_older_rows(SQLite::Database& connection) {
  Query is_needed(connection, "SELECT 1 FROM meta WHERE name = 'audit_to_chain'");
  if (!is_needed.rows().next()) return;
  execute(connection, "BEGIN IMMEDIATE");
  try {
    // Rows were numbered by SQLite, without a gap as none was ever removed.
    Query rows_of_before(connection, kReadAll);
    Query update(connection, "UPDATE audit SET chain = ? WHERE id = ?");
    AuditHead head;
    auto rows = rows_of_before.rows();
    while (rows.next()) {
      head.rows = rows.integer(0);
      head.hash = chain_of(head.hash, head.rows, read_row(rows));
      update.run(head.hash, head.rows);
    }
    Query count(connection, "UPDATE meta SET value = ? WHERE name = 'audit_rows'");
    count.run(head.rows);
    execute(connection, "DELETE FROM meta WHERE name = 'audit_to_chain'");
    execute(connection, "COMMIT");
  } catch (const StorageFailure&) {
    execute(connection, "ROLLBACK");
    throw;
  }
}

AuditReport check_audit(SQLite::Database& connection, const std::optional<AuditHead>& expected) {
  AuditReport report;
  Query trail(connection, kReadAll);
  auto rows = trail.rows();
  while (rows.next()) {
    report.fault = fault_of(report.head, rows);
    if (report.fault) return report;
    report.head = {rows.integer(0), rows.text(6)};
    if (expected && expected->rows == report.head.rows && expected->hash != report.head.hash) {
      report.fault = AuditFault{report.head.rows, "is not the one that was noted down"};
      return report;
    }
  }
  Query count(connection, "SELECT value FROM meta WHERE name = 'audit_rows'");
  auto counted = count.rows();
  const std::int64_t promised = counted.next() ? counted.integer(0) : 0;
  const std::int64_t wanted = expected ? std::max(expected->rows, promised) : promised;
  if (wanted > report.head.rows) {
    report.fault = AuditFault{report.head.rows + 1,
                              "and everything behind it is missing (there "
                              "were " +
                                  std::to_string(wanted) + " rows)"};
  }
  return report;
}

}  // namespace storage
