#include "storage/row_reader.hpp"

#include "storage/row_text.hpp"

namespace storage {

std::string select(const char* columns, const char* rest) {
  std::string sql = "SELECT ";
  sql += columns;
  sql += ' ';
  sql += rest;
  return sql;
}

HeadMap find_unsaved_heads(SQLite::Database& connection) {
  Query tail(connection,
             "SELECT id, conversation, turn, last_seq FROM journal WHERE id >"
             " ifnull((SELECT value FROM meta WHERE name = 'heads_complete_to'), 0) ORDER BY id");
  HeadMap found;
  auto rows = tail.rows();
  while (rows.next()) {
    found[rows.integer(1)] = Head{rows.integer(0), rows.integer(2), rows.integer(3)};
  }
  return found;
}

ConversationRow read_conversation(const Query::Rows& row) {
  return {row.integer(0), row.text(1), row.text(2),    row.text(3),
          row.text(4),    row.text(5), row.instant(6), row.integer(7) != 0};
}

JournalRow read_journal_row(const Query::Rows& row) {
  return {row.integer(0), row.integer(1), row.integer(2), row.integer(3),
          row.integer(4), row.integer(5), row.instant(6), row.text(7),
          row.text(8),    row.text(9),    row.text(10),   row.text(11)};
}

CaseRow read_case(const Query::Rows& row) {
  const bool has_due = row.integer(14) > 0;
  return {row.text(0),
          row.text(1),
          row.text(2),
          row.text(3),
          row.text(4),
          row.integer(5),
          row.text(6),
          row.text(7),
          row.text(8),
          row.integer(9),
          row.instant(10),
          row.instant(11),
          row.text(12),
          row.integer(13) != 0,
          has_due ? std::optional(row.instant(14)) : std::nullopt};
}

CaseEventRow read_case_event(const Query::Rows& row) {
  return {row.text(0), row.integer(1), row.text(2), row.text(3), row.text(4),  row.text(5),
          row.text(6), row.text(7),    row.text(8), row.text(9), row.text(10), row.instant(11)};
}

DueRow read_due(const Query::Rows& row) {
  return {row.text(0), row.text(1), row.text(2), row.instant(3), row.text(4)};
}

OutboxEntry read_outbox(const Query::Rows& row) {
  return {{row.text(0), row.text(1), row.text(2), row.text(3), row.instant(4), row.text(7)},
          row.integer(5),
          outbox_state(row.text(6)),
          row.text(8)};
}

StoredUpload read_upload(const Query::Rows& row) {
  return {{row.text(0), row.text(1), row.text(2), row.text(3), row.integer(4), row.text(5),
           row.instant(6)},
          row.integer(7)};
}

}  // namespace storage
