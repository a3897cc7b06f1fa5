// `boomerang gaps`: what customers asked and nothing answered, so that somebody can write it.
#include <algorithm>
#include <iostream>
#include <map>

#include "base/text.hpp"
#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"

namespace bot {
namespace {

// The same question of several people, whatever its case and punctuation.
struct Asked {
  std::size_t count = 0;
  storage::GapRow newest;
};

void print(const Asked& asked) {
  const storage::GapRow& row = asked.newest;
  std::cout << asked.count << "x  " << base::to_iso(row.at).substr(0, 10) << "  " << row.language
            << "  " << row.reason;
  if (!row.article.empty()) std::cout << " " << row.article;
  if (!row.text.empty()) std::cout << ": " << row.text;
  std::cout << "\n";
}

}  // namespace

int gaps_command(const GapsOptions& options) {
  try {
    storage::Archive archive(options.where.data);
    std::map<std::string, Asked> questions;
    for (auto& row : archive.gaps(storage::kMaxGaps)) {
      if (!options.language.empty() && !row.language.starts_with(options.language)) continue;
      Asked& asked = questions[row.reason + "\n" + row.article + "\n" + base::fold(row.text)];
      // The newest comes first.
      if (asked.count++ == 0) asked.newest = std::move(row);
    }
    std::vector<const Asked*> order;
    for (const auto& [key, asked] : questions) order.push_back(&asked);
    std::stable_sort(order.begin(), order.end(), [](const Asked* left, const Asked* right) {
      if (left->count != right->count) return left->count > right->count;
      return left->newest.at > right->newest.at;
    });
    if (order.size() > options.limit) order.resize(options.limit);
    for (const Asked* asked : order) print(*asked);
    if (order.empty()) std::cout << "No question is without an answer.\n";
    return 0;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
