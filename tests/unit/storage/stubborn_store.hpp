// A store whose writing can be made to wait or fail, for the tests of the commit thread. Reading is
// not needed there and finds nothing.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "storage/store.hpp"

namespace test {

using namespace storage;  // NOLINT: a header of the tests

class StubbornStore final : public Store {
 public:
  explicit StubbornStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  void fail_writes(FailureKind kind) { failure_ = kind; }
  void let_writes() { failure_ = std::optional<FailureKind>(); }
  // Writes wait until the gate is open.
  void close_gate() {
    const std::lock_guard lock(mutex_);
    is_open_ = false;
  }
  void open_gate() {
    {
      const std::lock_guard lock(mutex_);
      is_open_ = true;
    }
    changed_.notify_all();
  }
  void wait_until_writing() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_writing_; });
  }
  Store& real() { return *store_; }
  std::vector<std::size_t> batch_sizes;

  std::vector<CommitResult> write(std::span<const Commit* const> batch) override {
    {
      std::unique_lock lock(mutex_);
      is_writing_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return is_open_; });
      is_writing_ = false;
    }
    batch_sizes.push_back(batch.size());
    const auto failure = failure_.load();
    if (failure) throw StorageFailure(*failure, "as told");
    return store_->write(batch);
  }
  bool can_write() override { return !failure_.load() && store_->can_write(); }
  bool maintain(bool is_idle) override { return store_->maintain(is_idle); }
  void close() override { store_->close(); }
  StoreStats stats() const override { return store_->stats(); }

  std::optional<ConversationRow> find_conversation(std::string_view) override { return {}; }
  std::optional<ConversationRow> conversation(ConversationId) override { return {}; }
  std::optional<ConversationRow> open_conversation_of(std::string_view) override { return {}; }
  std::optional<ConversationRow> open_conversation_of_guest(std::string_view) override {
    return {};
  }
  std::optional<LoadedConversation> load_conversation(ConversationId) override { return {}; }
  std::optional<JournalRow> journal_row(JournalRowId) override { return {}; }
  std::vector<JournalRow> journal(ConversationId) override { return {}; }
  std::vector<ConversationId> open_conversations(ConversationId, std::size_t) override {
    return {};
  }
  std::vector<JournalRowId> rows_after(ConversationId, std::int64_t) override { return {}; }
  std::vector<JournalRow> messages_after(ConversationId, std::int64_t, std::size_t) override {
    return {};
  }
  std::optional<CaseRow> find_case(std::string_view) override { return {}; }
  std::optional<CaseRow> find_case_by_number(std::string_view) override { return {}; }
  std::vector<CaseRow> list_cases(const CaseFilter&, std::string_view, std::size_t) override {
    return {};
  }
  std::vector<CaseEventRow> case_events(std::string_view) override { return {}; }
  std::optional<CaseEventRow> case_event_by_key(std::string_view, std::string_view) override {
    return {};
  }
  std::vector<DueRow> due_before(base::Instant, std::size_t) override { return {}; }
  std::optional<base::Instant> next_due() override { return {}; }
  std::optional<DueRow> find_due(std::string_view) override { return {}; }
  std::vector<DueRow> due_of_case(std::string_view) override { return {}; }
  std::vector<OutboxEntry> outbox_before(base::Instant, std::size_t) override { return {}; }
  std::optional<OutboxEntry> find_outbox(std::string_view) override { return {}; }
  std::vector<OutboxEntry> outbox_of_lane(std::string_view, base::Instant, std::size_t) override {
    return {};
  }
  std::vector<std::string> outbox_lanes() override { return {}; }
  std::vector<OutboxEntry> outbox_in_state(OutboxState, std::string_view, std::size_t) override {
    return {};
  }
  OutboxCounts outbox_counts() override { return {}; }
  std::optional<StoredUpload> find_upload(std::string_view) override { return {}; }
  std::optional<IdempotencyRow> idempotent(std::string_view, std::string_view) override {
    return {};
  }
  std::optional<PolicyRow> policy(std::string_view) override { return {}; }
  std::vector<StoredFlow> stored_flows() override { return {}; }
  std::vector<ProfileFile> profile_files(std::string_view) override { return {}; }
  std::int64_t counter(std::string_view) override { return 0; }
  std::vector<AuditRow> audit(std::string_view, std::string_view, std::size_t) override {
    return {};
  }
  AuditHead audit_head() override { return {}; }
  std::optional<Contact> contact(std::string_view) override { return {}; }
  ConsoleRecords& console() override { return store_->console(); }
  ConversationId allocate_conversation_id() override { return 1; }

 private:
  std::unique_ptr<Store> store_;
  std::atomic<std::optional<FailureKind>> failure_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_open_ = true;
  bool is_writing_ = false;
};

}  // namespace test
