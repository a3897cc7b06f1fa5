// Builders of commits for the tests: valid by default, changed where a test needs it.
#pragma once

#include <memory>
#include <string>

#include "storage/commit.hpp"
#include "storage/store.hpp"

namespace test {

inline base::Instant at(std::int64_t milliseconds) {
  return base::from_milliseconds(1'700'000'000'000 + milliseconds);
}

inline storage::NewConversation conversation(storage::ConversationId id,
                                             const std::string& customer = "anna") {
  return {id, "uuid-" + std::to_string(id), customer, "", "web", "en", at(0)};
}

// The turn-th turn of a conversation in which every turn sends two messages.
inline storage::JournalRow turn(storage::ConversationId id, std::int64_t number) {
  storage::JournalRow row;
  row.conversation = id;
  row.turn = number;
  row.first_seq = number * 2 - 1;
  row.last_seq = number * 2;
  row.at = at(number);
  row.client_id = "c" + std::to_string(number);
  row.input = "{\"text\":\"in " + std::to_string(number) + "\"}";
  row.output = "{\"text\":\"out " + std::to_string(number) + "\"}";
  row.change = "{\"turn\":" + std::to_string(number) + "}";
  return row;
}

inline storage::Commit turn_commit(storage::ConversationId id, std::int64_t number) {
  storage::Commit commit;
  if (number == 1) commit.conversation = conversation(id);
  commit.turn = turn(id, number);
  return commit;
}

inline storage::CaseEventRow case_event(const std::string& case_id, std::int64_t version,
                                        const std::string& event, const std::string& from,
                                        const std::string& to) {
  return {case_id, version, event, from, to,   "customer",
          "anna",  "web",   "",    "p1", "{}", at(version)};
}

inline storage::CaseWrite new_case(const std::string& id, const std::string& number) {
  storage::CaseWrite write;
  write.row = {id,    number, "product_return", "submitted", "anna", 1, "", "{\"a\":1}", "p1", 1,
               at(1), at(1)};
  write.events = {case_event(id, 1, "submit", "", "submitted")};
  return write;
}

inline storage::CaseWrite case_step(const storage::CaseRow& now, const std::string& event,
                                    const std::string& to) {
  storage::CaseWrite write;
  write.row = now;
  write.expected_version = now.version;
  write.row.version = now.version + 1;
  write.row.state = to;
  write.row.changed = at(now.version + 1);
  write.events = {case_event(now.id, now.version + 1, event, now.state, to)};
  return write;
}

inline storage::UploadRow upload(const std::string& id, const std::string& hash) {
  return {id, "customer:anna", "box.jpg", "image/jpeg", 3, hash, at(1)};
}

// Writes one commit as a batch of its own.
inline storage::CommitResult write(storage::Store& store, const storage::Commit& commit) {
  const storage::Commit* const batch[] = {&commit};
  return store.write(batch).front();
}

inline storage::CommitStatus status(storage::Store& store, const storage::Commit& commit) {
  return write(store, commit).status;
}

}  // namespace test
