#include "bot/turns/seen_ids.hpp"

#include <utility>

namespace bot {
namespace {

constexpr std::size_t kFirstEntries = 8;

}  // namespace

std::size_t SeenIds::place_of(std::uint64_t print) const {
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = (print ^ (print >> 32U)) & mask;
  while (entries_[at].row != 0 && entries_[at].print != print) at = (at + 1) & mask;
  return at;
}

std::optional<storage::JournalRowId> SeenIds::find(std::uint64_t print) const {
  if (entries_.empty()) return std::nullopt;
  const Entry& entry = entries_[place_of(print)];
  if (entry.row == 0) return std::nullopt;
  return entry.row;
}

void SeenIds::set(std::uint64_t print, storage::JournalRowId row) {
  if ((used_ + 1) * 4 > entries_.size() * 3) grow();
  Entry& entry = entries_[place_of(print)];
  if (entry.row == 0) ++used_;
  entry = {print, row};
}

void SeenIds::grow() {
  std::vector<Entry> old(entries_.empty() ? kFirstEntries : entries_.size() * 2);
  std::swap(old, entries_);
  for (const Entry& entry : old) {
    if (entry.row != 0) entries_[place_of(entry.print)] = entry;
  }
}

void SeenIds::clear() {
  entries_.clear();
  used_ = 0;
}

}  // namespace bot
