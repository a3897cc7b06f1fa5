// Reads what the staff console shows from SQLite, through the reading connection of the store. Loop
// thread only. Every statement is finished before a function returns.
#pragma once

#include <SQLiteCpp/Database.h>

#include "storage/console_rows.hpp"
#include "storage/sqlite_connection.hpp"

namespace storage {

class ConsoleReader final : public ConsoleRecords {
 public:
  explicit ConsoleReader(SQLite::Database& connection);

  std::vector<StaffRow> staff() override;
  std::optional<StaffRow> staff_by_id(std::string_view id) override;
  std::optional<StaffRow> staff_by_name(std::string_view name) override;
  std::optional<StaffSessionRow> staff_session(std::string_view secret_hash) override;
  std::int64_t count_staff_sessions(std::string_view staff, base::Instant now) override;
  std::optional<OwnerRow> owner_of(std::int64_t conversation) override;
  std::vector<WaitingRow> not_with_bot(std::string_view owner, std::size_t limit) override;
  std::int64_t count_waiting(std::string_view queue, base::Instant before) override;
  std::vector<NoteRow> notes(std::string_view subject, std::size_t limit) override;
  std::vector<RatingRow> ratings(base::Instant since, std::size_t limit) override;
  std::vector<AccessKeyRow> keys() override;
  std::vector<GapRow> gaps(std::size_t limit) override;
  std::vector<WaitingRow> find_conversations(std::string_view words, std::size_t limit) override;

  ShopFigures figures(base::Instant since, std::string_view first_case) override;

 private:
  Query staff_, staff_by_id_, staff_by_name_;
  Query session_, count_sessions_;
  Query owner_, not_with_bot_, count_waiting_;
  Query notes_, ratings_, keys_, gaps_, find_conversations_;
  Query days_, states_, decisions_;
};

}  // namespace storage
