#include "storage/sqlite_store.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/clock.hpp"
#include "base/crash_point.hpp"
#include "base/log.hpp"
#include "storage/audit_chain.hpp"
#include "storage/console_reader.hpp"
#include "storage/data_folder.hpp"
#include "storage/row_reader.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/sqlite_reader.hpp"
#include "storage/sqlite_writer.hpp"

namespace storage {
namespace {

// SQLite makes -wal and -shm with the mode of the file itself, so only this one needs care.
void make_private_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const int result = file < 0 ? -1 : ::fchmod(file, 0600);
  const int error = errno;
  if (file >= 0) ::close(file);
  if (result != 0) {
    throw StorageFailure(FailureKind::refused,
                         "cannot use " + path.string() + ": " + std::strerror(error));
  }
}

SQLite::Database open_writing(const DataFolder& folder, const SqliteOptions& options) {
  make_private_file(folder.database());
  auto connection = open_connection(folder.database(), Access::read_write);
  execute(connection, options.durability == Durability::power_cut ? "PRAGMA synchronous=FULL"
                                                                  : "PRAGMA synchronous=OFF");
  migrate(connection, migrations());
  chain_older_rows(connection);
  execute(connection, "PRAGMA journal_mode=WAL");
  if (options.max_pages != 0) {
    execute(connection, ("PRAGMA max_page_count=" + std::to_string(options.max_pages)).c_str());
  }
  sync_folder(folder.path());
  return connection;
}

ConversationId newest_conversation(SQLite::Database& connection) {
  Query newest(connection, "SELECT max(id) FROM conversations");
  auto rows = newest.rows();
  return rows.next() ? rows.integer(0) : 0;
}

class SqliteStore final : public Store {
 public:
  SqliteStore(const std::filesystem::path& folder, const SqliteOptions& options)
      : options_(options),
        folder_(folder),
        writing_(open_writing(folder_, options)),
        reading_(open_connection(folder_.database(), Access::read_only)),
        writer_(writing_, heads_, options.head_interval),
        reader_(reading_, heads_),
        console_(reading_),
        newest_conversation_(newest_conversation(writing_)),
        checkpoint_at_(options.checkpoint_pages) {
    heads_.apply(find_unsaved_heads(writing_));
    sqlite3_wal_hook(writing_.getHandle(), &SqliteStore::on_commit, this);
  }

  std::optional<ConversationRow> find_conversation(std::string_view uuid) override {
    return reader_.find_conversation(uuid);
  }
  std::optional<ConversationRow> conversation(ConversationId id) override {
    return reader_.conversation(id);
  }
  std::optional<ConversationRow> open_conversation_of(std::string_view customer) override {
    return reader_.open_conversation_of(customer);
  }
  std::optional<ConversationRow> open_conversation_of_guest(std::string_view hash) override {
    return reader_.open_conversation_of_guest(hash);
  }
  std::optional<LoadedConversation> load_conversation(ConversationId id) override {
    return reader_.load_conversation(id);
  }
  std::optional<JournalRow> journal_row(JournalRowId id) override {
    return reader_.journal_row(id);
  }
  std::vector<JournalRow> journal(ConversationId id) override { return reader_.journal(id); }
  std::vector<ConversationId> open_conversations(ConversationId after, std::size_t limit) override {
    return reader_.open_conversations(after, limit);
  }
  std::vector<JournalRowId> rows_after(ConversationId id, std::int64_t seq) override {
    return reader_.rows_after(id, seq);
  }
  std::vector<JournalRow> messages_after(ConversationId id, std::int64_t seq,
                                         std::size_t limit) override {
    return reader_.messages_after(id, seq, limit);
  }
  std::optional<CaseRow> find_case(std::string_view id) override { return reader_.find_case(id); }
  std::optional<CaseRow> find_case_by_number(std::string_view number) override {
    return reader_.find_case_by_number(number);
  }
  std::vector<CaseRow> list_cases(const CaseFilter& filter, std::string_view after,
                                  std::size_t limit) override {
    return reader_.list_cases(filter, after, limit);
  }
  std::vector<CaseEventRow> case_events(std::string_view id) override {
    return reader_.case_events(id);
  }
  std::optional<CaseEventRow> case_event_by_key(std::string_view id,
                                                std::string_view key) override {
    return reader_.case_event_by_key(id, key);
  }
  std::vector<DueRow> due_before(base::Instant instant, std::size_t limit) override {
    return reader_.due_before(instant, limit);
  }
  std::optional<base::Instant> next_due() override { return reader_.next_due(); }
  std::optional<DueRow> find_due(std::string_view id) override { return reader_.find_due(id); }
  std::vector<DueRow> due_of_case(std::string_view case_id) override {
    return reader_.due_of_case(case_id);
  }
  std::vector<OutboxEntry> outbox_before(base::Instant instant, std::size_t limit) override {
    return reader_.outbox_before(instant, limit);
  }
  std::optional<OutboxEntry> find_outbox(std::string_view id) override {
    return reader_.find_outbox(id);
  }
  std::vector<OutboxEntry> outbox_of_lane(std::string_view lane, base::Instant instant,
                                          std::size_t limit) override {
    return reader_.outbox_of_lane(lane, instant, limit);
  }
  std::vector<std::string> outbox_lanes() override { return reader_.outbox_lanes(); }
  std::vector<OutboxEntry> outbox_in_state(OutboxState state, std::string_view after,
                                           std::size_t limit) override {
    return reader_.outbox_in_state(state, after, limit);
  }
  OutboxCounts outbox_counts() override { return reader_.outbox_counts(); }
  std::optional<StoredUpload> find_upload(std::string_view id) override {
    return reader_.find_upload(id);
  }
  std::optional<IdempotencyRow> idempotent(std::string_view scope, std::string_view key) override {
    return reader_.idempotent(scope, key);
  }
  std::optional<PolicyRow> policy(std::string_view version) override {
    return reader_.policy(version);
  }
  std::vector<StoredFlow> stored_flows() override { return reader_.stored_flows(); }
  std::vector<ProfileFile> profile_files(std::string_view version) override {
    return reader_.profile_files(version);
  }
  std::int64_t counter(std::string_view name) override { return reader_.counter(name); }
  std::vector<AuditRow> audit(std::string_view subject, std::string_view action_prefix,
                              std::size_t limit) override {
    return reader_.audit(subject, action_prefix, limit);
  }
  AuditHead audit_head() override { return reader_.audit_head(); }
  std::optional<Contact> contact(std::string_view customer) override {
    return reader_.contact(customer);
  }
  ConsoleRecords& console() override { return console_; }
  ConversationId allocate_conversation_id() override { return ++newest_conversation_; }

