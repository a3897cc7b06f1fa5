#include "bot/console/asked.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace bot {

std::vector<Asked> most_asked(std::vector<storage::GapRow> rows, std::string_view language,
                              std::size_t limit) {
  std::map<std::string, Asked> questions;
  for (auto& row : rows) {
    if (!language.empty() && !row.language.starts_with(language)) continue;
    Asked& asked = questions[row.reason + "\n" + row.article + "\n" + base::fold(row.text)];
    // The newest comes first.
    if (asked.count++ == 0) asked.newest = std::move(row);
  }
  std::vector<Asked> order;
  for (auto& [key, asked] : questions) order.push_back(std::move(asked));
  std::stable_sort(order.begin(), order.end(), [](const Asked& left, const Asked& right) {
    if (left.count != right.count) return left.count > right.count;
    return left.newest.at > right.newest.at;
  });
  if (order.size() > limit) order.resize(limit);
  return order;
}

}  // namespace bot
