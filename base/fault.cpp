#include "base/fault.hpp"

#include <algorithm>
#include <tuple>

namespace base {
namespace {

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one.
std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before_previous;
  std::vector<std::size_t> previous(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    std::vector<std::size_t> current(right.size() + 1);
    current[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      current[j] = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + change});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) {
        current[j] = std::min(current[j], before_previous[j - 2] + 1);
      }
    }
    before_previous = std::move(previous);
    previous = std::move(current);
  }
  return previous[right.size()];
}

}  // namespace

std::string to_string(const Fault& fault) {
  std::string text = fault.where.file;
  if (fault.where.line > 0) text += ':' + std::to_string(fault.where.line);
  if (fault.where.line > 0 && fault.where.column > 0) {
    text += ':' + std::to_string(fault.where.column);
  }
  if (!text.empty()) text += ": ";
  text += fault.severity == Severity::error ? "error: " : "warning: ";
  text += fault.message;
  if (!fault.hint.empty()) text += " (" + fault.hint + ")";
  return text;
}

std::string rule_of(const Fault& fault) {
  constexpr int kMostWords = 10;
  std::string rule;
  std::string word;
  int words = 0;
  bool varies = false;  // the word is a value: a number, or a name such as returns.create
  const auto finish = [&] {
    if (!word.empty() && !varies && words++ < kMostWords) {
      rule += (rule.empty() ? "" : "-") + word;
    }
    word.clear();
    varies = false;
  };
  const std::string& text = fault.message;
  bool is_quoted = false;
  bool is_field = false;  // between backticks stand names of fields, which do not vary
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool is_digit = c >= '0' && c <= '9';
    if (is_quoted) {
      // A quote inside the quoted text is followed by more of it.
      const char next = at + 1 < text.size() ? text[at + 1] : ' ';
      is_quoted = c != '\'' || (next != ' ' && next != ',' && next != ':' && next != ')');
    } else if (c == '\'' && word.empty()) {
      is_quoted = true;
    } else if (is_letter) {
      word += static_cast<char>(c | 0x20);
    } else if (c == '`') {
      finish();
      is_field = !is_field;
    } else if (!is_field && (is_digit || c == '_' || c == '.')) {
      varies = true;
      word += c;
    } else if (c != '\'') {
      finish();
    }
  }
  finish();
  return rule;
}

void Faults::error(Position where, std::string message, std::string hint) {
  all_.push_back({std::move(where), std::move(message), std::move(hint), Severity::error});
}

void Faults::warn(Position where, std::string message, std::string hint) {
  all_.push_back({std::move(where), std::move(message), std::move(hint), Severity::warning});
}

void Faults::add(const Faults& others) {
  // A copy first, so that adding a list to itself is safe.
  const std::vector<Fault> more = others.all_;
  all_.insert(all_.end(), more.begin(), more.end());
}

void Faults::forget_after(std::size_t count) {
  if (count < all_.size()) all_.resize(count);
}

bool Faults::has_errors() const {
  return std::any_of(all_.begin(), all_.end(),
                     [](const Fault& fault) { return fault.severity == Severity::error; });
}

void Faults::sort() {
  std::stable_sort(all_.begin(), all_.end(), [](const Fault& left, const Fault& right) {
    return std::tie(left.where.file, left.where.line, left.where.column) <
           std::tie(right.where.file, right.where.line, right.where.column);
  });
}

std::string Faults::to_string() const {
  std::string text;
  for (const Fault& fault : all_) text += base::to_string(fault) + '\n';
  return text;
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  // Longer words are never a slip of one known name, and the distance costs their product.
  constexpr std::size_t kMaxWord = 64;
  if (word.size() > kMaxWord) return {};
  std::string best;
  std::size_t best_distance = 3;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > word.size() + 2 || word.size() > candidate.size() + 2) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance && distance * 2 < word.size()) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string found = nearest(word, candidates);
  return found.empty() ? std::string() : "did you mean '" + found + "'?";
}

std::string suggest_any(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kMostListed = 12;
  if (auto hint = suggest(word, candidates); !hint.empty()) return hint;
  std::vector<std::string> sorted = candidates;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::string list;
  for (std::size_t at = 0; at < sorted.size() && at < kMostListed; ++at) list += " " + sorted[at];
  if (sorted.size() > kMostListed) list += " ...";
  return list.empty() ? list : "known here:" + list;
}

}  // namespace base
