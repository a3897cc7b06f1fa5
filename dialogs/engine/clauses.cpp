#include "dialogs/engine/clauses.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "dialogs/parsers/words.hpp"

namespace dialogs {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// A mark that ends a clause: not the point or comma of "2.5" and "1,000".
bool ends_clause(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '\n' || c == ';' || c == '!' || c == '?') return true;
  if (c != ',' && c != '.') return false;
  return at + 1 == text.size() || is_blank(text[at + 1]);
}

// How long the conjunction is that begins here between two blanks; 0 when none does.
std::size_t conjunction_at(std::string_view text, std::size_t at,
                           const std::vector<std::string>& conjunctions) {
  if (at == 0 || !is_blank(text[at - 1])) return 0;
  for (const std::string& word : conjunctions) {
    const std::string_view here = text.substr(at, word.size());
    const bool ends = at + word.size() < text.size() && is_blank(text[at + word.size()]);
    if (ends && here.size() == word.size() && base::fold(here) == word) return word.size();
  }
  return 0;
}

}  // namespace

std::vector<Clause> clauses_of(std::string_view text, std::uint32_t offset,
                               const std::vector<std::string>& conjunctions) {
  std::vector<Clause> clauses;
  std::size_t begin = 0;
  const auto add = [&](std::size_t end) {
    const std::string_view trimmed = base::trim(text.substr(begin, end - begin));
    if (trimmed.empty()) return;
    std::string folded = base::fold(trimmed);
    if (folded.empty()) return;
    const auto at = static_cast<std::uint32_t>(trimmed.data() - text.data());
    clauses.push_back({trimmed, std::move(folded), offset + at,
                       offset + at + static_cast<std::uint32_t>(trimmed.size())});
  };
  for (std::size_t at = 0; at < text.size() && clauses.size() + 1 < kMaxClauses; ++at) {
    if (ends_clause(text, at)) {
      add(at);
      begin = at + 1;
    } else if (const std::size_t length = conjunction_at(text, at, conjunctions)) {
      add(at);
      begin = at + length;
      at = begin;
    }
  }
  add(text.size());
  return clauses;
}

std::string_view longest_of(const std::vector<std::string>& words, std::string_view folded) {
  std::string_view longest;
  for (const std::string& word : words) {
    if (word.size() > longest.size() && find_words(folded, word) != std::string_view::npos) {
      longest = word;
    }
  }
  return longest;
}

int count_words(std::string_view folded) {
  return folded.empty() ? 0 : static_cast<int>(std::count(folded.begin(), folded.end(), ' ')) + 1;
}

}  // namespace dialogs