  std::vector<CommitResult> write(std::span<const Commit* const> batch) override {
    return writer_.write(batch);
  }
  bool maintain(bool is_idle) override;
  bool can_write() override;
  void close() override;
  StoreStats stats() const override { return {checkpoints_, slowest_checkpoint_us_, log_pages_}; }

 private:
  static int on_commit(void* self, sqlite3*, const char*, int pages) {
    static_cast<SqliteStore*>(self)->log_pages_ = pages;
    return SQLITE_OK;
  }
  void checkpoint(int mode);

  const SqliteOptions options_;
  DataFolder folder_;
  Heads heads_;
  SQLite::Database writing_;
  SQLite::Database reading_;
  SqliteWriter writer_;
  SqliteReader reader_;
  ConsoleReader console_;
  ConversationId newest_conversation_;

  // Commit thread only, but for the statistics.
  std::size_t checkpoint_at_;  // pages of log
  std::atomic<std::int64_t> checkpoints_{0};
  std::atomic<std::int64_t> slowest_checkpoint_us_{0};
  std::atomic<std::int64_t> log_pages_{0};
};

bool SqliteStore::maintain(bool is_idle) {
  // While nobody waits a smaller log is worth copying too, so that a burst finds it empty.
  const auto enough = is_idle ? checkpoint_at_ / 8 : checkpoint_at_;
  if (static_cast<std::size_t>(log_pages_.load()) <= enough) return false;
  checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  return false;
}

// Passive: copies what no reader still needs and waits for nobody. If all of it was copied, the
// next write starts the log again from its beginning (an overwritten log syncs faster than a
// growing one).
void SqliteStore::checkpoint(int mode) {
  base::crash_point("store.before_checkpoint");
  const base::Stopwatch watch;
  sqlite3* const raw = writing_.getHandle();
  int log_pages = 0;
  int copied_pages = 0;
  const int code = sqlite3_wal_checkpoint_v2(raw, nullptr, mode, &log_pages, &copied_pages);
  if (code == SQLITE_OK && copied_pages == log_pages) {
    log_pages_ = 0;
    checkpoint_at_ = options_.checkpoint_pages;
  } else if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_FULL) {
    // A reader was in the way, or the disk is full: try again when the log has grown some more.
    checkpoint_at_ = static_cast<std::size_t>(log_pages_.load()) + options_.checkpoint_pages / 4;
  } else {
    throw_sqlite(raw, code, "checkpoint");
  }
  const auto took = watch.elapsed();
  ++checkpoints_;
  if (took.count() > slowest_checkpoint_us_) slowest_checkpoint_us_ = took.count();
  base::crash_point("store.after_checkpoint");
}

bool SqliteStore::can_write() {
  if (!writer_.can_write()) return false;
  checkpoint(SQLITE_CHECKPOINT_PASSIVE);
  return true;
}

void SqliteStore::close() {
  writer_.save_all_heads();
  checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

}  // namespace

std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& data_folder,
                                         const SqliteOptions& options) {
  try {
    return std::make_unique<SqliteStore>(data_folder, options);
  } catch (const SQLite::Exception& error) {
    throw StorageFailure(FailureKind::fatal, data_folder.string() + ": " + error.what());
  }
}

}  // namespace storage
