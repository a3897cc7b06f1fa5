#include <set>
#include <unordered_map>

#include "storage/row_reader.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/verify_checks.hpp"

namespace storage {
namespace {

std::set<std::string> read_policies(SQLite::Database& connection) {
  Query query(connection, "SELECT version FROM policies");
  std::set<std::string> versions;
  auto rows = query.rows();
  while (rows.next()) versions.insert(rows.text(0));
  return versions;
}

void verify_events(const CaseRow& row, const std::vector<CaseEventRow>& events,
                   VerifyReport& report) {
  const auto name = "case " + row.number;
  std::int64_t version = 0;
  std::string state;
  for (const auto& event : events) {
    if (event.version != ++version) {
      report.add("case.version_gap", name, "event " + std::to_string(event.version));
      version = event.version;
    }
    if (event.from != state) {
      report.add("case.chain", name,
                 "event " + std::to_string(version) + " leaves " + event.from +
                     " but the case was in '" + state + "'");
    }
    state = event.to;
  }
  if (version != row.version) {
    report.add("case.version", name,
               "at " + std::to_string(row.version) + ", events end at " + std::to_string(version));
  }
  if (state != row.state) {
    report.add("case.state", name, "in " + row.state + ", events lead to '" + state + "'");
  }
}

void verify_policies(const CaseRow& row, const std::vector<CaseEventRow>& events,
                     const std::set<std::string>& policies, VerifyReport& report) {
  if (!policies.contains(row.policy_version)) {
    report.add("case.policy", "case " + row.number, "version " + row.policy_version);
  }
  for (const auto& event : events) {
    if (event.policy_version.empty() || policies.contains(event.policy_version)) continue;
    report.add("case.policy", "case " + row.number + " event " + std::to_string(event.version),
               "version " + event.policy_version);
  }
}

using LiveCases = std::unordered_map<std::string, bool>;

LiveCases verify_each_case(SQLite::Database& connection, const VerifyOptions& options,
                           VerifyReport& report) {
  const auto policies = read_policies(connection);
  Query query(connection, select(kCaseColumns, "FROM cases ORDER BY id"));
  Query query_events(
      connection, select(kCaseEventColumns, "FROM case_events WHERE case_id = ? ORDER BY version"));
  Query find_conversation(connection, "SELECT 1 FROM conversations WHERE id = ?");
  LiveCases live;
  auto rows = query.rows();
  while (rows.next()) {
    ++report.cases;
    const auto row = read_case(rows);
    std::vector<CaseEventRow> events;
    auto event_rows = query_events.rows(row.id);
    while (event_rows.next()) events.push_back(read_case_event(event_rows));
    report.case_events += static_cast<std::int64_t>(events.size());
    verify_events(row, events, report);
    verify_policies(row, events, policies, report);
    if (row.conversation != 0 && !find_conversation.rows(row.conversation).next()) {
      report.add("case.conversation", "case " + row.number, "no such conversation");
    }
    live[row.id] = !options.is_live || options.is_live(row);
    if (options.on_case) options.on_case(row, events, report);
  }
  return live;
}

void verify_due(SQLite::Database& connection, const LiveCases& live, VerifyReport& report) {
  Query query(connection, select(kDueColumns, "FROM due ORDER BY id"));
  auto rows = query.rows();
  while (rows.next()) {
    ++report.due;
    const auto row = read_due(rows);
    if (!row.id.starts_with("case:")) continue;
    const auto found = live.find(row.subject);
    if (found == live.end()) {
      report.add("due.case", "due row " + row.id, "no such case");
    } else if (!found->second) {
      report.add("due.case_ended", "due row " + row.id, "its case waits for nothing any more");
    }
  }
}

}  // namespace

void verify_cases(SQLite::Database& connection, const VerifyOptions& options,
                  VerifyReport& report) {
  const auto live = verify_each_case(connection, options, report);
  Query orphans(connection,
                "SELECT DISTINCT case_id FROM case_events"
                " WHERE case_id NOT IN (SELECT id FROM cases)");
  auto rows = orphans.rows();
  while (rows.next()) report.add("case_event.case", "case " + rows.text(0), "no such case");
  verify_due(connection, live, report);
}

void verify_outbox(SQLite::Database& connection, VerifyReport& report) {
  Query count(connection, "SELECT count(*) FROM outbox");
  if (auto rows = count.rows(); rows.next()) report.outbox = rows.integer(0);
  Query outbox(connection,
               "SELECT id, state FROM outbox WHERE attempts < 0 OR (state <> 'pending' AND"
               " attempts = 0) OR id = '' OR kind = ''");
  auto wrong = outbox.rows();
  while (wrong.next()) {
    report.add("outbox.row", "outbox row " + wrong.text(0),
               wrong.text(1) + " without an attempt, or without a name");
  }
  Query idempotency(connection,
                    "SELECT scope FROM idempotency WHERE status NOT BETWEEN 200 AND 599"
                    " OR request_hash = '' OR key = ''");
  auto keys = idempotency.rows();
  while (keys.next()) {
    report.add("idempotency.row", "key in " + keys.text(0), "without an answer or request");
  }
}

}  // namespace storage
