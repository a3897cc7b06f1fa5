#include "carriers/table.hpp"

#include "base/text.hpp"

namespace carriers {

const Carrier* Table::find(std::string_view words) const {
  const std::string folded = base::fold(words);
  if (folded.empty()) return nullptr;
  const std::string padded = " " + folded + " ";
  const Carrier* best = nullptr;
  std::size_t length = 0;
  for (const Carrier& carrier : all_) {
    for (const std::string& alias : carrier.aliases) {
      if (alias.size() <= length || padded.find(" " + alias + " ") == std::string::npos) continue;
      best = &carrier;
      length = alias.size();
    }
  }
  return best;
}

}  // namespace carriers
