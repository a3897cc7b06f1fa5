#include "storage/sqlite_reader.hpp"

#include <algorithm>

#include "storage/row_reader.hpp"

namespace storage {
namespace {

// The one row of a query, or nothing.
template <class Read, class... Values>
auto one(Query& query, Read read, const Values&... values)
    -> std::optional<decltype(read(std::declval<const Query::Rows&>()))> {
  auto rows = query.rows(values...);
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

template <class Read, class... Values>
auto all(Query& query, Read read, const Values&... values) {
  std::vector<decltype(read(std::declval<const Query::Rows&>()))> found;
  auto rows = query.rows(values...);
  while (rows.next()) found.push_back(read(rows));
  return found;
}

std::int64_t as_limit(std::size_t limit) {
  return static_cast<std::int64_t>(limit);
}

}  // namespace

SqliteReader::SqliteReader(SQLite::Database& connection, const Heads& heads)
    : connection_(connection),
      heads_(heads),
      conversation_by_uuid_(connection,
                            select(kConversationColumns, "FROM conversations WHERE uuid = ?")),
      conversation_by_id_(connection,
                          select(kConversationColumns, "FROM conversations WHERE id = ?")),
      open_of_customer_(connection,
                        select(kConversationColumns,
                               "FROM conversations WHERE customer = ? AND customer <> ''"
                               " AND is_closed = 0 ORDER BY id DESC LIMIT 1")),
      open_of_guest_(connection, select(kConversationColumns,
                                        "FROM conversations WHERE guest_secret_hash = ? AND"
                                        " guest_secret_hash <> '' AND is_closed = 0"
                                        " ORDER BY id DESC LIMIT 1")),
      conversations_named_(connection,
                           select(kConversationColumns,
                                  "FROM conversations WHERE uuid >= ?1 AND uuid < ?1 || '~'"
                                  " ORDER BY uuid LIMIT ?2")),
      conversations_(connection, select(kConversationColumns,
                                        "FROM conversations WHERE id > ? ORDER BY id LIMIT ?")),
      open_conversations_(connection,
                          "SELECT id FROM conversations WHERE is_closed = 0 AND id > ?"
                          " ORDER BY id LIMIT ?"),
      head_(connection, "SELECT head FROM conversations WHERE id = ?"),
      snapshot_(connection, "SELECT turn, state FROM snapshots WHERE conversation = ?"),
      journal_row_(connection, select(kJournalColumns, "FROM journal WHERE id = ?")),
      link_(connection, "SELECT prev, first_seq, last_seq FROM journal WHERE id = ?"),
      case_by_id_(connection, select(kCaseColumns, "FROM cases WHERE id = ?")),
      case_by_number_(connection, select(kCaseColumns, "FROM cases WHERE number = ?")),
      case_events_(connection, select(kCaseEventColumns,
                                      "FROM case_events WHERE case_id = ? ORDER BY version")),
      case_event_by_key_(connection,
                         select(kCaseEventColumns,
                                "FROM case_events WHERE case_id = ? AND key = ? AND key <> ''")),
      due_before_(connection,
                  select(kDueColumns, "FROM due WHERE due <= ? ORDER BY due, id LIMIT ?")),
      next_due_(connection, "SELECT due FROM due ORDER BY due LIMIT 1"),
      due_by_id_(connection, select(kDueColumns, "FROM due WHERE id = ?")),
      outbox_before_(connection, select(kOutboxColumns,
                                        "FROM outbox WHERE state = 'pending' AND next <= ?"
                                        " ORDER BY next, id LIMIT ?")),
      outbox_by_id_(connection, select(kOutboxColumns, "FROM outbox WHERE id = ?")),
      upload_(connection, select(kUploadColumns, "FROM uploads WHERE id = ?")),
      idempotent_(connection,
                  "SELECT scope, key, request_hash, status, response, at FROM idempotency"
                  " WHERE scope = ? AND key = ?"),
      policy_(connection, "SELECT version, body FROM policies WHERE version = ?"),
      stored_flows_(connection, "SELECT hash, name, profile FROM flows ORDER BY name, hash"),
      profile_files_(connection,
                     "SELECT f.name, s.text FROM profile_files f JOIN sources s"
                     " ON s.hash = f.source WHERE f.profile = ? ORDER BY f.name"),
      counter_(connection, "SELECT value FROM counters WHERE name = ?"),
      audit_(connection,
             "SELECT at, actor, action, subject, detail FROM audit WHERE subject = ?"
             " ORDER BY id DESC LIMIT ?") {}

std::optional<ConversationRow> SqliteReader::find_conversation(std::string_view uuid) {
  return one(conversation_by_uuid_, read_conversation, uuid);
}

std::optional<ConversationRow> SqliteReader::conversation(ConversationId id) {
  return one(conversation_by_id_, read_conversation, id);
}

std::optional<ConversationRow> SqliteReader::open_conversation_of(std::string_view customer) {
  return one(open_of_customer_, read_conversation, customer);
}

std::optional<ConversationRow> SqliteReader::open_conversation_of_guest(
    std::string_view secret_hash) {
  return one(open_of_guest_, read_conversation, secret_hash);
}

JournalRowId SqliteReader::head_of(ConversationId id) {
  // Memory first: what is missing there was saved before it was forgotten, so the database, read
  // after it, has it.
  if (const auto head = heads_.find(id)) return head->row;
  return one(
             head_, [](const Query::Rows& row) { return row.integer(0); }, id)
      .value_or(0);
}

std::optional<LoadedConversation> SqliteReader::load_conversation(ConversationId id) {
  auto row = conversation(id);
  if (!row) return std::nullopt;
  LoadedConversation loaded;
  loaded.conversation = std::move(*row);
  // Read before the snapshot, so that no later snapshot hides rows that are not loaded.
  JournalRowId next = head_of(id);
  loaded.snapshot = one(
      snapshot_,
      [id](const Query::Rows& found) {
        return Snapshot{id, found.integer(0), found.text(1)};
      },
      id);
  const std::int64_t known = loaded.snapshot ? loaded.snapshot->turn : 0;
  while (next != 0) {
    auto found = journal_row(next);
    if (!found) {
      throw StorageFailure(FailureKind::fatal, "journal row " + std::to_string(next) + " is gone");
    }
    if (loaded.turn == 0) {
      loaded.turn = found->turn;
      loaded.last_seq = found->last_seq;
    }
    if (found->turn <= known) break;
    next = found->prev;
    loaded.rows.push_back(std::move(*found));
  }
  std::reverse(loaded.rows.begin(), loaded.rows.end());
  return loaded;
}

std::optional<JournalRow> SqliteReader::journal_row(JournalRowId id) {
  return one(journal_row_, read_journal_row, id);
}

std::vector<JournalRow> SqliteReader::journal(ConversationId id) {
  std::vector<JournalRow> rows;
  for (JournalRowId next = head_of(id); next != 0;) {
    auto found = journal_row(next);
    if (!found) {
      throw StorageFailure(FailureKind::fatal, "journal row " + std::to_string(next) + " is gone");
    }
    next = found->prev;
    rows.push_back(std::move(*found));
  }
  std::reverse(rows.begin(), rows.end());
  return rows;
}

std::vector<ConversationId> SqliteReader::open_conversations(ConversationId after,
                                                             std::size_t limit) {
  return all(
      open_conversations_, [](const Query::Rows& row) { return row.integer(0); }, after,
      as_limit(limit));
}

std::vector<ConversationRow> SqliteReader::conversations_named(std::string_view prefix,
                                                               std::size_t limit) {
  return all(conversations_named_, read_conversation, prefix, as_limit(limit));
}

std::vector<ConversationRow> SqliteReader::conversations(ConversationId after, std::size_t limit) {
  return all(conversations_, read_conversation, after, as_limit(limit));
}

std::vector<JournalRow> SqliteReader::messages_after(ConversationId id, std::int64_t seq,
                                                     std::size_t limit) {
  std::vector<JournalRow> found;
  for (const JournalRowId row : rows_after(id, seq)) {
    if (found.size() == limit) break;
    if (auto read = journal_row(row)) found.push_back(std::move(*read));
  }
  return found;
}

std::vector<JournalRowId> SqliteReader::rows_after(ConversationId id, std::int64_t seq) {
  struct Link {
    JournalRowId prev;
    std::int64_t first_seq;
    std::int64_t last_seq;
  };
  const auto read_link = [](const Query::Rows& row) {
    return Link{row.integer(0), row.integer(1), row.integer(2)};
  };
  std::vector<JournalRowId> found;
  JournalRowId next = head_of(id);
  while (next != 0) {
    const auto link = one(link_, read_link, next);
    if (!link || link->last_seq <= seq) break;
    // A turn without messages has nothing to tell.
    if (link->first_seq <= link->last_seq) found.push_back(next);
    next = link->prev;
  }
  std::reverse(found.begin(), found.end());
  return found;
}

std::optional<CaseRow> SqliteReader::find_case(std::string_view id) {
  return one(case_by_id_, read_case, id);
}

std::optional<CaseRow> SqliteReader::find_case_by_number(std::string_view number) {
  return one(case_by_number_, read_case, number);
}

// Prepared anew for each call: one fixed statement for all combinations could not use the indexes.
std::vector<CaseRow> SqliteReader::list_cases(const CaseFilter& filter, std::string_view after,
                                              std::size_t limit) {
  std::string where = "FROM cases WHERE (?1 = '' OR id < ?1)";
  where += filter.customer.empty() ? " AND ?2 = ''" : " AND customer = ?2";
  where += filter.type.empty() ? " AND ?3 = ''" : " AND type = ?3";
  where += filter.state.empty() ? " AND ?4 = ''" : " AND state = ?4";
  where += filter.conversation == 0 ? " AND ?5 = 0" : " AND conversation = ?5";
  where += filter.track.empty() ? " AND ?6 = ''" : " AND track = ?6 AND track <> ''";
  where += " ORDER BY id DESC LIMIT ?7";
  Query query(connection_, select(kCaseColumns, where.c_str()));
  return all(query, read_case, after, filter.customer, filter.type, filter.state,
             filter.conversation, filter.track, as_limit(limit));
}

std::vector<CaseEventRow> SqliteReader::case_events(std::string_view id) {
  return all(case_events_, read_case_event, id);
}

std::optional<CaseEventRow> SqliteReader::case_event_by_key(std::string_view id,
                                                            std::string_view key) {
  return one(case_event_by_key_, read_case_event, id, key);
}

std::vector<DueRow> SqliteReader::due_before(base::Instant instant, std::size_t limit) {
  return all(due_before_, read_due, instant, as_limit(limit));
}

std::optional<base::Instant> SqliteReader::next_due() {
  return one(next_due_, [](const Query::Rows& row) { return row.instant(0); });
}

std::optional<DueRow> SqliteReader::find_due(std::string_view id) {
  return one(due_by_id_, read_due, id);
}

std::vector<OutboxEntry> SqliteReader::outbox_before(base::Instant instant, std::size_t limit) {
  return all(outbox_before_, read_outbox, instant, as_limit(limit));
}

std::optional<OutboxEntry> SqliteReader::find_outbox(std::string_view id) {
  return one(outbox_by_id_, read_outbox, id);
}

std::optional<StoredUpload> SqliteReader::find_upload(std::string_view id) {
  return one(upload_, read_upload, id);
}

std::optional<IdempotencyRow> SqliteReader::idempotent(std::string_view scope,
                                                       std::string_view key) {
  const auto read = [](const Query::Rows& row) {
    return IdempotencyRow{row.text(0), row.text(1),   row.text(2), static_cast<int>(row.integer(3)),
                          row.text(4), row.instant(5)};
  };
  return one(idempotent_, read, scope, key);
}

std::optional<PolicyRow> SqliteReader::policy(std::string_view version) {
  return one(
      policy_,
      [](const Query::Rows& row) {
        return PolicyRow{row.text(0), row.text(1)};
      },
      version);
}

std::vector<StoredFlow> SqliteReader::stored_flows() {
  return all(stored_flows_, [](const Query::Rows& row) {
    return StoredFlow{row.text(0), row.text(1), row.text(2)};
  });
}

std::vector<ProfileFile> SqliteReader::profile_files(std::string_view version) {
  return all(
      profile_files_,
      [](const Query::Rows& row) {
        return ProfileFile{row.text(0), row.text(1)};
      },
      version);
}

std::int64_t SqliteReader::counter(std::string_view name) {
  return one(
             counter_, [](const Query::Rows& row) { return row.integer(0); }, name)
      .value_or(0);
}

std::vector<AuditRow> SqliteReader::audit(std::string_view subject, std::size_t limit) {
  const auto read = [](const Query::Rows& row) {
    return AuditRow{row.instant(0), row.text(1), row.text(2), row.text(3), row.text(4)};
  };
  return all(audit_, read, subject, as_limit(limit));
}

}  // namespace storage
