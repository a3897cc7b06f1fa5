// Rows of the staff console: who works here, where they are signed in, who has which conversation,
// and what they write for each other. Plain values, as in commit.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace storage {

struct GapRow;  // commit.hpp

// A person of the shop. Writing an id again replaces the row; a taken name is a conflict.
struct StaffRow {
  std::string id;              // UUIDv7
  std::string name;            // what they sign in with; unique, lower case
  std::string display;         // what colleagues and customers read
  std::string role;            // "agent", "lead", "admin"
  std::string password_hash;   // Argon2id, in the encoding of its reference implementation
  std::string totp_secret;     // base32; empty: signs in without codes
  std::int64_t totp_step = 0;  // of the last code that was used: none is accepted twice
  bool is_disabled = false;
  base::Instant created{};
};

// A browser in which somebody is signed in. Found by the SHA-256 of the cookie's secret. Writing
// one of somebody who is disabled is a conflict.
struct StaffSessionRow {
  std::string secret_hash;  // hexadecimal
  std::string staff;        // StaffRow::id
  base::Instant created{};
  base::Instant expires{};
};

// Who has a conversation. There is no row before it first leaves the bot.
struct OwnerRow {
  std::int64_t conversation = 0;
  std::string owner = "bot";  // "bot", "queue", "agent"
  std::string queue;          // "support"
  std::string reason;         // why it left the bot: "asked", "flow", "not_understood" ...
  std::string agent;          // StaffRow::id; only with owner "agent"
  std::int64_t epoch = 0;     // grows with every change of the owner
  base::Instant since{};      // it is waiting, or with a person, since then; kept when requeued
  base::Instant changed{};    // of the last change
  // The customer's oldest message that no person has answered; the epoch of time: none.
  base::Instant unanswered{};
  bool is_promised = false;  // was told that the answer comes later
};

// The row after a change. A row that is not at expected_epoch makes the commit a conflict, so two
// who take at once cannot both have it.
struct OwnerWrite {
  OwnerRow row;
  std::int64_t expected_epoch = 0;
};

// What one of the staff wrote for the others; the customer never sees it.
struct NoteRow {
  std::string id;       // UUIDv7; writing it again is harmless
  std::string subject;  // uuid of the conversation, or id of the case
  std::string author;   // StaffRow::id
  std::string text;
  base::Instant at{};
};

// How satisfied a customer was, once for each hand-over or case.
struct RatingRow {
  std::string subject;     // "conversation:<uuid>:<epoch>" or "case:<id>"; again: replaces
  std::int64_t score = 0;  // 1 to 5
  std::string agent;       // StaffRow::id, empty for the bot
  base::Instant at{};
};

// A key of the back office that an admin made in the console; those of the settings are no rows.
// Writing an id again replaces the row; a taken name or hash is a conflict.
struct AccessKeyRow {
  std::string id;      // UUIDv7
  std::string name;    // unique, also among those that are revoked: the audit trail says it
  std::string role;    // bot::Role as text
  std::string hash;    // SHA-256 of the key, hexadecimal
  std::string author;  // StaffRow::id of whoever made it
  base::Instant created{};
  base::Instant revoked{};  // the epoch of time: it is good
};

// A code of the staff's authenticator that is used up. One that is not newer than the last, or of
// somebody who is disabled, makes the commit a conflict.
struct UsedCode {
  std::string staff;
  std::int64_t step = 0;
};

// What a commit changes of these.
struct ConsoleChanges {
  std::vector<StaffRow> staff;
  std::vector<UsedCode> used_codes;
  std::vector<StaffSessionRow> sessions;
  std::vector<std::string> ended_sessions;    // secret hashes; one that is not there is fine
  std::vector<std::string> signed_out_staff;  // ids: every session of theirs ends
  std::optional<OwnerWrite> owner;
  std::vector<NoteRow> notes;
  std::vector<RatingRow> ratings;
  std::vector<AccessKeyRow> keys;

  bool empty() const {
    return staff.empty() && used_codes.empty() && sessions.empty() && ended_sessions.empty() &&
           signed_out_staff.empty() && !owner && notes.empty() && ratings.empty() && keys.empty();
  }
};

// A conversation that is not the bot's, with what a list shows of it.
struct WaitingRow {
  OwnerRow owner;
  std::string uuid;
  std::string customer;  // empty: a guest
  std::string channel;
  std::string locale;
};

// Figures of the shop since a moment; days count from 1970, in UTC.
struct DayFigures {
  std::int64_t day = 0;
  std::int64_t conversations = 0;  // that began on it
  std::int64_t handed_over = 0;    // of them, those that a person was needed for
};
struct StateCount {
  std::string type;
  std::string state;
  std::int64_t cases = 0;  // that are open
};
// From opening a case to the first decision of a person about it.
struct Decision {
  std::int64_t day = 0;
  base::Duration took{};
};
struct ShopFigures {
  std::vector<DayFigures> days;
  std::vector<StateCount> states;
  std::vector<Decision> decisions;  // at most kMaxDecisions, the oldest first
  static constexpr std::size_t kMaxDecisions = 5000;
};

// Reading them; loop thread only. Part of Store.
class ConsoleRecords {
 public:
  virtual ~ConsoleRecords() = default;
  // All, ordered by name; a shop has some dozens.
  virtual std::vector<StaffRow> staff() = 0;
  virtual std::optional<StaffRow> staff_by_id(std::string_view id) = 0;
  virtual std::optional<StaffRow> staff_by_name(std::string_view name) = 0;
  virtual std::optional<StaffSessionRow> staff_session(std::string_view secret_hash) = 0;
  virtual std::int64_t count_staff_sessions(std::string_view staff, base::Instant now) = 0;
  virtual std::optional<OwnerRow> owner_of(std::int64_t conversation) = 0;
  // Those whose owner is this, or any but the bot when empty; who waits longest comes first.
  virtual std::vector<WaitingRow> not_with_bot(std::string_view owner, std::size_t limit) = 0;
  // How many wait in the queue since before the instant.
  virtual std::int64_t count_waiting(std::string_view queue, base::Instant before) = 0;
  // Oldest first.
  virtual std::vector<NoteRow> notes(std::string_view subject, std::size_t limit) = 0;
  virtual std::vector<RatingRow> ratings(base::Instant since, std::size_t limit) = 0;
  // All, the newest first; a shop has some dozens.
  virtual std::vector<AccessKeyRow> keys() = 0;
  // The newest questions that nothing answered, newest first.
  virtual std::vector<GapRow> gaps(std::size_t limit) = 0;
  // Conversations whose uuid begins so, and open ones whose customer does; newest first.
  virtual std::vector<WaitingRow> find_conversations(std::string_view words, std::size_t limit) = 0;
  // `first_case`: no case before the moment has an id that is not smaller (ids are UUIDv7).
  virtual ShopFigures figures(base::Instant since, std::string_view first_case) = 0;
};

}  // namespace storage
