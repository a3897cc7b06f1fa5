// The durable truth, in the words of the domain. Reading belongs to the loop thread; write() and
// maintain() belong to the one thread that commits (commit_queue.hpp); both may run at once. What
// write() returned for is visible to every later read.
//
// Every member may throw StorageFailure (failure.hpp). One backend today: SQLite
// (sqlite_store.hpp). Each must pass the contract in tests/unit/storage/store_contract.hpp.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/commit.hpp"
#include "storage/failure.hpp"

namespace storage {

enum class CommitStatus {
  ok,        // durable
  conflict,  // nothing of this commit was written: a version, key or turn number is taken
  // Nothing of this batch was written: the disk is full, or another program holds the file.
  unavailable,
};

std::string_view to_string(CommitStatus status);

// What became of one Commit of a batch.
struct CommitResult {
  CommitStatus status = CommitStatus::ok;
  JournalRowId journal_row = 0;  // of the turn, when there was one
  std::string detail;            // for the log, when not ok: which row and key; no personal text
};

struct ConversationRow {
  ConversationId id = 0;
  std::string uuid;
  std::string customer;
  std::string guest_secret_hash;
  std::string channel;
  std::string locale;
  base::Instant created{};
  bool is_closed = false;
};

// State = snapshot (if any) followed by the changes of `rows`, oldest first.
struct LoadedConversation {
  ConversationRow conversation;
  std::optional<Snapshot> snapshot;
  std::vector<JournalRow> rows;
  // Of the newest turn; 0 before the first.
  std::int64_t turn = 0;
  std::int64_t last_seq = 0;
};

struct CaseFilter {
  std::string customer;  // empty = any; also the others
  std::string type;
  std::string state;
  std::string track;
  ConversationId conversation = 0;
  // What people type to find a case: its number or the first five characters of it or more, the
  // order, the customer or the tracking number, whole.
  std::string text = {};
  bool only_open = false;
  // Cases whose deadline comes before; then the list is ordered by deadline, the first first.
  std::optional<base::Instant> due_before = {};
};

// Where the next page of a list begins: to be given as `after` with the same filter.
std::string page_after(const CaseFilter& filter, const CaseRow& last);

struct OutboxEntry {
  OutboxRow row;
  std::int64_t attempts = 0;
  OutboxState state = OutboxState::pending;
  std::string problem = {};  // of the newest attempt
};

// Counted up to kCountLimit: a longer queue is as bad.
inline constexpr std::int64_t kCountLimit = 10'000;
struct OutboxCounts {
  std::int64_t pending = 0;
  std::int64_t dead = 0;
};

// How far the audit trail goes, and the hash that covers all of it.
struct AuditHead {
  std::int64_t rows = 0;
  std::string hash;  // 64 hexadecimal digits; empty before the first row
};

struct StoredUpload {
  UploadRow row;
  ConversationId conversation = 0;  // that claimed it; 0 = none yet
};

// A flow that is kept for the runs that are pinned to it.
struct StoredFlow {
  std::string hash;
  std::string name;
  std::string profile;  // version of the newest published profile that has it
};

// Counts since opening, for metrics. Any thread.
struct StoreStats {
  std::int64_t checkpoints = 0;
  std::int64_t slowest_checkpoint_us = 0;
  std::int64_t log_pages = 0;  // of the write-ahead log, after the last write
};

class Store {
 public:
  virtual ~Store() = default;

  // --- Reading: loop thread only. ---

  virtual std::optional<ConversationRow> find_conversation(std::string_view uuid) = 0;
  virtual std::optional<ConversationRow> conversation(ConversationId id) = 0;
  // The newest conversation that is not closed; nothing when there is none or the name is empty.
  virtual std::optional<ConversationRow> open_conversation_of(std::string_view customer) = 0;
  virtual std::optional<ConversationRow> open_conversation_of_guest(
      std::string_view guest_secret_hash) = 0;
  // Nothing when there is no such conversation. Reads one row for each turn after the snapshot.
  virtual std::optional<LoadedConversation> load_conversation(ConversationId id) = 0;
  virtual std::optional<JournalRow> journal_row(JournalRowId id) = 0;
  // Every turn of the conversation, oldest first.
  virtual std::vector<JournalRow> journal(ConversationId id) = 0;
  // Conversations that are not closed, with ids over `after`, in order.
  virtual std::vector<ConversationId> open_conversations(ConversationId after,
                                                         std::size_t limit) = 0;
  // The turns that hold a message with a sequence number over `seq`, oldest first: where they stand
  // in the journal. Walks back from the newest turn: reads one short row for each.
  virtual std::vector<JournalRowId> rows_after(ConversationId id, std::int64_t seq) = 0;
  // The first `limit` of these turns, read.
  virtual std::vector<JournalRow> messages_after(ConversationId id, std::int64_t seq,
                                                 std::size_t limit) = 0;

