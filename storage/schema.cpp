#include "storage/schema.hpp"

#include <array>
#include <string>

#include "base/log.hpp"
#include "storage/sqlite_connection.hpp"

namespace storage {
namespace {

// "Boom": tells our files from other people's (PRAGMA application_id).
constexpr std::int64_t kApplicationId = 0x426f6f6d;

// journal has no secondary index and no foreign key on purpose: it is the hot table, and its rows
// are found through prev (docs/decisions/0001-journal.md). Instants are milliseconds since 1970.
constexpr const char* kFirstSchema = R"sql(
CREATE TABLE meta (
  name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE, customer TEXT NOT NULL,
  guest_secret_hash TEXT NOT NULL, channel TEXT NOT NULL, locale TEXT NOT NULL,
  created INTEGER NOT NULL, is_closed INTEGER NOT NULL DEFAULT 0,
  head INTEGER NOT NULL DEFAULT 0, head_turn INTEGER NOT NULL DEFAULT 0,
  head_seq INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversations_open_of_customer ON conversations(customer)
  WHERE is_closed = 0 AND customer <> '';
CREATE INDEX conversations_open_of_guest ON conversations(guest_secret_hash)
  WHERE is_closed = 0 AND guest_secret_hash <> '';

CREATE TABLE journal (
  id INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, prev INTEGER NOT NULL,
  turn INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
  at INTEGER NOT NULL, client_id TEXT NOT NULL, input TEXT NOT NULL, output TEXT NOT NULL,
  change TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
  conversation INTEGER PRIMARY KEY REFERENCES conversations(id), turn INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT;

CREATE TABLE policies (
  version TEXT PRIMARY KEY NOT NULL, body TEXT NOT NULL
) STRICT;

CREATE TABLE cases (
  id TEXT PRIMARY KEY NOT NULL, number TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
  state TEXT NOT NULL, customer TEXT NOT NULL, conversation INTEGER NOT NULL,
  track TEXT NOT NULL, fields TEXT NOT NULL, policy_version TEXT NOT NULL, version INTEGER NOT NULL,
  opened INTEGER NOT NULL, changed INTEGER NOT NULL
) STRICT;
CREATE INDEX cases_of_customer ON cases(customer, id);
CREATE INDEX cases_in_state ON cases(state, id);
CREATE INDEX cases_of_conversation ON cases(conversation, id);
CREATE INDEX cases_of_track ON cases(track, id) WHERE track <> '';

CREATE TABLE case_events (
  case_id TEXT NOT NULL REFERENCES cases(id), version INTEGER NOT NULL, event TEXT NOT NULL,
  from_state TEXT NOT NULL, to_state TEXT NOT NULL, actor TEXT NOT NULL, actor_id TEXT NOT NULL,
  channel TEXT NOT NULL, key TEXT NOT NULL, policy_version TEXT NOT NULL, data TEXT NOT NULL,
  at INTEGER NOT NULL, PRIMARY KEY (case_id, version)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX case_events_key ON case_events(case_id, key) WHERE key <> '';

CREATE TABLE due (
  id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, due INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;
CREATE INDEX due_in_order ON due(due, id);

CREATE TABLE outbox (
  id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL,
  next INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead'))
) STRICT;
CREATE INDEX outbox_in_order ON outbox(next, id) WHERE state = 'pending';

CREATE TABLE audit (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
  subject TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_of_subject ON audit(subject, id);

CREATE TABLE uploads (
  id TEXT PRIMARY KEY NOT NULL, owner TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,
  bytes INTEGER NOT NULL, hash TEXT NOT NULL, created INTEGER NOT NULL,
  conversation INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE idempotency (
  scope TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, status INTEGER NOT NULL,
  response TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  name TEXT PRIMARY KEY NOT NULL, value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Room taken and given back to find out whether a full disk has space again.
CREATE TABLE space_probe (
  id INTEGER PRIMARY KEY, filler BLOB NOT NULL
) STRICT;
)sql";

// sources holds each file once, however many profiles have it. A flow's row says which profile to
// compile it from; it goes when no run is pinned to it. Profiles stay: turns were made under them.
constexpr const char* kProfiles = R"sql(
ALTER TABLE journal ADD COLUMN recorded TEXT NOT NULL DEFAULT '';

CREATE TABLE sources (
  hash TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL
) STRICT;

CREATE TABLE profiles (
  version TEXT PRIMARY KEY NOT NULL, published INTEGER NOT NULL
) STRICT;

CREATE TABLE profile_files (
  profile TEXT NOT NULL REFERENCES profiles(version), name TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES sources(hash), PRIMARY KEY (profile, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE flows (
  hash TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL,
  profile TEXT NOT NULL REFERENCES profiles(version)
) STRICT, WITHOUT ROWID;

CREATE INDEX conversations_open ON conversations(id) WHERE is_closed = 0;
)sql";

// What lists of cases are filtered by; lanes of the outbox; the chain of the audit trail (rows of
// before are chained once, by chain_older_rows); where customers can be reached. The states are the
// terminal ones of the machines that were shipped until now.
constexpr const char* kPromises = R"sql(
ALTER TABLE cases ADD COLUMN order_number TEXT NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN is_open INTEGER NOT NULL DEFAULT 1;
ALTER TABLE cases ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
UPDATE cases SET is_open = state NOT IN ('closed', 'cancelled'),
  order_number = ifnull(CAST(json_extract(fields, '$.order') AS TEXT), ''),
  due = ifnull((SELECT max(due.due) FROM due WHERE due.id >= 'case:' || cases.id || ':' AND
                due.id < 'case:' || cases.id || ';'), 0);
CREATE INDEX cases_of_type ON cases(type, id);
CREATE INDEX cases_of_order ON cases(order_number) WHERE order_number <> '';
CREATE INDEX cases_open ON cases(id) WHERE is_open = 1;
CREATE INDEX cases_in_due_order ON cases(due, id) WHERE due > 0;

ALTER TABLE outbox ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN problem TEXT NOT NULL DEFAULT '';
CREATE INDEX outbox_of_lane ON outbox(lane, next, id) WHERE state = 'pending';
CREATE INDEX outbox_dead ON outbox(id) WHERE state = 'dead';
CREATE INDEX outbox_delivered ON outbox(next) WHERE state = 'delivered';

ALTER TABLE audit ADD COLUMN chain TEXT NOT NULL DEFAULT '';
INSERT INTO meta(name, value) VALUES('audit_to_chain', 1), ('audit_rows', 0);

CREATE TABLE contacts (
  customer TEXT PRIMARY KEY NOT NULL, email TEXT NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Questions that nothing answered; bounded by whoever writes (kMaxGaps).
constexpr const char* kGaps = R"sql(
CREATE TABLE gaps (
  id INTEGER PRIMARY KEY, at INTEGER NOT NULL, conversation INTEGER NOT NULL,
  turn INTEGER NOT NULL, language TEXT NOT NULL, reason TEXT NOT NULL, article TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
)sql";

constexpr const char* kConsole = R"sql(
CREATE TABLE staff (
  id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, display TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('agent', 'lead', 'admin')), password_hash TEXT NOT NULL,
  totp_secret TEXT NOT NULL, totp_step INTEGER NOT NULL, is_disabled INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE staff_sessions (
  secret_hash TEXT PRIMARY KEY NOT NULL, staff TEXT NOT NULL REFERENCES staff(id),
  created INTEGER NOT NULL, expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_sessions_of_staff ON staff_sessions(staff);

CREATE TABLE owners (
  conversation INTEGER PRIMARY KEY REFERENCES conversations(id),
  owner TEXT NOT NULL CHECK (owner IN ('bot', 'queue', 'agent')), queue TEXT NOT NULL,
  reason TEXT NOT NULL, agent TEXT NOT NULL, epoch INTEGER NOT NULL, since INTEGER NOT NULL,
  changed INTEGER NOT NULL, unanswered INTEGER NOT NULL, is_promised INTEGER NOT NULL
) STRICT;
CREATE INDEX owners_not_bot ON owners(since, conversation) WHERE owner <> 'bot';

CREATE TABLE notes (
  id TEXT PRIMARY KEY NOT NULL, subject TEXT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX notes_of_subject ON notes(subject, id);

CREATE TABLE ratings (
  subject TEXT PRIMARY KEY NOT NULL, score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
  agent TEXT NOT NULL, at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ratings_in_time ON ratings(at);
)sql";

constexpr const char* kAccessKeys = R"sql(
CREATE TABLE access_keys (
  id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE, author TEXT NOT NULL, created INTEGER NOT NULL,
  revoked INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
)sql";

// Whole rows, side by side: in the table open cases lie scattered between closed ones, so that a
// page of a list would be as many reads as it has rows (docs/performance.md).
constexpr const char* kOpenCases = R"sql(
DROP INDEX cases_open;
CREATE INDEX cases_open ON cases(id, number, type, state, customer, conversation, track,
  fields, policy_version, version, opened, changed, order_number, is_open, due) WHERE is_open = 1;
)sql";

constexpr std::array kMigrations = {
    Migration{"first", kFirstSchema},   Migration{"profiles", kProfiles},
    Migration{"promises", kPromises},   Migration{"gaps", kGaps},
    Migration{"console", kConsole},     Migration{"access_keys", kAccessKeys},
    Migration{"open_cases", kOpenCases}};

std::int64_t read_pragma(SQLite::Database& connection, const char* sql) {
  Query query(connection, sql);
  auto rows = query.rows();
  return rows.next() ? rows.integer(0) : 0;
}

std::int64_t check_ownership(SQLite::Database& connection, std::size_t newest) {
  const auto application = read_pragma(connection, "PRAGMA application_id");
  const auto version = read_pragma(connection, "PRAGMA user_version");
  const auto objects = read_pragma(connection, "SELECT count(*) FROM sqlite_schema");
  if (application != kApplicationId && (objects != 0 || version != 0)) {
    throw StorageFailure(FailureKind::refused,
                         connection.getFilename() + " is not a database of Boomerang");
  }
  if (version > static_cast<std::int64_t>(newest)) {
    throw StorageFailure(
        FailureKind::refused,
        connection.getFilename() + " has schema " + std::to_string(version) +
            " but this program knows only up to " + std::to_string(newest) +
            ": it was written by a newer Boomerang; run that one, or restore an older backup");
  }
  return version;
}

}  // namespace

std::span<const Migration> migrations() {
  return kMigrations;
}

void migrate(SQLite::Database& connection, std::span<const Migration> list) {
  auto version = check_ownership(connection, list.size());
  if (version == static_cast<std::int64_t>(list.size())) return;
  execute(connection, "PRAGMA journal_mode=WAL;");
  for (; version < static_cast<std::int64_t>(list.size()); ++version) {
    const Migration& migration = list[static_cast<std::size_t>(version)];
    const auto sql = "BEGIN IMMEDIATE; PRAGMA application_id=" + std::to_string(kApplicationId) +
                     ";" + migration.sql + "; PRAGMA user_version=" + std::to_string(version + 1) +
                     "; COMMIT;";
    execute(connection, sql.c_str());
    base::log::info("store.migrated", {{"name", migration.name}, {"schema", version + 1}});
  }
}

void require_newest_schema(SQLite::Database& connection) {
  const auto version = check_ownership(connection, kMigrations.size());
  if (version < static_cast<std::int64_t>(kMigrations.size())) {
    throw StorageFailure(FailureKind::refused, connection.getFilename() + " has the older schema " +
                                                   std::to_string(version) +
                                                   "; start the server once to migrate it");
  }
}

}  // namespace storage
