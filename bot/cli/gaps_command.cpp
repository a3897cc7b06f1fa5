// `boomerang gaps`: what customers asked and nothing answered, so that somebody can write it.
#include <iostream>

#include "bot/cli/commands.hpp"
#include "bot/cli/find_conversation.hpp"
#include "bot/console/asked.hpp"

namespace bot {
namespace {

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
    const auto questions =
        most_asked(archive.gaps(storage::kMaxGaps), options.language, options.limit);
    for (const Asked& asked : questions) print(asked);
    if (questions.empty()) std::cout << "No question is without an answer.\n";
    return 0;
  } catch (const storage::StorageFailure& failure) {
    std::cerr << "boomerang: " << failure.what() << "\n";
    return 1;
  }
}

}  // namespace bot
