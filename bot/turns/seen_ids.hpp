// Where the durable turn of each client id of a conversation stands in the journal, by the id's
// fingerprint. One flat table without a node an entry: it is looked into and added to on every
// turn, and grows with the conversation. Loop thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "storage/commit.hpp"

namespace bot {

class SeenIds {
 public:
  std::optional<storage::JournalRowId> find(std::uint64_t print) const;
  // Sets the row of that fingerprint, over an older one if there is one. `row` is not 0.
  void set(std::uint64_t print, storage::JournalRowId row);
  void clear();

  // Calls visit(fingerprint, row) for each, in no order that means anything, but the same for the
  // same calls of `set`.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const Entry& entry : entries_) {
      if (entry.row != 0) visit(entry.print, entry.row);
    }
  }

 private:
  struct Entry {
    std::uint64_t print = 0;
    storage::JournalRowId row = 0;  // 0: free
  };
  // Where that fingerprint stands or would stand. Precondition: the table has a free entry.
  std::size_t place_of(std::uint64_t print) const;
  void grow();

  std::vector<Entry> entries_;  // a power of two, at most three quarters full
  std::size_t used_ = 0;
};

}  // namespace bot
