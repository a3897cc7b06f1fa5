#include "storage/row_writer.hpp"

#include "base/digest.hpp"
#include "storage/row_text.hpp"

namespace storage {

RowWriter::RowWriter(SQLite::Database& connection)
    : insert_conversation_(connection,
                           "INSERT INTO conversations(id, uuid, customer, guest_secret_hash,"
                           " channel, locale, created) VALUES(?,?,?,?,?,?,?)"),
      close_conversation_(connection, "UPDATE conversations SET is_closed = 1 WHERE id = ?"),
      adopt_conversation_(connection,
                          "UPDATE conversations SET customer = ?2, guest_secret_hash = ''"
                          " WHERE id = ?1 AND customer = '' AND ?2 <> ''"),
      cases_(connection),
      upsert_due_(connection,
                  "INSERT INTO due(id, kind, subject, due, payload) VALUES(?,?,?,?,?)"
                  " ON CONFLICT(id) DO UPDATE SET kind=excluded.kind, subject=excluded.subject,"
                  " due=excluded.due, payload=excluded.payload"),
      cancel_due_(connection, "DELETE FROM due WHERE id = ?"),
      fire_due_(connection, "DELETE FROM due WHERE id = ? AND due = ?"),
      insert_outbox_(connection,
                     "INSERT INTO outbox(id, kind, subject, payload, next, lane)"
                     " VALUES(?,?,?,?,?,?)"),
      update_outbox_(connection,
                     "UPDATE outbox SET state=?2, next=?3, problem=?4, attempts=attempts+1"
                     " WHERE id=?1 AND state='pending'"),
      resend_outbox_(connection,
                     "UPDATE outbox SET state='pending', next=?2, attempts=0, problem=''"
                     " WHERE id=?1 AND state<>'pending'"),
      sweep_outbox_(connection,
                    "DELETE FROM outbox WHERE rowid IN (SELECT rowid FROM outbox WHERE"
                    " state='delivered' AND next < ? ORDER BY next LIMIT ?)"),
      audit_(connection),
      insert_upload_(connection,
                     "INSERT INTO uploads(id, owner, name, type, bytes, hash, created)"
                     " VALUES(?,?,?,?,?,?,?)"),
      claim_upload_(connection,
                    "UPDATE uploads SET conversation = ?2"
                    " WHERE id = ?1 AND conversation IN (0, ?2)"),
      insert_idempotency_(connection,
                          "INSERT INTO idempotency(scope, key, request_hash, status, response, at)"
                          " VALUES(?,?,?,?,?,?)"),
      insert_policy_(connection,
                     "INSERT INTO policies(version, body) VALUES(?,?) ON CONFLICT DO NOTHING"),
      read_policy_(connection, "SELECT body FROM policies WHERE version = ?"),
      insert_source_(connection,
                     "INSERT INTO sources(hash, text) VALUES(?,?) ON CONFLICT DO NOTHING"),
      insert_profile_(connection, "INSERT OR IGNORE INTO profiles(version, published) VALUES(?,?)"),
      insert_profile_file_(connection,
                           "INSERT INTO profile_files(profile, name, source) VALUES(?,?,?)"
                           " ON CONFLICT DO NOTHING"),
      upsert_flow_(connection,
                   "INSERT INTO flows(hash, name, profile) VALUES(?,?,?)"
                   " ON CONFLICT(hash) DO UPDATE SET profile=excluded.profile"),
      drop_flow_(connection, "DELETE FROM flows WHERE hash = ?"),
      raise_counter_(connection,
                     "INSERT INTO counters(name, value) VALUES(?,?)"
                     " ON CONFLICT(name) DO UPDATE SET value=max(value, excluded.value)"),
      upsert_contact_(connection,
                      "INSERT INTO contacts(customer, email) VALUES(?,?)"
                      " ON CONFLICT(customer) DO UPDATE SET email=excluded.email"),
      gaps_(connection),
      console_(connection) {}

RowWriter::Gaps::Gaps(SQLite::Database& connection)
    : insert(connection,
             "INSERT INTO gaps(at, conversation, turn, language, reason, article, text)"
             " VALUES(?,?,?,?,?,?,?)"),
      drop_old(connection, "DELETE FROM gaps WHERE id <= (SELECT max(id) FROM gaps) - ?") {}

void RowWriter::Gaps::add(const GapRow& row) {
  insert.run(row.at, row.conversation, row.turn, row.language, row.reason, row.article, row.text);
  drop_old.run(kMaxGaps);
}

RowWriter::Cases::Cases(SQLite::Database& connection)
    : insert(connection,
             "INSERT INTO cases(id, number, type, state, customer, conversation, track,"
             " fields, policy_version, version, opened, changed, order_number, is_open, due)"
             " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      update(connection,
             "UPDATE cases SET fields=?3, policy_version=?4, version=?5, changed=?6"
             " WHERE id=?1 AND version=?2"),
      move(connection,
           "UPDATE cases SET state=?2, is_open=?3, due=?4"
           " WHERE id=?1 AND (state, is_open, due) <> (?2, ?3, ?4)"),
      rename(connection,
             "UPDATE cases SET customer=?2, conversation=?3, track=?4, order_number=?5"
             " WHERE id=?1 AND (customer, conversation, track, order_number) <>"
             " (?2, ?3, ?4, ?5)"),
      insert_event(connection,
                   "INSERT INTO case_events(case_id, version, event, from_state, to_state,"
                   " actor, actor_id, channel, key, policy_version, data, at)"
                   " VALUES(?,?,?,?,?,?,?,?,?,?,?,?)") {}

void RowWriter::Cases::write(const CaseWrite& one) {
  const CaseRow& row = one.row;
  const std::int64_t due = row.due ? base::to_milliseconds(*row.due) : 0;
  const int is_open = row.is_open ? 1 : 0;
  if (one.expected_version == 0) {
    insert.run(row.id, row.number, row.type, row.state, row.customer, row.conversation, row.track,
               row.fields, row.policy_version, row.version, row.opened, row.changed, row.order,
               is_open, due);
  } else {
    if (update.run(row.id, one.expected_version, row.fields, row.policy_version, row.version,
                   row.changed) != 1) {
      throw CommitConflict("case " + row.id + " is not at version " +
                           std::to_string(one.expected_version));
    }
    // Apart: SQLite writes every index of a column that is set, whether it changes or not.
    move.run(row.id, row.state, is_open, due);
    rename.run(row.id, row.customer, row.conversation, row.track, row.order);
  }
  for (const auto& event : one.events) write_event(event);
}

void RowWriter::Cases::write_event(const CaseEventRow& event) {
  insert_event.run(event.case_id, event.version, event.event, event.from, event.to, event.actor,
                   event.actor_id, event.channel, event.key, event.policy_version, event.data,
                   event.at);
}

bool RowWriter::has_rows(const Commit& commit) {
  return commit.conversation || !commit.cases.empty() || !commit.due.empty() ||
         !commit.cancelled_due.empty() || !commit.fired_due.empty() || !commit.outbox.empty() ||
         !commit.outbox_attempts.empty() || !commit.audit.empty() || !commit.uploads.empty() ||
         !commit.upload_claims.empty() || !commit.idempotency.empty() || !commit.policies.empty() ||
         !commit.counters.empty() || !commit.closed_conversations.empty() || commit.published ||
         !commit.dropped_flows.empty() || !commit.gaps.empty() || !commit.adoptions.empty() ||
         !commit.contacts.empty() || !commit.outbox_resends.empty() || commit.outbox_sweep ||
         !commit.console.empty();
}

void RowWriter::write(const Commit& commit) {
  if (commit.conversation) write_conversation(*commit.conversation);
  for (const auto& row : commit.policies) write_policy(row);
  // Before the case: a timer that has lost to another event must not be told apart by luck.
  write_due(commit);
  for (const auto& write : commit.cases) cases_.write(write);
  write_outbox(commit);
  for (const auto& row : commit.audit) audit_.append(row);
  for (const auto& row : commit.gaps) gaps_.add(row);
  write_uploads(commit);
  for (const auto& row : commit.idempotency) write_idempotency(row);
  for (const auto& one : commit.contacts) upsert_contact_.run(one.customer, one.email);
  for (const auto& counter : commit.counters) raise_counter_.run(counter.name, counter.value);
  if (commit.published) write_profile(*commit.published);
  for (const auto& hash : commit.dropped_flows) drop_flow_.run(hash);
  for (const auto& adoption : commit.adoptions) {
    if (adopt_conversation_.run(adoption.conversation, adoption.customer) != 1) {
      throw CommitConflict("conversation " + std::to_string(adoption.conversation) +
                           " is no guest's");
    }
  }
  if (!commit.console.empty()) console_.write(commit.console);
  for (const auto id : commit.closed_conversations) {
    if (close_conversation_.run(id) != 1) {
      throw CommitConflict("no conversation " + std::to_string(id));
    }
  }
}

void RowWriter::write_conversation(const NewConversation& row) {
  insert_conversation_.run(row.id, row.uuid, row.customer, row.guest_secret_hash, row.channel,
                           row.locale, row.created);
}

void RowWriter::write_due(const Commit& commit) {
  for (const auto& fired : commit.fired_due) {
    if (fire_due_.run(fired.id, fired.due) != 1) {
      throw CommitConflict("due row " + fired.id + " is gone or was moved");
    }
  }
  for (const auto& id : commit.cancelled_due) cancel_due_.run(id);
  for (const auto& row : commit.due) {
    upsert_due_.run(row.id, row.kind, row.subject, row.due, row.payload);
  }
}

void RowWriter::write_outbox(const Commit& commit) {
  for (const auto& row : commit.outbox) {
    insert_outbox_.run(row.id, row.kind, row.subject, row.payload, row.at, row.lane);
  }
  for (const auto& attempt : commit.outbox_attempts) {
    if (update_outbox_.run(attempt.id, to_string(attempt.state), attempt.next, attempt.problem) !=
        1) {
      throw CommitConflict("outbox row " + attempt.id + " is not pending");
    }
  }
  for (const auto& resend : commit.outbox_resends) {
    if (resend_outbox_.run(resend.id, resend.at) != 1) {
      throw CommitConflict("outbox row " + resend.id + " is pending, or unknown");
    }
  }
  if (commit.outbox_sweep) {
    sweep_outbox_.run(commit.outbox_sweep->before, commit.outbox_sweep->limit);
  }
}

void RowWriter::write_uploads(const Commit& commit) {
  for (const auto& row : commit.uploads) {
    insert_upload_.run(row.id, row.owner, row.name, row.type, row.bytes, row.hash, row.created);
  }
  for (const auto& claim : commit.upload_claims) {
    if (claim_upload_.run(claim.upload, claim.conversation) != 1) {
      throw CommitConflict("upload " + claim.upload + " is unknown or another conversation's");
    }
  }
}

void RowWriter::write_idempotency(const IdempotencyRow& row) {
  insert_idempotency_.run(row.scope, row.key, row.request_hash, row.status, row.response, row.at);
}

void RowWriter::write_policy(const PolicyRow& row) {
  if (insert_policy_.run(row.version, row.body) == 1) return;
  auto stored = read_policy_.rows(row.version);
  if (!stored.next() || stored.text(0) != row.body) {
    throw CommitConflict("policy " + row.version + " was stored with another body");
  }
}

void RowWriter::write_profile(const PublishedProfile& profile) {
  insert_profile_.run(profile.version, profile.at);
  for (const auto& file : profile.files) {
    const std::string hash = base::sha256_hex(file.text);
    insert_source_.run(hash, file.text);
    insert_profile_file_.run(profile.version, file.name, hash);
  }
  for (const auto& flow : profile.flows) upsert_flow_.run(flow.hash, flow.name, profile.version);
}

}  // namespace storage
