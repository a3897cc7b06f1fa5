#include "storage/console_writer.hpp"

#include <string>

#include "storage/row_writer.hpp"

namespace storage {

ConsoleWriter::ConsoleWriter(SQLite::Database& connection)
    : upsert_staff_(
          connection,
          "INSERT INTO staff(id, name, display, role, password_hash, totp_secret,"
          " totp_step, is_disabled, created) VALUES(?,?,?,?,?,?,?,?,?)"
          " ON CONFLICT(id) DO UPDATE SET name=excluded.name, display=excluded.display,"
          " role=excluded.role, password_hash=excluded.password_hash,"
          " totp_secret=excluded.totp_secret, totp_step=max(totp_step, excluded.totp_step),"
          " is_disabled=excluded.is_disabled"),
      use_code_(connection,
                "UPDATE staff SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2 AND"
                " is_disabled = 0"),
      insert_session_(connection,
                      "INSERT INTO staff_sessions(secret_hash, staff, created, expires)"
                      " SELECT ?1, id, ?3, ?4 FROM staff WHERE id = ?2 AND is_disabled = 0"),
      end_session_(connection, "DELETE FROM staff_sessions WHERE secret_hash = ?"),
      end_sessions_of_(connection, "DELETE FROM staff_sessions WHERE staff = ?"),
      insert_owner_(connection,
                    "INSERT INTO owners(conversation, owner, queue, reason, agent, epoch, since,"
                    " changed, unanswered, is_promised) VALUES(?,?,?,?,?,?,?,?,?,?)"),
      update_owner_(connection,
                    "UPDATE owners SET owner=?3, queue=?4, reason=?5, agent=?6, epoch=?7, since=?8,"
                    " changed=?9, unanswered=?10, is_promised=?11"
                    " WHERE conversation=?1 AND epoch=?2"),
      insert_note_(connection,
                   "INSERT INTO notes(id, subject, author, text, at) VALUES(?,?,?,?,?)"
                   " ON CONFLICT(id) DO NOTHING"),
      upsert_rating_(connection,
                     "INSERT INTO ratings(subject, score, agent, at) VALUES(?,?,?,?)"
                     " ON CONFLICT(subject) DO UPDATE SET score=excluded.score, at=excluded.at"),
      upsert_key_(connection,
                  "INSERT INTO access_keys(id, name, role, hash, author, created, revoked)"
                  " VALUES(?,?,?,?,?,?,?) ON CONFLICT(id) DO UPDATE SET revoked=excluded.revoked") {
}

void ConsoleWriter::write(const ConsoleChanges& changes) {
  for (const auto& row : changes.staff) {
    upsert_staff_.run(row.id, row.name, row.display, row.role, row.password_hash, row.totp_secret,
                      row.totp_step, int{row.is_disabled}, row.created);
  }
  for (const auto& id : changes.signed_out_staff) end_sessions_of_.run(id);
  for (const auto& hash : changes.ended_sessions) end_session_.run(hash);
  for (const auto& code : changes.used_codes) {
    if (use_code_.run(code.staff, code.step) != 1) {
      throw CommitConflict("a code of staff " + code.staff + " was used before");
    }
  }
  for (const auto& row : changes.sessions) {
    if (insert_session_.run(row.secret_hash, row.staff, row.created, row.expires) != 1) {
      throw CommitConflict("staff " + row.staff + " is disabled");
    }
  }
  if (changes.owner) write_owner(*changes.owner);
  for (const auto& row : changes.notes) {
    insert_note_.run(row.id, row.subject, row.author, row.text, row.at);
  }
  for (const auto& row : changes.ratings) {
    upsert_rating_.run(row.subject, row.score, row.agent, row.at);
  }
  for (const auto& row : changes.keys) {
    upsert_key_.run(row.id, row.name, row.role, row.hash, row.author, row.created, row.revoked);
  }
}

void ConsoleWriter::write_owner(const OwnerWrite& write) {
  const OwnerRow& row = write.row;
  if (write.expected_epoch == 0) {
    insert_owner_.run(row.conversation, row.owner, row.queue, row.reason, row.agent, row.epoch,
                      row.since, row.changed, row.unanswered, int{row.is_promised});
    return;
  }
  const auto changed = update_owner_.run(row.conversation, write.expected_epoch, row.owner,
                                         row.queue, row.reason, row.agent, row.epoch, row.since,
                                         row.changed, row.unanswered, int{row.is_promised});
  if (changed != 1) {
    throw CommitConflict("the owner of conversation " + std::to_string(row.conversation) +
                         " is not at epoch " + std::to_string(write.expected_epoch));
  }
}

}  // namespace storage
