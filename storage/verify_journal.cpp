#include <algorithm>
#include <unordered_map>

#include "storage/row_reader.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/verify_checks.hpp"

namespace storage {
namespace {

// Where one conversation stands by its journal rows alone.
struct Trail {
  JournalRowId row = 0;
  std::int64_t turn = 0;
  std::int64_t last_seq = 0;
  JournalRowId row_at_marker = 0;  // newest row that the head marker covers
};

using Trails = std::unordered_map<ConversationId, Trail>;

std::string name_of(const JournalRow& row) {
  return "conversation " + std::to_string(row.conversation) + " turn " + std::to_string(row.turn) +
         " row " + std::to_string(row.id);
}

Trails read_conversations(SQLite::Database& connection, VerifyReport& report) {
  Query query(connection, "SELECT id FROM conversations");
  Trails trails;
  auto rows = query.rows();
  while (rows.next()) trails[rows.integer(0)] = Trail{};
  report.conversations = static_cast<std::int64_t>(trails.size());
  return trails;
}

// Rows come ordered by id, so each one's predecessor has been seen.
void verify_row(const JournalRow& row, Trail& trail, VerifyReport& report) {
  if (row.prev != trail.row) {
    report.add("journal.prev", name_of(row), "link " + but_is(trail.row, row.prev));
  }
  if (row.turn != trail.turn + 1) {
    report.add("journal.turn_gap", name_of(row), "turn " + but_is(trail.turn + 1, row.turn));
  }
  if (row.first_seq != trail.last_seq + 1) {
    report.add("journal.seq_gap", name_of(row),
               "first message " + but_is(trail.last_seq + 1, row.first_seq));
  }
  if (row.last_seq < row.first_seq - 1) {
    report.add("journal.seq_range", name_of(row), "last message before the first");
  }
  trail.row = row.id;
  trail.turn = row.turn;
  trail.last_seq = row.last_seq;
}

void verify_rows(SQLite::Database& connection, const VerifyOptions& options, JournalRowId marker,
                 Trails& trails, VerifyReport& report) {
  Query query(connection, select(kJournalColumns, "FROM journal ORDER BY id"));
  auto rows = query.rows();
  while (rows.next()) {
    ++report.journal_rows;
    const auto row = read_journal_row(rows);
    const auto trail = trails.find(row.conversation);
    if (trail == trails.end()) {
      report.add("journal.unknown_conversation", name_of(row), "no such conversation");
      continue;
    }
    verify_row(row, trail->second, report);
    if (row.id <= marker) trail->second.row_at_marker = row.id;
    if (options.on_journal_row) options.on_journal_row(row, report);
  }
}

// A stored head may lag behind, but only by rows after the marker, which the next start scans.
void verify_heads(SQLite::Database& connection, const Trails& trails, VerifyReport& report) {
  Query heads(connection,
              "SELECT c.id, c.head, c.head_turn, c.head_seq, j.conversation, j.turn, j.last_seq"
              " FROM conversations c LEFT JOIN journal j ON j.id = c.head");
  auto rows = heads.rows();
  while (rows.next()) {
    const auto id = rows.integer(0);
    const auto head = rows.integer(1);
    const Trail& trail = trails.at(id);
    const auto name = "conversation " + std::to_string(id);
    if (head < trail.row_at_marker || head > trail.row) {
      report.add("conversation.head", name, "row " + but_is(trail.row, head));
    }
    const bool agrees = head == 0 ? rows.integer(2) == 0 && rows.integer(3) == 0
                                  : rows.integer(4) == id && rows.integer(5) == rows.integer(2) &&
                                        rows.integer(6) == rows.integer(3);
    if (!agrees) report.add("conversation.head_row", name, "row " + std::to_string(head));
  }
}

void verify_client_ids(SQLite::Database& connection, VerifyReport& report) {
  Query twice(connection,
              "SELECT conversation, max(id) FROM journal WHERE client_id <> ''"
              " GROUP BY conversation, client_id HAVING count(*) > 1");
  auto rows = twice.rows();
  while (rows.next()) {
    report.add("journal.client_id_twice",
               "conversation " + std::to_string(rows.integer(0)) + " row " +
                   std::to_string(rows.integer(1)),
               "a message was applied twice");
  }
}

void verify_snapshots(SQLite::Database& connection, const VerifyOptions& options,
                      const Trails& trails, VerifyReport& report) {
  Query query(connection, "SELECT conversation, turn, state FROM snapshots ORDER BY conversation");
  auto rows = query.rows();
  while (rows.next()) {
    const Snapshot snapshot{rows.integer(0), rows.integer(1), rows.text(2)};
    const auto trail = trails.find(snapshot.conversation);
    const auto newest = trail == trails.end() ? 0 : trail->second.turn;
    if (snapshot.turn < 1 || snapshot.turn > newest) {
      report.add("snapshot.turn", "conversation " + std::to_string(snapshot.conversation),
                 "of turn " + std::to_string(snapshot.turn) + " of " + std::to_string(newest));
    }
    if (options.on_snapshot) options.on_snapshot(snapshot, report);
  }
}

}  // namespace

void verify_journal(SQLite::Database& connection, const VerifyOptions& options,
                    VerifyReport& report) {
  Query read_marker(connection, "SELECT value FROM meta WHERE name = 'heads_complete_to'");
  JournalRowId marker = 0;
  if (auto rows = read_marker.rows(); rows.next()) marker = rows.integer(0);
  auto trails = read_conversations(connection, report);
  verify_rows(connection, options, marker, trails, report);
  verify_heads(connection, trails, report);
  verify_client_ids(connection, report);
  verify_snapshots(connection, options, trails, report);
}

}  // namespace storage
