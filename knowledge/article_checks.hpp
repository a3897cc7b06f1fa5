// What must be true between articles: every language has every article, names lead somewhere, every
// fact is stated, no figure is typed by hand, and product returns and Rewards stay apart. Load time
// only.
#pragma once

#include <vector>

#include "base/fault.hpp"
#include "knowledge/library.hpp"

namespace knowledge {

void check_articles(const Library& library, const Sources& sources, base::Faults& faults);

// Within one language: no two articles share a way to ask for them.
void check_questions(const std::vector<Article>& articles, base::Faults& faults);

// Where a text states digits outside of placeholders.
void check_digits(const Article::Page& page, const SourceFile& file, base::Faults& faults);

// Facts 1 to 84 are about products, 85 to 149 about Rewards; others about anything.
World world_of_fact(int fact);

}  // namespace knowledge
