// Questions without an answer, the same ones together: for `boomerang gaps` and the console. Any
// thread.
#pragma once

#include <string_view>
#include <vector>

#include "storage/commit.hpp"

namespace bot {

// The same question of several people, whatever its case and punctuation.
struct Asked {
  std::size_t count = 0;
  storage::GapRow newest;
};

// `rows`: the newest first. Only languages that begin so; the most asked first, at most `limit`.
std::vector<Asked> most_asked(std::vector<storage::GapRow> rows, std::string_view language,
                              std::size_t limit);

}  // namespace bot
