// Reads one article file: a head in YAML between two lines of `---`, then the answer. Load time
// only.
#pragma once

#include <optional>
#include <string>

#include "base/fault.hpp"
#include "knowledge/article.hpp"

namespace knowledge {

// The article with its one page. In files of another than the default language the head has only
// `article`, `title` and `questions`: all else would be a second truth, and is a fault. Nothing
// when the head cannot be read.
std::optional<Article> read_article(const SourceFile& file, const std::string& language,
                                    bool is_default_language, base::Faults& faults);

}  // namespace knowledge
