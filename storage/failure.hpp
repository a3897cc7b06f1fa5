// The exception for infrastructure that is down. Expected, input-dependent failures are Results and
// CommitStatus instead.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace storage {

enum class FailureKind {
  full,   // no space; nothing was written; heals when space is freed
  busy,   // locked for longer than we wait; nothing was written
  fatal,  // fsync failed, corrupt, not a database: what is on disk is unknown, the process must end
  refused,  // at open: newer schema, folder in use, foreign file; the message says what to do
};

std::string_view to_string(FailureKind kind);

class StorageFailure : public std::runtime_error {
 public:
  StorageFailure(FailureKind kind, const std::string& what)
      : std::runtime_error(what), kind_(kind) {}
  FailureKind kind() const { return kind_; }

 private:
  FailureKind kind_;
};

}  // namespace storage
