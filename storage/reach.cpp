#include "storage/reach.hpp"

#include <SQLiteCpp/Exception.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_set>

#include "storage/schema.hpp"
#include "storage/sqlite_connection.hpp"

namespace storage {
namespace {

using Conversations = std::unordered_set<std::int64_t>;
using AskedIn = std::map<std::string, Conversations, std::less<>>;

constexpr std::string_view kStep = R"("step":")";
// A message that waits for an answer says what it expects.
constexpr std::string_view kQuestion = R"("expects":{)";
constexpr std::string_view kShipment = "confirm_shipment.";

// `output`: the messages of a turn, one a line, as they were sent. Quotes inside of texts are
// escaped, so neither mark can stand in one.
void note_questions(std::string_view output, std::int64_t conversation, AskedIn& asked) {
  while (!output.empty()) {
    const auto end = output.find('\n');
    const auto line = output.substr(0, end);
    output.remove_prefix(end == std::string_view::npos ? output.size() : end + 1);
    const auto at = line.find(kStep);
    if (at == std::string_view::npos || line.find(kQuestion) == std::string_view::npos) continue;
    const auto step = line.substr(at + kStep.size());
    asked[std::string(step.substr(0, step.find('"')))].insert(conversation);
  }
}

AskedIn read_questions(SQLite::Database& connection, base::Instant since) {
  Query query(connection,
              "SELECT conversation, output FROM journal"
              " WHERE id > (SELECT max(id) FROM journal) - ?1 AND at >= ?2");
  AskedIn asked;
  auto rows = query.rows(kMaxReachRows, since);
  while (rows.next()) note_questions(rows.text(1), rows.integer(0), asked);
  return asked;
}

// Of each case that became overdue: its conversation, and whether the customer told us later that
// it was sent in time, or asked anew.
std::map<std::string, std::int64_t> read_overdue(SQLite::Database& connection, base::Instant since,
                                                 const Conversations& began) {
  Query query(connection,
              "SELECT c.conversation,"
              " EXISTS (SELECT 1 FROM case_events l WHERE l.case_id = c.id AND"
              " l.event IN ('late_proof', 'accept_late')),"
              " EXISTS (SELECT 1 FROM case_events l WHERE l.case_id = c.id AND"
              " l.event = 'new_request')"
              " FROM cases c JOIN case_events e ON e.case_id = c.id"
              " WHERE e.to_state = 'overdue' AND e.from_state <> 'overdue' AND e.at >= ?");
  std::map<std::string, std::int64_t> cases;
  auto rows = query.rows(since);
  while (rows.next()) {
    const bool has_begun = began.count(rows.integer(0)) > 0;
    ++cases[rows.integer(1) != 0   ? "sent_in_time"
            : rows.integer(2) != 0 ? "asked_again"
            : has_begun            ? "began"
                                   : "silent"];
  }
  return cases;
}

}  // namespace

Reach read_reach(const std::filesystem::path& data_folder, base::Instant since) try {
  auto connection = open_connection(data_folder / "boomerang.db", Access::read_only);
  require_newest_schema(connection);
  const AskedIn asked = read_questions(connection, since);
  Reach reach;
  Conversations began;
  for (const auto& [step, conversations] : asked) {
    reach.steps.push_back({step, static_cast<std::int64_t>(conversations.size())});
    if (step.starts_with(kShipment)) began.insert(conversations.begin(), conversations.end());
  }
  for (const auto& [reason, cases] : read_overdue(connection, since, began)) {
    reach.overdue.push_back({reason, cases});
  }
  std::stable_sort(reach.overdue.begin(), reach.overdue.end(),
                   [](const auto& left, const auto& right) { return left.cases > right.cases; });
  return reach;
} catch (const SQLite::Exception& error) {
  throw StorageFailure(FailureKind::fatal, data_folder.string() + ": " + error.what());
}

}  // namespace storage
