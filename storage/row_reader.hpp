// Columns to values. Each read_...() fits the column list beside it, in that order.
#pragma once

#include "storage/heads.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/store.hpp"

namespace storage {

inline constexpr const char* kConversationColumns =
    "id, uuid, customer, guest_secret_hash, channel, locale, created, is_closed";
inline constexpr const char* kJournalColumns =
    "id, prev, conversation, turn, first_seq, last_seq, at, client_id, input, output, change,"
    " recorded";
inline constexpr const char* kCaseColumns =
    "id, number, type, state, customer, conversation, track, fields, policy_version, version,"
    " opened, changed, order_number, is_open, due";
inline constexpr const char* kCaseEventColumns =
    "case_id, version, event, from_state, to_state, actor, actor_id, channel, key, policy_version,"
    " data, at";
inline constexpr const char* kDueColumns = "id, kind, subject, due, payload";
inline constexpr const char* kOutboxColumns =
    "id, kind, subject, payload, next, attempts, state,"
    " lane, problem";
inline constexpr const char* kUploadColumns =
    "id, owner, name, type, bytes, hash, created, conversation";

// "SELECT <columns> <rest>"
std::string select(const char* columns, const char* rest);

ConversationRow read_conversation(const Query::Rows& row);
// The newest rows that conversations.head does not know yet, clean end or not: the journal behind
// the marker (docs/decisions/0001-journal.md).
HeadMap find_unsaved_heads(SQLite::Database& connection);

JournalRow read_journal_row(const Query::Rows& row);
CaseRow read_case(const Query::Rows& row);
CaseEventRow read_case_event(const Query::Rows& row);
DueRow read_due(const Query::Rows& row);
OutboxEntry read_outbox(const Query::Rows& row);
StoredUpload read_upload(const Query::Rows& row);

}  // namespace storage
