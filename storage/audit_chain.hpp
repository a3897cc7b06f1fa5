// The chain of the audit trail: row n carries SHA-256 over the chain of row n-1, its own number and
// its own columns. Whoever changes, removes or moves a row breaks the chain from there on; whoever
// removes the newest rows disagrees with the number that `meta` keeps. A person who can write the
// file could compute the whole chain anew: against that, keep heads of the trail elsewhere
// (`boomerang audit verify` prints it, and checks an older one).
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/commit.hpp"
#include "storage/sqlite_connection.hpp"
#include "storage/store.hpp"

namespace storage {

// The chain value of row `number` (from 1), behind a row whose chain is `before`.
std::string chain_of(std::string_view before, std::int64_t number, const AuditRow& row);

// Writes rows at the end of the trail. Commit thread only, within a transaction. Keeps nothing in
// memory, so a transaction or savepoint that is rolled back needs no care.
class AuditChain {
 public:
  explicit AuditChain(SQLite::Database& connection);
  void append(const AuditRow& row);

 private:
  Query last_, insert_, count_;
};

// Chains the rows of a store of before schema 3, once, in one transaction.
void chain_older_rows(SQLite::Database& connection);

// The first thing that is wrong with the trail.
struct AuditFault {
  std::int64_t row = 0;
  std::string what;  // for people
};
struct AuditReport {
  AuditHead head;  // as far as the trail was sound
  std::optional<AuditFault> fault;
};
// Reads the whole trail. `expected`: a head that was noted down earlier; the trail must still hold
// it.
AuditReport check_audit(SQLite::Database& connection,
                        const std::optional<AuditHead>& expected = std::nullopt);

}  // namespace storage