  virtual std::optional<CaseRow> find_case(std::string_view id) = 0;
  virtual std::optional<CaseRow> find_case_by_number(std::string_view number) = 0;
  // Newest first, or by deadline (CaseFilter::due_before). `after`: page_after() of the last case
  // of the page before; empty for the first page. One that was not made by page_after finds nothing
  // or begins somewhere.
  virtual std::vector<CaseRow> list_cases(const CaseFilter& filter, std::string_view after,
                                          std::size_t limit) = 0;
  // All, oldest first.
  virtual std::vector<CaseEventRow> case_events(std::string_view id) = 0;
  // The event of that case that carried the key (not empty).
  virtual std::optional<CaseEventRow> case_event_by_key(std::string_view id,
                                                        std::string_view key) = 0;

  // Rows due at the instant or before, ordered by (due, id).
  virtual std::vector<DueRow> due_before(base::Instant instant, std::size_t limit) = 0;
  virtual std::optional<base::Instant> next_due() = 0;
  virtual std::optional<DueRow> find_due(std::string_view id) = 0;
  // Of one case, the first first.
  virtual std::vector<DueRow> due_of_case(std::string_view case_id) = 0;

  // Pending rows whose time has come, ordered by (time, id).
  virtual std::vector<OutboxEntry> outbox_before(base::Instant instant, std::size_t limit) = 0;
  virtual std::optional<OutboxEntry> find_outbox(std::string_view id) = 0;
  // Of one lane, ordered by (time, id).
  virtual std::vector<OutboxEntry> outbox_of_lane(std::string_view lane, base::Instant instant,
                                                  std::size_t limit) = 0;
  // Every lane with pending rows.
  virtual std::vector<std::string> outbox_lanes() = 0;
  // Of one state, ordered by id, with ids over `after`.
  virtual std::vector<OutboxEntry> outbox_in_state(OutboxState state, std::string_view after,
                                                   std::size_t limit) = 0;
  virtual OutboxCounts outbox_counts() = 0;

  virtual std::optional<StoredUpload> find_upload(std::string_view id) = 0;
  virtual std::optional<IdempotencyRow> idempotent(std::string_view scope,
                                                   std::string_view key) = 0;
  virtual std::optional<PolicyRow> policy(std::string_view version) = 0;
  // Ordered by name and hash.
  virtual std::vector<StoredFlow> stored_flows() = 0;
  // The files of a published profile; empty when there is none of that version.
  virtual std::vector<ProfileFile> profile_files(std::string_view version) = 0;
  // 0 when never written.
  virtual std::int64_t counter(std::string_view name) = 0;
  // Newest first; only actions that begin so.
  virtual std::vector<AuditRow> audit(std::string_view subject, std::string_view action_prefix,
                                      std::size_t limit) = 0;
  virtual AuditHead audit_head() = 0;
  // Nothing when none is known.
  virtual std::optional<Contact> contact(std::string_view customer) = 0;

  // What the staff console reads (console_rows.hpp).
  virtual ConsoleRecords& console() = 0;

  // A number no conversation has had. Not durable by itself: one whose commit fails is not reused
  // before the next start.
  virtual ConversationId allocate_conversation_id() = 0;

  // --- Writing: commit thread only. ---

  // Writes the commits in order, as one transaction, durable on return. A commit that conflicts is
  // left out, the others stand; one result each. Throws StorageFailure (full, busy: nothing of the
  // batch was written; fatal: unknown).
  virtual std::vector<CommitResult> write(std::span<const Commit* const> batch) = 0;
  // Called between batches, after their answers left: the place for upkeep that takes time, in
  // small pieces. `is_idle`: nobody is waiting. Returns whether more of it would be useful.
  virtual bool maintain(bool is_idle) = 0;
  // Whether a write of some size works again after `full`.
  virtual bool can_write() = 0;
  // Finishes upkeep for a clean end. The destructor does not call it: dropping a store is a crash.
  virtual void close() = 0;

  // Any thread.
  virtual StoreStats stats() const = 0;
};

}  // namespace storage
