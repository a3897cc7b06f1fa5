#include "storage/heads.hpp"

#include <algorithm>

namespace storage {

std::optional<Head> Heads::find(ConversationId id) const {
  const std::lock_guard lock(mutex_);
  const auto found = heads_.find(id);
  if (found == heads_.end()) return std::nullopt;
  return found->second;
}

void Heads::apply(const HeadMap& written) {
  const std::lock_guard lock(mutex_);
  for (const auto& [id, head] : written) heads_[id] = head;
}

std::vector<ConversationId> Heads::unsaved() const {
  std::vector<ConversationId> ids;
  {
    const std::lock_guard lock(mutex_);
    ids.reserve(heads_.size());
    for (const auto& entry : heads_) ids.push_back(entry.first);
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

void Heads::forget(JournalRowId up_to) {
  const std::lock_guard lock(mutex_);
  std::erase_if(heads_, [up_to](const auto& entry) { return entry.second.row <= up_to; });
}

}  // namespace storage
