// The rows of a commit other than its turn: conversations, cases, due rows, outbox, uploads and the
// rest. Inside a transaction and a savepoint of SqliteWriter. Commit thread only.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>

#include "storage/audit_chain.hpp"
#include "storage/commit.hpp"
#include "storage/console_writer.hpp"
#include "storage/sqlite_connection.hpp"

namespace storage {

// The commit cannot be written as it stands; what() says which row. The writer rolls it back.
class CommitConflict : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class RowWriter {
 public:
  explicit RowWriter(SQLite::Database& connection);

  // Whether the commit has rows for this class, and so needs a savepoint.
  static bool has_rows(const Commit& commit);
  // Throws CommitConflict or ConstraintViolation.
  void write(const Commit& commit);

 private:
  void write_conversation(const NewConversation& conversation);
  void write_due(const Commit& commit);
  void write_outbox(const Commit& commit);
  void write_uploads(const Commit& commit);
  void write_idempotency(const IdempotencyRow& row);
  void write_policy(const PolicyRow& row);
  void write_profile(const PublishedProfile& profile);

  Query insert_conversation_, close_conversation_, adopt_conversation_;
  struct Cases {
    explicit Cases(SQLite::Database& connection);
    void write(const CaseWrite& one);
    void write_event(const CaseEventRow& event);
    Query insert, update, move, rename, insert_event;
  };
  Cases cases_;
  Query upsert_due_, cancel_due_, fire_due_;
  Query insert_outbox_, update_outbox_, resend_outbox_, sweep_outbox_;
  AuditChain audit_;
  Query insert_upload_, claim_upload_;
  Query insert_idempotency_;
  Query insert_policy_, read_policy_;
  Query insert_source_, insert_profile_, insert_profile_file_, upsert_flow_, drop_flow_;
  Query raise_counter_, upsert_contact_;
  struct Gaps {
    explicit Gaps(SQLite::Database& connection);
    void add(const GapRow& row);
    Query insert, drop_old;
  };
  Gaps gaps_;
  ConsoleWriter console_;
};

}  // namespace storage
