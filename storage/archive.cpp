#include "storage/archive.hpp"

#include <SQLiteCpp/Exception.h>

#include "storage/heads.hpp"
#include "storage/row_reader.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/sqlite_reader.hpp"

namespace storage {
namespace {

SQLite::Database open_reading(const std::filesystem::path& data_folder) {
  const auto file = data_folder / "boomerang.db";
  std::error_code error;
  if (!std::filesystem::exists(file, error)) {
    throw StorageFailure(FailureKind::refused, "there is no store in " + data_folder.string());
  }
  auto connection = open_connection(file, Access::read_only);
  require_newest_schema(connection);
  return connection;
}

}  // namespace

struct Archive::Parts {
  explicit Parts(const std::filesystem::path& data_folder)
      : connection(open_reading(data_folder)), reader(connection, heads) {
    heads.apply(find_unsaved_heads(connection));
  }
  SQLite::Database connection;
  Heads heads;
  SqliteReader reader;
};

Archive::Archive(const std::filesystem::path& data_folder) {
  try {
    parts_ = std::make_unique<Parts>(data_folder);
  } catch (const SQLite::Exception& error) {
    throw StorageFailure(FailureKind::fatal, data_folder.string() + ": " + error.what());
  }
}

Archive::~Archive() = default;

std::vector<ConversationRow> Archive::conversations_named(std::string_view prefix,
                                                          std::size_t limit) {
  return parts_->reader.conversations_named(prefix, limit);
}

std::vector<ConversationRow> Archive::conversations(ConversationId after, std::size_t limit) {
  return parts_->reader.conversations(after, limit);
}

std::vector<JournalRow> Archive::journal(ConversationId id) {
  return parts_->reader.journal(id);
}

std::vector<CaseEventRow> Archive::case_events(std::string_view number) {
  const auto found = parts_->reader.find_case_by_number(number);
  return found ? parts_->reader.case_events(found->id) : std::vector<CaseEventRow>{};
}

std::vector<OutboxEntry> Archive::outbox_in_state(OutboxState state, std::string_view after,
                                                  std::size_t limit) {
  return parts_->reader.outbox_in_state(state, after, limit);
}

std::vector<AuditRow> Archive::audit_from(std::int64_t number, std::size_t limit) {
  return parts_->reader.audit_from(number, limit);
}

AuditReport Archive::check_audit(const std::optional<AuditHead>& expected) {
  return storage::check_audit(parts_->connection, expected);
}

std::vector<GapRow> Archive::gaps(std::size_t limit) {
  Query query(parts_->connection,
              "SELECT at, conversation, turn, language, reason, article, text FROM gaps"
              " ORDER BY id DESC LIMIT ?");
  std::vector<GapRow> all;
  auto rows = query.rows(static_cast<std::int64_t>(limit));
  while (rows.next()) {
    all.push_back({rows.instant(0), rows.integer(1), rows.integer(2), rows.text(3), rows.text(4),
                   rows.text(5), rows.text(6)});
  }
  return all;
}

std::optional<CaseRow> Archive::find_case(std::string_view number) {
  return parts_->reader.find_case_by_number(number);
}

std::optional<PolicyRow> Archive::policy(std::string_view version) {
  return parts_->reader.policy(version);
}

std::vector<StoredFlow> Archive::stored_flows() {
  return parts_->reader.stored_flows();
}

std::vector<ProfileFile> Archive::profile_files(std::string_view version) {
  return parts_->reader.profile_files(version);
}

}  // namespace storage
