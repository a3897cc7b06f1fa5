// All reading of the SQLite store, through a connection of its own that can only read. Loop thread
// only. Every statement is finished before a function returns, so that no read transaction stays
// open to hold up a checkpoint.
#pragma once

#include <SQLiteCpp/Database.h>

#include "storage/heads.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/store.hpp"

namespace storage {

class SqliteReader {
 public:
  SqliteReader(SQLite::Database& connection, const Heads& heads);

  std::optional<ConversationRow> find_conversation(std::string_view uuid);
  std::optional<ConversationRow> conversation(ConversationId id);
  std::optional<ConversationRow> open_conversation_of(std::string_view customer);
  std::optional<ConversationRow> open_conversation_of_guest(std::string_view secret_hash);
  std::optional<LoadedConversation> load_conversation(ConversationId id);
  std::optional<JournalRow> journal_row(JournalRowId id);
  std::vector<JournalRow> journal(ConversationId id);
  std::vector<ConversationId> open_conversations(ConversationId after, std::size_t limit);
  // Conversations whose uuid begins so, in order.
  std::vector<ConversationRow> conversations_named(std::string_view prefix, std::size_t limit);
  std::vector<ConversationRow> conversations(ConversationId after, std::size_t limit);
  std::vector<JournalRow> messages_after(ConversationId id, std::int64_t seq, std::size_t limit);
  std::vector<JournalRowId> rows_after(ConversationId id, std::int64_t seq);

  std::optional<CaseRow> find_case(std::string_view id);
  std::optional<CaseRow> find_case_by_number(std::string_view number);
  std::vector<CaseRow> list_cases(const CaseFilter& filter, std::string_view after,
                                  std::size_t limit);
  std::vector<CaseEventRow> case_events(std::string_view id);
  std::optional<CaseEventRow> case_event_by_key(std::string_view id, std::string_view key);

  std::vector<DueRow> due_before(base::Instant instant, std::size_t limit);
  std::optional<base::Instant> next_due();
  std::optional<DueRow> find_due(std::string_view id);
  std::vector<DueRow> due_of_case(std::string_view case_id);
  std::vector<OutboxEntry> outbox_before(base::Instant instant, std::size_t limit);
  std::optional<OutboxEntry> find_outbox(std::string_view id);
  std::vector<OutboxEntry> outbox_of_lane(std::string_view lane, base::Instant instant,
                                          std::size_t limit);
  std::vector<std::string> outbox_lanes();
  std::vector<OutboxEntry> outbox_in_state(OutboxState state, std::string_view after,
                                           std::size_t limit);
  OutboxCounts outbox_counts();
  std::optional<StoredUpload> find_upload(std::string_view id);
  std::optional<IdempotencyRow> idempotent(std::string_view scope, std::string_view key);
  std::optional<PolicyRow> policy(std::string_view version);
  std::vector<StoredFlow> stored_flows();
  std::vector<ProfileFile> profile_files(std::string_view version);
  std::int64_t counter(std::string_view name);
  std::vector<AuditRow> audit(std::string_view subject, std::string_view action_prefix,
                              std::size_t limit);
  std::vector<AuditRow> audit_from(std::int64_t number, std::size_t limit);
  AuditHead audit_head();
  std::optional<Contact> contact(std::string_view customer);

 private:
  // 0 when the conversation has no turn yet or does not exist.
  JournalRowId head_of(ConversationId id);

  SQLite::Database& connection_;
  const Heads& heads_;

  Query conversation_by_uuid_, conversation_by_id_, open_of_customer_, open_of_guest_;
  Query conversations_named_, conversations_, open_conversations_;
  Query head_, snapshot_, journal_row_, link_;
  Query case_by_id_, case_by_number_, case_events_, case_event_by_key_;
  Query due_before_, next_due_, due_by_id_, due_of_case_;
  Query outbox_before_, outbox_by_id_, outbox_of_lane_, next_lane_, outbox_in_state_;
  Query outbox_counts_;
  Query upload_, idempotent_, policy_, stored_flows_, profile_files_, counter_, audit_;
  Query audit_head_, contact_;
};

}  // namespace storage
