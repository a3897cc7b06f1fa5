// Reads the journal and the published profiles of a data folder, also while a server writes to it:
// for the tools that explain and replay conversations. Takes no lock and changes nothing. Sees what
// was durable when it was opened. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "storage/audit_chain.hpp"
#include "storage/store.hpp"

namespace storage {

class Archive {
 public:
  // Throws StorageFailure: refused (no store there, a newer or older schema), fatal (damaged).
  explicit Archive(const std::filesystem::path& data_folder);
  ~Archive();
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;

  // Conversations whose id (the uuid) begins so, in order; at most `limit`.
  std::vector<ConversationRow> conversations_named(std::string_view prefix, std::size_t limit);
  // The next conversations behind `after`, in order of number; 0 begins.
  std::vector<ConversationRow> conversations(ConversationId after, std::size_t limit);
  // Every turn, oldest first.
  std::vector<JournalRow> journal(ConversationId id);
  // Of the case with that number, oldest first.
  std::vector<CaseEventRow> case_events(std::string_view number);
  // Nothing when there is no such case, or policy.
  std::optional<CaseRow> find_case(std::string_view number);
  std::optional<PolicyRow> policy(std::string_view version);
  std::vector<StoredFlow> stored_flows();
  // Effects that wait, that were given up, or that were delivered; ordered by id.
  std::vector<OutboxEntry> outbox_in_state(OutboxState state, std::string_view after,
                                           std::size_t limit);
  // Rows of the audit trail from that number on, in order.
  std::vector<AuditRow> audit_from(std::int64_t number, std::size_t limit);
  // Reads the whole audit trail (audit_chain.hpp).
  AuditReport check_audit(const std::optional<AuditHead>& expected);
  // The newest questions that nothing answered, newest first.
  std::vector<GapRow> gaps(std::size_t limit);
  // Empty when no profile of that version was published here.
  std::vector<ProfileFile> profile_files(std::string_view version);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace storage
