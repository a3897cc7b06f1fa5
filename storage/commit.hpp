// What one turn, back-office event or timer makes durable: plain values, in the words of the
// domain. A Commit is written whole or not at all. JSON bodies are opaque text here: the store
// keeps and returns them byte for byte and never reads them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "storage/console_rows.hpp"

namespace storage {

// Conversations are known by a small number inside (rows, links) and by a UUIDv7 outside.
using ConversationId = std::int64_t;
// Where a journal row stands; grows with time. 0 = no row.
using JournalRowId = std::int64_t;

struct NewConversation {
  ConversationId id = 0;          // from Store::allocate_conversation_id
  std::string uuid;               // unique
  std::string customer;           // the shop's customer id; empty for a guest
  std::string guest_secret_hash;  // hexadecimal; empty for a customer
  std::string channel;
  std::string locale;
  base::Instant created{};
};

// One turn of one conversation. Turns are numbered 1, 2, 3 ... without a gap, and so are the
// sequence numbers of the messages: first_seq follows the last_seq of the turn before. A turn
// without messages has first_seq = last_seq + 1.
struct JournalRow {
  JournalRowId id = 0;    // given by the store
  JournalRowId prev = 0;  // given by the store: the conversation's row before this one
  ConversationId conversation = 0;
  std::int64_t turn = 0;
  std::int64_t first_seq = 0;
  std::int64_t last_seq = 0;
  base::Instant at{};
  std::string client_id;  // of the customer's message; empty for timers, staff and events
  std::string input;      // JSON of the event
  std::string output;     // wire JSON of each message, one a line, in order of sequence
  std::string change;     // JSON change of the conversation's state
  // JSON of what the turn learned from outside and saw of the world, so that it can be run again
  // from the journal alone (bot/replay); empty in rows of before schema 2.
  std::string recorded;
};

// The state after a turn; replaces the conversation's older snapshot. Loading starts from it.
struct Snapshot {
  ConversationId conversation = 0;
  std::int64_t turn = 0;  // of this commit's journal row or an earlier one
  std::string state;
};

struct CaseRow {
  std::string id;      // UUIDv7
  std::string number;  // what people say and write on a parcel; unique
  std::string type;
  std::string state;
  std::string customer;
  ConversationId conversation = 0;  // 0: opened without one
  std::string track;                // a number that the case can be found by; empty = none
  std::string fields;               // JSON
  std::string policy_version;       // PolicyRow::version it was opened under
  std::int64_t version = 0;         // number of events so far
  base::Instant opened{};
  base::Instant changed{};
  // What lists of cases are filtered by, beside the columns above.
  std::string order = {};                 // the shop's number of the order; may be empty
  bool is_open = true;                    // whether the state is one that a case can leave
  std::optional<base::Instant> due = {};  // the deadline that runs, if any
};

struct CaseEventRow {
  std::string case_id;
  std::int64_t version = 0;  // 1, 2, 3 ... without a gap within the case
  std::string event;
  std::string from;  // empty for the event that opens the case
  std::string to;
  std::string actor;     // kind: customer, bot, agent, warehouse, finance, clock ...
  std::string actor_id;  // who of that kind; may be empty
  std::string channel;
  std::string key;  // idempotency key, unique within the case; empty = none
  std::string policy_version;
  std::string data;  // JSON
  base::Instant at{};
};

// A case after one or more events. `row.version` = expected_version + events.size(), and the last
// event leads to row.state. A case that is not at expected_version (0 = does not exist) makes the
// whole commit a conflict, and so does a key that the case has seen.
struct CaseWrite {
  CaseRow row;
  std::int64_t expected_version = 0;
  std::vector<CaseEventRow> events;
};

// Something to do at a moment. Writing an id again moves it.
struct DueRow {
  std::string id;       // stable and unique, such as "case:<case id>:ship"
  std::string kind;     // what to do
  std::string subject;  // of whom: a case id where the id begins with "case:"
  base::Instant due{};
  std::string payload;  // JSON
};

// The row that this commit carries out. It is deleted with what it caused, so it fires once: if it
// is gone or was moved to another moment, the whole commit is a conflict.
struct DueFired {
  std::string id;
  base::Instant due{};
};

// An effect that leaves the process after the commit, at least once, under this stable id.
struct OutboxRow {
  std::string id;  // unique
  std::string kind;
  std::string subject;
  std::string payload;  // JSON
  base::Instant at{};   // not before
  // Rows of one lane go to one receiver, so that a receiver that hangs delays nobody else.
  std::string lane = {};
};

enum class OutboxState { pending, delivered, dead };

// What became of an attempt to deliver. Unknown ids make the commit a conflict.
struct OutboxAttempt {
  std::string id;
  OutboxState state = OutboxState::pending;
  base::Instant next{};      // not before; for pending
  std::string problem = {};  // why it failed, for people; never a secret or a message's text
};

// A person sends a row again that is dead or delivered. One that is pending, or unknown, makes the
// commit a conflict. Its attempts count from 0 again.
struct OutboxResend {
  std::string id;
  base::Instant at{};
};

// Delivered rows of before that moment go, the oldest first, at most `limit`.
struct OutboxSweep {
  base::Instant before{};
  std::int64_t limit = 0;
};

// One line of the audit trail. The store chains the rows: each carries a hash over itself and the
// row before (audit_chain.hpp), so that a row that was changed, removed or moved shows.
struct AuditRow {
  base::Instant at{};
  std::string actor;
  std::string action;
  std::string subject;
  std::string detail;  // JSON; never message text
};

// A file that a person sent; its bytes are a blob (blobs.hpp), durable before this row.
struct UploadRow {
  std::string id;     // UUIDv7
  std::string owner;  // principal who may use it
  std::string name;
  std::string type;  // "jpeg", "png", "pdf": by the signature
  std::int64_t bytes = 0;
  std::string hash;  // SHA-256, hexadecimal
  base::Instant created{};
};

// Ties an upload to the conversation that uses it. An upload is claimed once: a second claim by
// another conversation, or of an unknown upload, is a conflict; by the same one it is harmless.
struct UploadClaim {
  std::string upload;
  ConversationId conversation = 0;
};

// The answer that a repeat of a back-office request gets. An existing (scope, key) is a conflict.
struct IdempotencyRow {
  std::string scope;
  std::string key;
  std::string request_hash;
  int status = 0;
  std::string response;
  base::Instant at{};
};

// The figures a case was opened under. Storing the same version with the same body again is
// harmless; with another body it is a conflict.
struct PolicyRow {
  std::string version;
  std::string body;
};

// One file of a published profile.
struct ProfileFile {
  std::string name;  // within the profile: "flows/create_return.yaml"
  std::string text;
};

// A flow that runs may be pinned to: its hash names what it does, whatever its texts say.
struct PublishedFlow {
  std::string hash;
  std::string name;
};

// A profile as it was published: its files under their version (a hash of names and contents), and
// the flows in it. Publishing one again is harmless; a flow then belongs to the newest profile.
struct PublishedProfile {
  std::string version;
  base::Instant at{};
  std::vector<ProfileFile> files;
  std::vector<PublishedFlow> flows;
};

// A number that only grows (return numbers handed out, the clock's high-water mark): the store
// keeps the largest value written.
struct Counter {
  std::string name;
  std::int64_t value = 0;
};

// A guest's conversation becomes a customer's: the guest's secret opens it no longer. It must be a
// guest's still.
struct Adoption {
  ConversationId conversation = 0;
  std::string customer;  // the shop's customer id, never empty
};

// Where a customer can be reached beside the chat. Replaces what was known; empty: no longer.
struct Contact {
  std::string customer;
  std::string email;
};

// Something that a customer asked and nothing answered, for whoever writes the articles. The words
// are masked before they get here. The store keeps the newest kMaxGaps.
inline constexpr std::int64_t kMaxGaps = 10'000;
struct GapRow {
  base::Instant at{};
  ConversationId conversation = 0;
  std::int64_t turn = 0;
  std::string language;  // of the conversation
  std::string reason;    // "not_understood", "unanswered", "not_helped"
  std::string article;   // not_helped: the one that was given
  std::string text;
};

struct Commit {
  std::optional<NewConversation> conversation;
  std::optional<JournalRow> turn;
  std::optional<Snapshot> snapshot;
  std::vector<CaseWrite> cases;
  std::vector<DueRow> due;
  std::vector<std::string> cancelled_due;  // ids; one that is not there is fine
  std::vector<DueFired> fired_due;
  std::vector<OutboxRow> outbox;
  std::vector<OutboxAttempt> outbox_attempts;
  std::vector<OutboxResend> outbox_resends;
  std::optional<OutboxSweep> outbox_sweep;
  std::vector<AuditRow> audit;
  std::vector<UploadRow> uploads;
  std::vector<UploadClaim> upload_claims;
  std::vector<IdempotencyRow> idempotency;
  std::vector<PolicyRow> policies;
  std::vector<Counter> counters;
  std::vector<Adoption> adoptions;
  std::vector<Contact> contacts;
  std::vector<ConversationId> closed_conversations;  // no longer anybody's open one
  std::optional<PublishedProfile> published;
  std::vector<GapRow> gaps;
  std::vector<std::string> dropped_flows;  // hashes that no run is pinned to any more
  ConsoleChanges console;
};

// ENSUREs what a commit promises by itself, whatever the store holds: case versions and events that
// agree, a snapshot only beside a turn of its conversation. A queue calls it on submit, so that a
// mistake shows up where it was made.
void check_shape(const Commit& commit);

}  // namespace storage
