#include "storage/row_text.hpp"

#include <string>

#include "storage/failure.hpp"
#include "storage/store.hpp"

namespace storage {

std::string_view to_string(OutboxState state) {
  switch (state) {
    case OutboxState::pending:
      return "pending";
    case OutboxState::delivered:
      return "delivered";
    case OutboxState::dead:
      return "dead";
  }
  return "dead";
}

OutboxState outbox_state(std::string_view text) {
  for (const auto state : {OutboxState::pending, OutboxState::delivered, OutboxState::dead}) {
    if (to_string(state) == text) return state;
  }
  throw StorageFailure(FailureKind::fatal, "outbox row in unknown state " + std::string(text));
}

std::string_view to_string(CommitStatus status) {
  switch (status) {
    case CommitStatus::ok:
      return "ok";
    case CommitStatus::conflict:
      return "conflict";
    case CommitStatus::unavailable:
      return "unavailable";
  }
  return "unavailable";
}

}  // namespace storage
