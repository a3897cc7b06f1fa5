#include "storage/sqlite_reader.hpp"

#include <algorithm>

#include "storage/query_rows.hpp"
#include "storage/row_reader.hpp"

namespace storage {
namespace {

constexpr const char* kOutboxCounts =
    "SELECT (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE state = 'pending'"
    " LIMIT ?1)), (SELECT count(*) FROM (SELECT 1 FROM outbox WHERE"
    " state = 'dead' LIMIT ?1))";
constexpr const char* kNextLane =
    "SELECT lane FROM outbox WHERE state = 'pending' AND lane > ?"
    " ORDER BY lane LIMIT 1";
constexpr const char* kProfileFiles =
    "SELECT f.name, s.text FROM profile_files f JOIN sources s"
    " ON s.hash = f.source WHERE f.profile = ? ORDER BY f.name";
constexpr const char* kAudit =
    "SELECT at, actor, action, subject, detail FROM audit WHERE subject = ?1"
    " AND substr(action, 1, length(?2)) = ?2 ORDER BY id DESC LIMIT ?3";

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
      due_of_case_(connection, select(kDueColumns,
                                      "FROM due WHERE id >= 'case:' || ?1 || ':'"
                                      " AND id < 'case:' || ?1 || ';' ORDER BY due, id")),
      outbox_before_(connection, select(kOutboxColumns,
                                        "FROM outbox WHERE state = 'pending' AND next <= ?"
                                        " ORDER BY next, id LIMIT ?")),
      outbox_by_id_(connection, select(kOutboxColumns, "FROM outbox WHERE id = ?")),
      outbox_of_lane_(connection,
                      select(kOutboxColumns,
                             "FROM outbox WHERE state = 'pending' AND lane = ? AND next <= ?"
                             " ORDER BY next, id LIMIT ?")),
      next_lane_(connection, kNextLane),
      outbox_in_state_(connection, select(kOutboxColumns,
                                          "FROM outbox WHERE state = ? AND id > ?"
                                          " ORDER BY id LIMIT ?")),
      outbox_counts_(connection, kOutboxCounts),
      upload_(connection, select(kUploadColumns, "FROM uploads WHERE id = ?")),
      idempotent_(connection,
                  "SELECT scope, key, request_hash, status, response, at FROM idempotency"
                  " WHERE scope = ? AND key = ?"),
      policy_(connection, "SELECT version, body FROM policies WHERE version = ?"),
      stored_flows_(connection, "SELECT hash, name, profile FROM flows ORDER BY name, hash"),
      profile_files_(connection, kProfileFiles),
      counter_(connection, "SELECT value FROM counters WHERE name = ?"),
      audit_(connection, kAudit),
      audit_head_(connection, "SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1"),
      contact_(connection, "SELECT customer, email FROM contacts WHERE customer = ?") {}

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

}  // namespace storage
