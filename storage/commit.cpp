#include "storage/commit.hpp"

#include "base/check.hpp"

namespace storage {
namespace {

void check_case(const CaseWrite& write) {
  const CaseRow& row = write.row;
  ENSURE(!row.id.empty() && !row.number.empty(), "a case has an id and a number");
  ENSURE(!write.events.empty(), "a case changes through events only");
  ENSURE(row.version == write.expected_version + static_cast<std::int64_t>(write.events.size()),
         "the version of a case is the number of its events");
  ENSURE(write.events.back().to == row.state, "the last event leads to the state");
  auto version = write.expected_version;
  const std::string* from = nullptr;
  for (const auto& event : write.events) {
    ENSURE(event.case_id == row.id && event.version == ++version,
           "the events of a case are numbered without a gap");
    ENSURE(version == 1 ? event.from.empty() : (from == nullptr || event.from == *from),
           "an event begins in the state where the one before ended");
    from = &event.to;
  }
}

}  // namespace

void check_shape(const Commit& commit) {
  if (commit.conversation) {
    ENSURE(commit.conversation->id > 0, "conversation ids come from allocate_conversation_id");
    ENSURE(!commit.conversation->uuid.empty(), "a conversation has a uuid");
  }
  if (commit.turn) {
    ENSURE(commit.turn->conversation > 0 && commit.turn->turn > 0, "turns count from 1");
    ENSURE(commit.turn->first_seq > 0 && commit.turn->last_seq >= commit.turn->first_seq - 1,
           "messages count from 1");
  }
  if (commit.snapshot) {
    ENSURE(commit.turn && commit.snapshot->conversation == commit.turn->conversation &&
               commit.snapshot->turn <= commit.turn->turn,
           "a snapshot comes beside a turn of its conversation, and never of a turn to come");
  }
  for (const auto& write : commit.cases) check_case(write);
}

}  // namespace storage
